"""A monitor among sources that are broken, hostile or strange: none harms the one that is sound."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import yaml

from tests.loopback.running import Daemon, monitor, running, until
from tests.loopback.world import Page, World, environment, lines, rss, settings_folder

SAID = (
    "BEIJING - Chinese Foreign Ministry spokesperson {name} said on {day}: “China will {words} "
    "qualified applications for rare-earth exports without delay.”"
)
CHINESE = "外交部发言人毛宁表示，中方将依法审批稀土出口许可申请。"
CONTROLS = "Rare earths\x00\x08\x1b[31m \u202egnihton\u202c\r\nBcc: all@example.org\x7f"
MEGABYTE = b"\0" * 1_000_000


def told(name: str, number: int = 1, **more: str) -> dict[str, str]:
    """Return an entry on a topic that no other source has."""
    return {
        "guid": f"{name}-{number}",
        "title": f"Rare earths, {name} {number}",
        "link": f"http://news.example/{name}/{number}",
        "pubDate": format_datetime(datetime.now(UTC) - timedelta(days=1)),
        "description": f"A report of {name} on rare earths, number {number}.",
        **more,
    }


def without(entry: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in entry.items() if name not in names}


def good(day: str, words: str, name: str) -> dict[str, str]:
    return {
        "guid": day,
        "title": "Ministry on rare earths",
        "link": f"http://news.example/{day.replace(' ', '-')}",
        "pubDate": f"{day} 2025 10:00:00 GMT",
        "description": SAID.format(name=name, day=day, words=words),
    }


JULY = good("24 July", "approve", "Guo Jiakun")
AUGUST = good("19 August", "not approve", "Mao Ning")


def xml(text: str, encoding: str, declared: str | None) -> bytes:
    """Return a feed of one Chinese entry in an encoding that it declares, or does not."""
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    return (
        f"{head}<rss version='2.0'><channel><title>稀土</title><item><guid>{encoding}</guid>"
        f"<title>稀土 {encoding}</title><link>http://news.example/{encoding}</link>"
        f"<description>{text}</description></item></channel></rss>"
    ).encode(encoding)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/rss+xml")
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b"<item>" * 20_000)


def hanging(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


def bomb() -> Page:
    body = gzip.compress(MEGABYTE * 60, 9)
    return Page(body, headers={"Content-Encoding": "gzip"})


ENTITIES = (
    b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    b"<rss version='2.0'><channel><title>&b;</title></channel></rss>"
)
MALFORMED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>R&D</title>"
    b"<item><guid>m-1</guid><title>Rare earths & <b>magnets</title><link>http://news.example/m/1"
    b"</link><description>Rare earths <p> and more</description></item>"
    b"<item><guid>m-2</guid><title>Rare earths, second</title><link>http://news.example/m/2</link>"
    b"<description>Rare earths again</description></item></channel>"
)
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A JSON feed",
    "items": [
        {"id": "j-1", "url": "http://news.example/j/1", "title": "稀土", "content_text": CHINESE},
        {"id": 2, "url": "http://news.example/j/2", "content_html": "<p>Rare earths</p>"},
    ],
}
LISTING = b"<html><body><ul><li class='news'><a href='/news/1'>Rare earths, listed 1</a></li></ul>"


def sources(here: World) -> list[dict[str, Any]]:
    """Return the settings of every source, and let the world answer for it."""
    found: list[dict[str, Any]] = []

    def source(name: str, page: Page | bytes, **more: Any) -> None:
        here.pages[f"/{name}"] = page if isinstance(page, Page) else Page(page)
        cadence = {"minimum": "1s", "initial": "1s", "maximum": "1h"}
        found.append(
            {"id": name, "name": name, "url": here.url(f"/{name}"), "grade": "A"}
            | {"cadence": cadence, "language": "en", "zone": "Asia/Shanghai"}
            | more
        )

    def plain(*entries: dict[str, str]) -> Page:
        # Without a charset in the header the body itself has to say it.
        return Page(rss(*entries), "application/rss+xml")

    always = {"minimum": "1s", "initial": "1s", "maximum": "1s"}
    source("good", plain(JULY), outlet_country="CN", cadence=always)
    source("malformed", Page(MALFORMED, "text/xml"))
    for encoding, declared in (
        ("gb2312", "gb2312"),
        ("big5", "big5"),
        ("utf-16", "utf-16"),
        ("gb18030", None),
        ("utf-8", None),
    ):
        text = CHINESE if encoding != "big5" else "外交部表示，稀土出口許可申請將依法審批。"
        body = xml(text, encoding, declared)
        source(f"in-{encoding}", Page(body, "text/xml"), language="zh")
    found[-2]["charset"] = "gb18030"
    source("entities", ENTITIES)
    source("bomb", bomb())
    source("endless", Page(b"", act=endless))
    source("hanging", Page(b"", act=hanging))
    inside = {"Location": "http://10.0.0.1/feed"}
    source("inwards", Page(b"", status=302, headers=inside))
    link = b"<link rel='alternate' type='application/rss+xml' href='/the-feed.xml'>"
    front = b"<!doctype html><html><head>" + link + b"</head><body>News</body></html>"
    source("webpage", Page(front, "text/html"))
    source("undated", plain(*(without(told("undated", n), "pubDate") for n in (1, 2))))
    source("nameless", plain(*(without(told("nameless", n), "guid") for n in (1, 2))))
    source("same-guid", plain(*(told("same-guid", n, guid="same") for n in (1, 2, 3))))
    huge = "Rare earths. " + "The ministry spoke of other things. " * 290_000
    source("huge", plain(told("huge", description=huge), told("huge", 2)))
    page = Page(rss(told("controls")).replace(b"Rare earths, controls 1", CONTROLS.encode()))
    source("controls", page)
    source("status-500", Page(b"oops", "text/plain", 500))
    source("status-404", Page(b"no", "text/plain", 404))
    source("status-429", Page(b"later", "text/plain", 429, {"Retry-After": "1200"}))
    source("emptied", plain(told("emptied", 1), told("emptied", 2)), cadence=always)
    source("asleep", plain(told("asleep", pubDate="Fri, 15 Sep 2017 10:00:00 GMT")))
    source("json-feed", Page(json.dumps(JSON_FEED).encode(), "application/feed+json"))
    rule = {"entry": "li.news", "link": "a"}
    source("lost", Page(LISTING, "text/html"), kind="page", listing=rule, cadence=always)
    article = "<html><body><article><p>{}</p></article></body></html>"
    whole = article.format("Rare earths in full: " + "the ministry spoke at length. " * 20)
    here.pages["/article/1"] = Page(whole.encode(), "text/html")
    here.pages["/article/3"] = Page(b"oops", "text/plain", 503)
    linked = [told("full", n, link=here.url(f"/article/{n}")) for n in (1, 2, 3)]
    source("full", plain(*linked), full_text=True)
    return found


def folder(here: World, target: Path) -> Path:
    """Return settings with every source, short bounds, and a webhook that hears everything."""
    made = settings_folder(target, here, sources(here))
    settings = {
        "polling": {
            "per_host": 32,
            "concurrency": 64,
            "limits": {"deadline": "2s", "wire_bytes": "12 MB", "body_bytes": "30 MB"},
        },
        "channels": [
            {"id": "webhook", "kind": "webhook", "level": "info"}
            | {"url_env": "DESK_URL", "secret_env": ["DESK_SECRET"]}
        ],
    }
    (made / "monitor.yaml").write_text(yaml.safe_dump(settings))
    return made


def states(daemon: Daemon) -> dict[str, Any]:
    return {source["id"]: source for source in daemon.get("/status")["sources"]}


def when(daemon: Daemon, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Return the sources by id as soon as the condition holds of them."""
    seen: dict[str, Any] = {}

    def held() -> bool:
        seen.update(states(daemon))
        return bool(condition(seen))

    until(held)
    return seen


FAILURES = {
    "entities": ("failing", "declares entities"),
    "bomb": ("blocked", "unpacks to more than"),
    "endless": ("blocked", "sends more than"),
    "hanging": ("failing", "did not finish within 2 s"),
    "inwards": ("blocked", "10.0.0.1"),
    "webpage": ("failing", "is an HTML page, not a feed (the page names a feed: /the-feed.xml)"),
    "status-500": ("failing", "answered 500"),
    "status-404": ("blocked", "answered 404"),
    "status-429": ("failing", "answered 429"),
}


def test_hostile_sources_are_told_apart_and_harm_nobody(here: World, tmp_path: Path) -> None:
    config = folder(here, tmp_path / "config")
    environ = environment(here, config, f"sqlite:///{tmp_path / 'monitor.db'}")
    environ = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("MONITOR_SMTP", "MONITOR_MAIL", "MONITOR_WEBHOOK"))
    } | {"DESK_URL": here.url("/hook"), "DESK_SECRET": environ["MONITOR_WEBHOOK_SECRET"]}

    with running(environ, tmp_path) as daemon:
        first = when(daemon, lambda seen: all(one["visits"] for one in seen.values()))
        items = {item["url"]: item for item in daemon.get("/api/items?limit=200")["rows"]}

        here.feed("/good", AUGUST, JULY)
        here.pages["/emptied"] = Page(rss())
        here.pages["/lost"] = Page(b"<html><body><p>We have moved</p></body></html>", "text/html")
        until(lambda: here.hooks)
        second = when(
            daemon,
            lambda seen: (
                seen["emptied"]["warnings"]
                and seen["lost"]["state"] != "ok"
                and seen["full"]["baselined_at"]
            ),
        )
        items |= {item["url"]: item for item in daemon.get("/api/items?limit=200")["rows"]}
        assert daemon.stop() == 0
    shown = {row["id"]: row for row in lines(monitor(environ, "sources", "--json"))}

    # The sound one: stored, alerted once, never failing.
    assert second["good"]["state"] == "ok"
    assert second["good"]["failures"] == 0
    (payload,) = here.verified()
    assert "not" in payload["subject"]
    assert payload["body"]["id"] == "CN-MFA"

    # Each failure says what it is, and slows down.
    for name, (state, words) in FAILURES.items():
        assert first[name]["state"] == state, name
        assert words in first[name]["last_error"], name
        assert first[name]["failures"] >= 1, name
        assert shown[name]["state"] == state, name
    assert first["status-429"]["next_poll_at"] >= _later(first["status-429"]["last_visit_at"])
    assert sum(path == "/status-429" for path in here.asked) == 1
    assert second["lost"]["state"] == "selector lost"
    assert "selector lost" in second["lost"]["last_error"]
    assert "holds nothing" in second["emptied"]["warnings"][0]
    assert second["emptied"]["last_error"] is None
    assert shown["emptied"]["state"] == "suspect"
    assert first["asleep"]["state"] == "stale"
    assert "nothing new since 2017-09-15" in first["asleep"]["warnings"][0]

    # What could be read lost nothing.
    for name in ("undated", "nameless", "same-guid", "malformed", "json-feed", "full", "emptied"):
        count = {"same-guid": 3, "full": 3}.get(name, 2)
        assert sum(item["source"] == name for item in items.values()) == count, name
    for name in ("gb2312", "utf-16", "gb18030", "utf-8", "big5"):
        assert items[f"http://news.example/{name}"]["title"] == f"稀土 {name}"
    assert items["http://news.example/huge/1"]["source"] == "huge"
    assert items["http://news.example/huge/2"]["source"] == "huge"
    assert items[here.url("/lost").replace("/lost", "/news/1")]["title"] == "Rare earths, listed 1"
    title = items["http://news.example/controls/1"]["title"]
    assert not set(title) & set("\x00\x08\x1b\r\n\x7f")
    assert title.startswith("Rare earths")

    # An article that is gone, and one that fails: the feed's own text stands in, and says so.
    (odd,) = second["full"]["warnings"]
    assert "/article/3 answered 503; the feed's own text stands in" in odd
    assert any("/article/2 answered 404" in str(line) for line in daemon.log())
    log = daemon.text()
    assert "\x1b" not in log
    assert "Traceback" not in log


def _later(at: str) -> str:
    """Return the time fifteen minutes after one in ISO 8601: what was asked is kept to."""
    return (datetime.fromisoformat(at) + timedelta(minutes=15)).isoformat().replace("+00:00", "Z")
