"""`check --probe`: what a channel answers to a question that carries no message."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from monitor.alerts.email import MailServer, Security
from monitor.alerts.route import ChannelRule
from monitor.alerts.webhook import Endpoint
from monitor.cli import probe as probing
from monitor.config.channels import Channel, ConsoleChannel, EmailChannel, WebhookChannel
from monitor.config.settings import Settings, load
from monitor.config.sources import SourceKind
from monitor.sources.pages import ListingRule


@pytest.fixture
def settings(config: Path, environ: dict[str, str], httpserver: HTTPServer) -> Settings:
    host = f"{httpserver.host}:{httpserver.port}"
    return load(config, {**environ, "MONITOR_PRIVATE_HOSTS": f"127.0.0.1:9,{host},127.0.0.1"})


def asked(settings: Settings, channel: Channel) -> dict[str, object]:
    monitor = replace(settings.monitor, channels=(channel,))
    (row,) = asyncio.run(probing.probe(replace(settings, monitor=monitor), ()))
    return row


def hook(url: str) -> WebhookChannel:
    return WebhookChannel(rule=ChannelRule(id="desk"), endpoint=Endpoint(id="desk", url=url))


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (404, "failing", "nothing at this address"),
        (410, "failing", "nothing at this address"),
        (405, "ok", "reached; `monitor alerts test desk` sends a real message"),
        (401, "ok", "reached"),
        (200, "ok", "reached"),
    ],
)
def test_an_address_that_is_not_there_is_a_problem(
    settings: Settings, httpserver: HTTPServer, status: int, state: str, words: str
) -> None:
    httpserver.expect_request("/hook").respond_with_data("", status=status)
    row = asked(settings, hook(httpserver.url_for("/hook")))
    assert (row["id"], row["state"], row["status"]) == ("desk", state, status)
    assert words in str(row["detail"])


def test_a_terminal_is_well(settings: Settings) -> None:
    assert asked(settings, ConsoleChannel(rule=ChannelRule(id="console")))["state"] == "ok"


def test_a_channel_that_rests_is_not_asked(settings: Settings) -> None:
    resting = replace(hook("http://127.0.0.1:9/"), rule=ChannelRule(id="desk", active=False))
    monitor = replace(settings.monitor, channels=(resting,))
    assert asyncio.run(probing.probe(replace(settings, monitor=monitor), ())) == []


def test_a_mail_server_that_is_not_there_is_a_problem(settings: Settings) -> None:
    server = MailServer(host="127.0.0.1", port=9, sender="a@b.example", security=Security.NONE)
    channel = EmailChannel(rule=ChannelRule(id="mail"), server=server, recipients=("a@b.example",))
    row = asked(settings, channel)
    assert row["state"] == "failing"
    assert "127.0.0.1" in str(row["detail"])


FEED = """<rss version="2.0"><channel><title>T</title>
<item><title>One</title><link>{link}</link><pubDate>Tue, 19 Aug 2025 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>{link}?2</link><description>words</description></item>
</channel></rss>"""
PAGE = "<html><body><div id='text'><p>加强出口管制对话。</p></div></body></html>"


def source_of(settings: Settings, url: str, **given: Any) -> dict[str, object]:
    source = replace(settings.sources[0], url=url, **given)
    monitor = replace(settings.monitor, channels=())
    (row,) = asyncio.run(probing.probe(replace(settings, monitor=monitor), (source,)))
    return row


def test_a_feed_tells_its_entries_dates_charset_and_what_its_first_article_holds(
    settings: Settings, httpserver: HTTPServer
) -> None:
    link = httpserver.url_for("/page")
    httpserver.expect_request("/feed").respond_with_data(FEED.format(link=link))
    httpserver.expect_request("/page").respond_with_data(PAGE.encode("gb18030"))
    given = {"full_text": True, "article_selector": "#text", "charset": None}
    row = source_of(settings, httpserver.url_for("/feed"), **given)
    assert (row["state"], row["status"], row["entries"]) == ("ok", 200, 2)
    assert (row["dated"], row["texts"], row["encoding"]) == (1, 1, "utf-8")
    assert str(row["newest"]).startswith("2025-08-19T10:00")
    assert row["characters"] == 9
    assert "1 with a date, 1 with a text" in str(row["detail"])
    assert "first article: 9 characters of text by #text" in str(row["detail"])


def test_a_selector_that_finds_nothing_in_the_first_article_is_a_problem(
    settings: Settings, httpserver: HTTPServer
) -> None:
    link = httpserver.url_for("/page")
    httpserver.expect_request("/feed").respond_with_data(FEED.format(link=link))
    httpserver.expect_request("/page").respond_with_data(PAGE)
    given = {"full_text": True, "article_selector": ".gone"}
    row = source_of(settings, httpserver.url_for("/feed"), **given)
    assert row["state"] == "failing"
    assert "selector lost: .gone" in str(row["detail"])


def test_a_watched_page_tells_its_charset_and_its_text(
    settings: Settings, httpserver: HTTPServer
) -> None:
    page = f"<meta charset=gb2312>{PAGE}".encode("gb18030")
    httpserver.expect_request("/page").respond_with_data(page, content_type="text/html")
    given = {"kind": SourceKind.PAGE, "article_selector": "#text"}
    row = source_of(settings, httpserver.url_for("/page"), **given)
    assert (row["state"], row["encoding"], row["characters"]) == ("ok", "gb18030", 9)


def test_a_listing_tells_how_many_entries_its_rule_found(
    settings: Settings, httpserver: HTTPServer
) -> None:
    page = "<ul><li><a href='/1'>One</a><i>2025-08-19</i><li><a href='/2'>Two</a><li>No link</ul>"
    httpserver.expect_request("/list").respond_with_data(page, content_type="text/html")
    given = {"kind": SourceKind.PAGE, "listing": ListingRule(entry="li", date="i")}
    row = source_of(settings, httpserver.url_for("/list"), **given)
    assert (row["entries"], row["dated"]) == (2, 1)
    assert "1 of 3 entries have no link or no title" in str(row["detail"])
