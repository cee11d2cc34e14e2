"""The way in for a browser, and what its cookie and its forms are worth."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest

from monitor.alerts.votes import Ballot
from monitor.storage.engine import Database
from monitor.web.csrf import MOST_BYTES, Forms, fields
from monitor.web.login import COOKIE, LASTS

TOKEN = "s3cret-tökén"
BALLOT = Ballot(key=b"k" * 32)


@pytest.fixture
def database(sqlite_url: str, filled: Callable[[Database], Database]) -> Iterator[Database]:
    with Database.open(sqlite_url) as opened:
        yield filled(opened)


def signed_in(client: Any, token: str = TOKEN, after: str = "/") -> Any:
    return client.get("/login", method="POST", form={"token": token, "next": after})


def cookie(answer: Any) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={answer.cookies[COOKIE]}"}


def form_token(page: Any) -> str:
    found = lxml.html.fromstring(page.text).find(".//input[@name='csrf']")
    assert found is not None
    return str(found.get("value"))


def test_the_token_opens_every_page_by_a_cookie_that_no_script_reads(ask: Any) -> None:
    client = ask(token=TOKEN)
    answer = signed_in(client, after="/shifts/s-1?a=b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/shifts/s-1?a=b"
    set_ = answer.headers["set-cookie"].lower()
    assert "httponly" in set_
    assert "samesite=lax" in set_
    assert TOKEN not in set_
    for path in ("/", "/status", "/api/items"):
        assert client.get(path, cookie(answer)).status_code == 200


def test_the_cookie_is_for_encrypted_connections_where_there_is_one(ask: Any) -> None:
    client = ask(token=TOKEN, base_url="https://monitor.example")
    plain = signed_in(client).headers["set-cookie"].lower()
    assert "secure" not in plain
    behind_a_proxy = client.get(
        "/login", {"host": "monitor.example"}, method="POST", form={"token": TOKEN}
    )
    assert "secure" in behind_a_proxy.headers["set-cookie"].lower()


def test_a_wrong_token_opens_nothing_and_is_said_so(ask: Any) -> None:
    answer = signed_in(ask(token=TOKEN), "wrong")
    assert answer.status_code == 401
    assert "That is not the token." in answer.text
    assert "set-cookie" not in answer.headers


def test_guessing_is_slowed_down_and_goes_on_after_a_minute(ask: Any, now: datetime) -> None:
    at = [now]
    client = ask(token=TOKEN, clock=lambda: at[0])
    for _ in range(10):
        assert signed_in(client, "wrong").status_code == 401
    assert signed_in(client).status_code == 429
    at[0] += timedelta(minutes=1)
    assert signed_in(client).status_code == 303


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "", "/\n/x"],
)
def test_nobody_is_led_elsewhere_after_the_login(ask: Any, after: str) -> None:
    assert signed_in(ask(token=TOKEN), after=after).headers["location"] == "/"


def test_a_cookie_that_was_changed_or_has_ended_opens_nothing(ask: Any, now: datetime) -> None:
    at = [now]
    client = ask(token=TOKEN, clock=lambda: at[0], ballot=BALLOT)
    good = cookie(signed_in(client))
    ends, name, signature = good["cookie"].split("=", 1)[1].split(".")
    later = str(int(ends) + 1)
    for bad in (
        f"{later}.{name}.{signature}",
        f"{ends}.{name}x.{signature}",
        f"{ends}.{name}.{signature[:-1]}",
        f"{ends}.{name}",
        "..",
        "",
        "x" * 5000,
        "\u0661.a.b",
    ):
        sent = {b"cookie": f"{COOKIE}={bad}".encode()}
        assert client.get("/status", sent).status_code == 401
    assert client.get("/status", good).status_code == 200
    at[0] += LASTS
    assert client.get("/status", good).status_code == 401


def test_a_session_outlives_a_restart_and_ends_with_the_token(ask: Any) -> None:
    good = cookie(signed_in(ask(token=TOKEN, ballot=BALLOT)))
    assert ask(token=TOKEN, ballot=BALLOT).get("/status", good).status_code == 200
    assert ask(token="another", ballot=BALLOT).get("/status", good).status_code == 401
    assert ask(token=TOKEN).get("/status", good).status_code == 401


def test_who_is_signed_in_can_sign_out(ask: Any) -> None:
    client = ask(token=TOKEN)
    good = cookie(signed_in(client))
    page = client.get("/", good)
    assert client.get("/login", good).headers["location"] == "/"
    answer = client.get("/logout", good, method="POST", form={"csrf": form_token(page)})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login"
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]


def test_a_form_holds_for_its_session_alone(ask: Any) -> None:
    client = ask(token=TOKEN)
    mine, other = cookie(signed_in(client)), cookie(signed_in(client))
    token = form_token(client.get("/", mine))
    for form in ({"csrf": token}, {"csrf": ""}, {}):
        answer = client.get("/logout", other, method="POST", form=form)
        assert answer.status_code == 403
    assert client.get("/logout", mine, method="POST", form={"csrf": token}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused_even_with_the_right_form(
    ask: Any, headers: dict[str, str]
) -> None:
    client = ask(token=TOKEN)
    good = cookie(signed_in(client))
    form = {"csrf": form_token(client.get("/", good))}
    assert client.get("/logout", good | headers, method="POST", form=form).status_code == 403
    shut = client.get("/login", headers, method="POST", form={"token": TOKEN})
    assert shut.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://localhost"},
        {"origin": "https://monitor.example"},
        {},
    ],
)
def test_what_comes_from_a_page_of_its_own_is_taken(ask: Any, headers: dict[str, str]) -> None:
    answer = ask(token=TOKEN).get("/login", headers, method="POST", form={"token": TOKEN})
    assert answer.status_code == 303


def test_a_form_of_any_size_is_not_read(ask: Any) -> None:
    client = ask(token=TOKEN)
    answer = client.get("/login", method="POST", form={"token": "x" * MOST_BYTES})
    assert answer.status_code == 413


def test_without_a_token_there_is_nothing_to_sign_in_to(client: Any) -> None:
    for method in ("GET", "POST"):
        answer = client.get("/login?next=/status", method=method)
        assert answer.status_code == 303
    assert "Sign out" not in client.get("/").text


def test_a_form_that_is_none_has_no_fields() -> None:
    assert fields(b"\xff=1") == {}
    assert fields(b"a=1&" * 200) == {}
    assert fields(b"a=1&a=2&b=") == {"a": "2", "b": ""}


def test_a_token_of_a_form_is_of_its_key() -> None:
    forms = Forms(key=b"k")
    assert forms.valid("s", forms.token("s"))
    assert not forms.valid("s", Forms(key=b"other").token("s"))
    assert not forms.valid("s", "\ud800")
