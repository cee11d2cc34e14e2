"""A wall before a site is known by how it works, never by words that a text may hold."""

from datetime import UTC, datetime

import pytest

from monitor.sources.exchange import Fetched, Validators
from monitor.sources.walls import wall

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)


def answer(body: bytes, **headers: str) -> Fetched:
    return Fetched(
        url="https://site.example/",
        final_url="https://site.example/",
        status=200,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body,
        sha256="0" * 64,
        fetched_at=NOW,
        validators=Validators(),
    )


@pytest.mark.parametrize(
    ("body", "whose"),
    [
        (b"<script>window._cf_chl_opt={cvId:'3'}</script>", "Cloudflare"),
        (b"<script src='/cdn-cgi/challenge-platform/h/g/orchestrate/jsch/v1'>", "Cloudflare"),
        (b"<iframe src='/_Incapsula_Resource?SWUDNSAI=31'></iframe>", "Imperva"),
        (b"<script src='https://ct.captcha-delivery.com/c.js'></script>", "DataDome"),
        (b"<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>", "Ruishu"),
        (b"<script>var arg1='0A';document.cookie='acw_sc__v2='+x</script>", "Alibaba Cloud"),
        (b"<script>window.gokuProps = {}; AwsWafIntegration.getToken()</script>", "AWS WAF"),
    ],
)
def test_a_wall_is_known_by_its_scripts(body: bytes, whose: str) -> None:
    assert wall(answer(b"<html><head>" + body + b"</head><body></body></html>")) == whose


def test_a_wall_is_known_by_its_headers() -> None:
    assert wall(answer(b"", cf_mitigated="challenge")) == "Cloudflare"
    assert wall(answer(b"", x_amzn_waf_action="captcha")) == "AWS WAF"
    assert wall(answer(b"")) is None
    # DataDome sets it on what it lets through as well.
    assert wall(answer(b"", x_datadome="protected")) is None


def test_a_text_that_speaks_of_walls_is_a_text() -> None:
    text = b"<p>Just a moment: verify you are human, solve the captcha, access denied.</p>"
    assert wall(answer(b"<html><body>" + text + b"</body></html>")) is None


def test_a_page_in_which_a_wall_left_its_script_is_a_page() -> None:
    script = b"<script>window._cf_chl_opt={}</script>"
    assert wall(answer(script + b"<p>One more paragraph of the article.</p>" * 40)) is None
    assert wall(answer(script + b" " * 300_000)) is None


@pytest.mark.parametrize(
    "piece", [b"<script ", b"<script>", b"<", b"</script", b"_pxAppId ", b"<p "]
)
def test_no_body_makes_it_think_long(piece: bytes) -> None:
    body = (b"_cf_chl_opt " + piece * 250_000)[:250_000]
    assert wall(answer(body)) in (None, "Cloudflare")
