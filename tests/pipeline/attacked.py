"""A visitor among hostile answers, in a process of its own whose memory is limited.

Run as `python -m tests.pipeline.attacked FOLDER`: prints one JSON line for each visit, and one for
the memory that it all took, in megabytes.
"""

import asyncio
import gzip
import json
import resource
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.config.settings import load
from monitor.config.sources import Grade, SourceKind, SourceSettings
from monitor.pipeline import parsing
from monitor.pipeline.build import reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Recorder
from monitor.pipeline.visit import Visitor
from monitor.sources.cadence import Cadence
from monitor.sources.exchange import Limits
from monitor.sources.identity import KeyPolicy
from monitor.sources.pages import ListingRule
from monitor.storage import listing
from monitor.storage.engine import Database
from tests.pipeline.conftest import CONFIG, Clock
from tests.pipeline.visiting import entry, feed, spoken
from tests.sources.server import Asked, Reply, Server, a_fetcher, plain, serving

MEMORY = 1_500_000_000
"""Bytes of address space; the interpreter with the lexicons needs a third of it."""
LIMITS = Limits(
    wire_bytes=8_000_000, body_bytes=20_000_000, deadline=timedelta(seconds=5), redirects=5
)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Content-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"


def raw(*pieces: bytes, times: int = 1) -> Reply:
    """Return a reply of bytes as they are, the last piece so many times, and then an end."""

    async def reply(asked: Asked, writer: Any) -> None:
        for piece in (*pieces[:-1], *([pieces[-1]] * times)):
            writer.write(piece)
            await writer.drain()
        raise ConnectionError

    return reply


def sent_to(location: str) -> Reply:
    return plain(status=302, headers={"location": location})


def with_body(body: bytes, content_type: str = "text/xml", **headers: str) -> Reply:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return plain(body, headers={"content-type": content_type, **fields})


def rss(inner: bytes) -> bytes:
    return b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>" + inner


def pdf_bomb() -> bytes:
    """Return a PDF of some kilobytes whose one page unpacks to 50 MB."""
    stream = zlib.compress(b"BT /F1 12 Tf (rare earths) Tj ET\n" * 1_500_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    for number, one in enumerate(objects, 1):
        body += b"%d 0 obj%b endobj\n" % (number, one)
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


GOOD = feed(entry("good", spoken("approve")))
RARE = b"<item><title>Rare earths</title><link>http://e.org/1</link><description>"
ATTACKS: dict[str, Reply] = {
    "to-private": sent_to("http://10.0.0.1/feed"),
    "to-mapped": sent_to("http://[::ffff:10.0.0.1]/feed"),
    "to-metadata": sent_to("http://169.254.169.254/latest/meta-data/"),
    "to-loopback-six": sent_to("http://[::1]:1/feed"),
    "to-decimal": sent_to("http://2130706433/feed"),
    "to-octal": sent_to("http://0177.0.0.1/feed"),
    "to-user": sent_to("http://e.org@127.0.0.1:1/feed"),
    "to-name-inside": sent_to("http://rebound.example/feed"),
    "to-file": sent_to("file:///etc/passwd"),
    "to-script": sent_to("javascript:alert(1)"),
    "to-data": sent_to("data:text/xml,<rss/>"),
    "to-gopher": sent_to("gopher://127.0.0.1:25/_HELO"),
    "to-crlf": sent_to("/x%0d%0aSet-Cookie:%20a=b"),
    "to-itself": sent_to("/to-itself"),
    "continued": raw(b"HTTP/1.1 100 Continue\r\n\r\n", times=2_000_000),
    "headers": raw(OK, b"X-A: " + b"a" * 1_000 + b"\r\n", times=20_000),
    "trailers": raw(CHUNKED, b"0\r\n", b"X-A: " + b"a" * 1_000 + b"\r\n", times=20_000),
    "extensions": raw(CHUNKED, b"1;" + b"a" * 1_000_000, times=40),
    "chunks": raw(CHUNKED, b"10000\r\n" + b"a" * 65_536 + b"\r\n", times=1_000),
    "huge-chunk": raw(CHUNKED, b"FFFFFFFFFFFFFFFFF\r\n" + b"a" * 65_536),
    "too-much": raw(OK + b"Content-Length: 10\r\n\r\n", b"<rss>" * 1_000),
    "too-little": raw(OK + b"Content-Length: 1000\r\n\r\n", b"<rss>"),
    "negative": raw(OK + b"Content-Length: -1\r\n\r\n", GOOD),
    "two-lengths": raw(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", b"<rss/>"),
    "smuggled": raw(
        OK + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>",
    ),
    "folded": raw(OK + b"X-A: b\r\n  c\r\nContent-Length: 6\r\n\r\n", b"<rss/>"),
    "nul": raw(OK + b"X-A: \0\r\nContent-Length: 6\r\n\r\n", b"<rss/>"),
    "status": raw(b"HTTP/1.1 999999 OK\r\n\r\n"),
    "no-http": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "upgrade": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", b"a" * 100),
    "gzip-bomb": with_body(gzip.compress(b"\0" * 60_000_000, 9), content_encoding="gzip"),
    "gzip-twice": with_body(
        gzip.compress(gzip.compress(b"\0" * 60_000_000, 9)), content_encoding="gzip, gzip"
    ),
    "brotli": with_body(b"\x5b\xff\xff\x03", content_encoding="br"),
    "million": with_body(rss(b"<item/>" * 1_000_000)),
    "deep": with_body(rss(b"<a>" * 1_000_000)),
    "attribute": with_body(rss(b"<item><link href='" + b"a" * 7_000_000 + b"'/></item>")),
    "attributes": with_body(rss(b"<item " + b"".join(b"a%d='' " % n for n in range(400_000)))),
    "laughs": with_body(
        b"<!DOCTYPE rss [<!ENTITY a 'ha'>"
        + b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (n + 1, n, n) for n in range(30))
        + b"]><rss><channel><title>&a30;</title></channel></rss>"
    ),
    "outside": with_body(
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&x;</title>"
    ),
    "parameter": with_body(b"<!DOCTYPE rss SYSTEM 'http://10.0.0.1/x.dtd'><rss><channel>"),
    "charset-packed": with_body(zlib.compress(b"a" * 10_000_000), "text/xml; charset=zlib_codec"),
    "charset-seven": with_body(b"+ADw-rss+AD4-", "text/xml; charset=utf-7"),
    "charset-none": with_body(rss(RARE), "text/xml; charset=../../etc/passwd"),
    "tiring": with_body(rss(RARE + "外交部发言人称，稀土".encode() + "表示".encode() * 60_000)),
    "cookies": with_body(GOOD.replace(b"good", b"sweet"), Set_Cookie="a=b; Domain=127.0.0.1"),
    "tag": raw(
        OK + b'ETag: "a\x0bX: y"\r\nLast-Modified: Tue, 19 Aug 2025\x0b\r\n'
        b"Content-Length: %d\r\n\r\n" % len(GOOD.replace(b"good", b"tag")),
        GOOD.replace(b"good", b"tag"),
    ),
}
LISTS = {
    "links": b"<li><a href='javascript:alert(1)'>Rare earths</a></li>"
    b"<li><a href='data:text/html,x'>Rare earths</a></li>"
    b"<li><a href='file:///etc/passwd'>Rare earths</a></li>"
    b"<li><a href='//127.0.0.1:1/x'>Rare earths inside</a></li>",
    "nested": b"<li>" * 500_000 + b"<a href='/x'>Rare earths</a>",
}
PAGES = {
    "refresh": b"<html><head><meta http-equiv=refresh content='0;url=http://10.0.0.1/'></head>"
    b"<body><p>Rare earths</p><script>location='http://10.0.0.1/'</script></body></html>",
    "columns": b"<table><tr><td colspan=100000000 rowspan=100000000>Rare earths</td></tr></table>",
    "blocks": b"<p><b>" * 600_000 + b"Rare earths",
    "pdf": pdf_bomb(),
}


def settings_of(name: str, server: Server, **more: Any) -> SourceSettings:
    cadence = Cadence(
        minimum=timedelta(minutes=5), maximum=timedelta(hours=6), initial=timedelta(minutes=15)
    )
    known: dict[str, Any] = dict.fromkeys(
        ("body", "speaker", "outlet_country", "charset", "article_selector", "listing")
    )
    known |= {"id": name, "name": name, "url": server.url(f"/{name}"), "kind": SourceKind.FEED}
    known |= {"enabled": True, "why": "", "grade": Grade.A, "language": "en", "zone": "UTC"}
    known |= {"full_text": False, "key": KeyPolicy.AUTO, "cadence": cadence, "topics": ()}
    return SourceSettings(**{**known, **more})


def _own_peak() -> int:
    """Return the most that this process has held, in MB.

    Not `ru_maxrss`: that outlives exec, so that it would tell what whoever started us held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


async def attacked(folder: Path, tell: Callable[[dict[str, Any]], None]) -> None:
    clock = Clock()
    recorder = Recorder(reader_of(load(CONFIG, {})), Notifier(subscribers=(), receivers={}))
    with (
        Database.open(f"sqlite:///{folder / 'attacked.db'}") as database,
        ThreadPoolExecutor(max_workers=1) as worker,
    ):
        async with (
            serving(**ATTACKS) as server,
            a_fetcher(limits=LIMITS) as fetcher,
            Parsing(worker) as running,
        ):
            visitor = Visitor(
                database=database, recorder=recorder, fetcher=fetcher, parsing=running,
                worker=worker, clock=clock,
            )  # fmt: skip
            sources = [settings_of(name, server) for name in ATTACKS]
            for name, body in LISTS.items():
                server.replies[f"/{name}"] = with_body(body, "text/html")
                rule = ListingRule(entry="li", link="a")
                sources.append(settings_of(name, server, kind=SourceKind.PAGE, listing=rule))
            for name, body in PAGES.items():
                server.replies[f"/{name}"] = with_body(body, "text/html")
                sources.append(settings_of(name, server, kind=SourceKind.PAGE))
            server.replies["/good"] = with_body(GOOD)
            sources.append(settings_of("good", server))
            again = [one for one in sources if one.id in {"good", "cookies", "tag", "refresh"}]
            # The server shares this loop, and is busy itself with what never ends.
            endless = [one for one in sources if one.id == "continued"]
            others = [one for one in sources if one.id != "continued"]
            for asked_now in (others, endless, again):
                for done in asyncio.as_completed([visitor.visit(one) for one in asked_now]):
                    visit = await done
                    tell({"id": visit.source, "error": visit.error, "items": len(visit.recorded)})
                clock.on(hours=7)
            asked = [
                {"target": one.target, "headers": one.headers}
                for one in server.asked
                if one.target in {"/cookies", "/tag"} or one.target.startswith("/x")
            ]
            with database.read() as session:
                items = [str(row["url"]) for row in listing.items(session, limit=200).rows]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    taken = [_own_peak(), children]
    tell({"id": "-", "asked": asked, "items": items, "megabytes": taken})


if __name__ == "__main__":
    parsing.PATIENCE = 3.0
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asyncio.run(attacked(Path(sys.argv[1]), lambda row: print(json.dumps(row), flush=True)))
