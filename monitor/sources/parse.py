"""Bytes to a feed: RSS, RDF, Atom and JSON Feed, whatever state they are in."""

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

import feedparser
import feedparser.api

from monitor.errors import ParseError
from monitor.sources.dates import parse_when
from monitor.sources.encoding import decode
from monitor.sources.feed import (
    Entry,
    Labels,
    ParsedFeed,
    digest_of,
    marked,
    shared_names,
    told_apart,
)
from monitor.sources.jsonfeed import parse_json_feed
from monitor.sources.markup import one_line, parse_html, plain_text
from monitor.sources.nesting import is_too_deep
from monitor.sources.plain import plain_entries
from monitor.sources.repair import made_safe, mended
from monitor.sources.split import Cut, cut, whole, without_prolog

__all__ = ["MOST_ENTRIES", "Entry", "ParsedFeed", "parse_feed"]

MOST_ENTRIES = 5_000
"""Entries read of one feed; the rest is left with a problem that says so."""

# feedparser looks for another SAX driver at every parse: in vain, and at a tenth of its time.
feedparser.api.PREFERRED_XML_PARSERS = []

_HEADERS = {"content-type": "application/atom+xml; charset=utf-8"}
_MOST_REREAD = 50_000_000
"""Bytes that a feed's head and tail may add up to, read once for each malformed entry."""
_FEW = 4
"""Entries that feedparser reads as fast as anything, since it reads one of them in any case."""
_PAGE_HEAD = 200_000
_ROOTS = frozenset({"rss", "rdf", "feed"})
"""A feed made from a page's template may keep that page's DOCTYPE: its root says what it is."""
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_GUID = re.compile(rb"<(?:guid|id)\b[^>]{0,200}>(.{0,2000}?)</(?:guid|id)\s{0,9}>", re.DOTALL)
_TITLE = re.compile(rb"<title\b[^>]{0,200}>(.{0,2000}?)</title\s{0,9}>", re.DOTALL)
_LINK = re.compile(rb"<link\b[^>]{0,2000}>[^<]{0,2000}(?:<!\[CDATA\[.{0,2000}?\]\]>)?", re.DOTALL)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}


def parse_feed(
    body: bytes,
    *,
    source: str,
    url: str,
    content_type: str | None = None,
    charset: str | None = None,
    zone: str | None = None,
    known: Collection[str] = (),
) -> ParsedFeed:
    """Return what a feed holds; entries whose digest is in `known` are skipped unparsed.

    RSS 0.9x and 2.0, RDF, Atom and JSON Feed. `charset` overrides what the answer says of its
    encoding; `zone` (tz database) is where times without a zone are at home. No entry is dropped
    for want of a date, a guid or well-formedness. Raises ParseError where there is no feed, or
    one that declares entities.
    """
    text, encoding = decode(body, content_type=content_type, charset=charset)
    if not text.strip():
        raise ParseError(f"{url} answered with nothing", source=source)
    if text.lstrip()[:1] in "{[":
        return parse_json_feed(
            text, source=source, url=url, encoding=encoding, zone=zone, known=known
        )
    data = made_safe(text)
    prolog = without_prolog(data)
    if prolog.declares_entities:
        raise ParseError(
            f"{url} declares entities, which a feed has no use for and an attack has",
            source=source,
        )
    if prolog.root not in _ROOTS and (
        prolog.root == "html" or prolog.doctype[:4].lower() == b"html"
    ):
        raise _is_a_page(text, source, url)
    reading = _Reading(source=source, url=url, zone=zone, known=frozenset(known))
    pieces = cut(prolog.rest)
    feed = reading.in_pieces(pieces) if pieces else reading.at_once(prolog.rest)
    return replace(feed, encoding=encoding)


def _is_a_page(text: str, source: str, url: str) -> ParseError:
    root = parse_html(text[:_PAGE_HEAD])
    found = [
        f"{link.get('href')}"
        for link in (root.iter("link") if root is not None else ())
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").split(";")[0].strip().lower() in _FEED_TYPES
        and link.get("href")
    ]
    hint = (
        f"the page names a feed: {one_line(found[0])[:500]}"
        if found
        else "a page without a feed can be watched by a listing rule; a page that asks to prove "
        "that one is human is a block"
    )
    return ParseError(f"{url} is an HTML page, not a feed", source=source, hint=hint)


class _Reading:
    """One feed being read: where it came from, and what is known of it."""

    def __init__(self, *, source: str, url: str, zone: str | None, known: frozenset[str]) -> None:
        self._source = source
        self._url = url
        self._zone = zone
        self._known = known
        self._problems: list[str] = []

    def in_pieces(self, pieces: Cut) -> ParsedFeed:
        if (len(pieces.head) + len(pieces.tail)) * len(pieces.blocks) > _MOST_REREAD:
            return self.at_once(pieces.whole())
        blocks = self._bounded(pieces.blocks)
        digests = [digest_of(block) for block in blocks]
        fresh = [
            (block, digest)
            for block, digest in zip(blocks, digests, strict=True)
            if digest not in self._known
        ]
        together = self._plainly(pieces, fresh)
        if together is None:
            together = self._judged(pieces.around(*(block for block, _ in fresh)))
        if not together.bozo and len(together.entries) == len(fresh):
            read = [
                (self._entry(raw, digest), digest)
                for raw, (_, digest) in zip(together.entries, fresh, strict=True)
            ]
        elif self._judged(pieces.around()).entries:
            # An entry hides where the cut did not look for one.
            return self.at_once(pieces.whole())
        else:
            read = list(self._one_by_one(pieces, fresh))
        labels = [_labels(block) for block in blocks]
        shared = shared_names(labels)
        named = dict(zip(digests, labels, strict=True))
        if shared.guids:
            self._problems.append("one guid stands for several entries, told apart by their links")
        return self._feed(
            together.feed,
            [marked(entry, named[digest], shared) for entry, digest in read],
            [digest for digest in digests if digest in self._known],
        )

    def at_once(self, rest: bytes) -> ParsedFeed:
        parsed = self._judged(whole(rest))
        if not parsed.get("version") and not parsed.entries:
            raise ParseError(
                f"{self._url} is not a feed",
                source=self._source,
                hint="open the address in a browser; it may have moved, or be a page or an error",
            )
        self._note(parsed)
        entries = told_apart([self._entry(raw, None) for raw in self._bounded(parsed.entries)])
        fresh = [entry for entry in entries if entry.digest not in self._known]
        unchanged = [entry.digest for entry in entries if entry.digest in self._known]
        return self._feed(parsed.feed, fresh, unchanged)

    def _one_by_one(
        self, pieces: Cut, fresh: Sequence[tuple[bytes, str]]
    ) -> Iterator[tuple[Entry, str]]:
        # One malformed block would have every other read by feedparser's forgiving parser too;
        # each by itself reads the same however many stand beside it.
        for block, digest in fresh:
            try:
                alone = self._judged(pieces.around(block))
            except ParseError as exc:
                self._problems.append(f"an entry could not be read: {exc.problem}")
                continue
            self._note(alone)
            if not alone.entries:
                self._problems.append(f"an entry could not be read: {block[:80]!r}")
            for number, raw in enumerate(alone.entries):
                own = digest if number == 0 else digest_of(f"{digest}/{number}".encode())
                yield self._entry(raw, own), digest

    def _plainly(self, pieces: Cut, fresh: Sequence[tuple[bytes, str]]) -> Any:
        """Return what feedparser would, most of it read without it; None where that may differ.

        feedparser reads the first entry, and so what all stand under, and those that are not
        plain. Where its first entry is not the one that was read without it, it reads all.
        """
        if len(fresh) < _FEW:
            return None
        judged = self._parsed(pieces.around(fresh[0][0]))
        if judged.bozo or len(judged.entries) != 1:
            return None
        document = pieces.around(*(block for block, _ in fresh))
        self._refuse_depth(document)
        found = plain_entries(
            pieces.head,
            document,
            _detail(judged.entries[0], "title").get("language"),
        )
        if len(found) != len(fresh) or found[0] is None:
            return None
        if self._entry(found[0], "-") != self._entry(judged.entries[0], "-"):
            return None
        odd = [at for at, raw in enumerate(found) if raw is None]
        if odd:
            others = self._parsed(pieces.around(*(fresh[at][0] for at in odd)))
            if others.bozo or len(others.entries) != len(odd):
                return None
            for at, raw in zip(odd, others.entries, strict=True):
                found[at] = raw
        judged.entries = found
        return judged

    def _judged(self, data: bytes) -> Any:
        parsed = self._parsed(data)
        if not parsed.bozo:
            return parsed
        repaired = mended(data)
        return parsed if repaired == data else self._parsed(repaired)

    def _parsed(self, data: bytes) -> Any:
        self._refuse_depth(data)
        try:
            return feedparser.parse(
                io.BytesIO(data),
                response_headers=_HEADERS,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as exc:
            # feedparser's forgiving parser fails in ways that it does not name.
            raise ParseError(
                f"{self._url} cannot be read as a feed: {type(exc).__name__}", source=self._source
            ) from exc

    def _refuse_depth(self, data: bytes) -> None:
        if is_too_deep(data):
            raise ParseError(f"{self._url} is nested deeper than any feed", source=self._source)

    def _bounded(self, entries: Sequence[Any]) -> Sequence[Any]:
        if len(entries) > MOST_ENTRIES:
            self._problems.append(
                f"the feed holds {len(entries)} entries; {MOST_ENTRIES} were read"
            )
        return entries[:MOST_ENTRIES]

    def _note(self, parsed: Any) -> None:
        if parsed.get("bozo"):
            self._problems.append(f"not well-formed: {one_line(str(parsed.bozo_exception))[:200]}")

    def _feed(self, raw: Any, entries: Sequence[Entry], unchanged: Sequence[str]) -> ParsedFeed:
        link = _string(raw, "link")
        return ParsedFeed(
            title=one_line(_string(raw, "title")),
            link=link if "/" in link else None,  # feedparser gives the id where there is no link
            language=_string(raw, "language") or None,
            entries=tuple(entries),
            ttl=_ttl(raw),
            encoding="",
            problems=tuple(dict.fromkeys(self._problems)),
            unchanged=tuple(unchanged),
        )

    def _entry(self, raw: Any, digest: str | None) -> Entry:
        published = _string(raw, "published")
        updated = _string(raw, "updated")
        first = published or _string(raw, "created") or updated
        content, language = _content(raw)
        title = _string(raw, "title")
        if _detail(raw, "title").get("type") == "text/plain":
            title = escape(title, quote=False)
        entry = Entry(
            guid=_string(raw, "id") or None,
            link=_string(raw, "link") or None,
            title=one_line(title),
            html=content,
            text=plain_text(content),
            published_raw=first or None,
            published_at=parse_when(first, zone=self._zone),
            updated_at=parse_when(updated, zone=self._zone),
            authors=_authors(raw),
            language=language or _detail(raw, "title").get("language") or None,
            digest=digest or "-",
        )
        if digest is not None:
            return entry
        parts = (entry.guid, entry.link, entry.title, entry.html, first, updated, *entry.authors)
        return replace(entry, digest=digest_of("\0".join(part or "" for part in parts).encode()))


def _string(raw: Any, key: str) -> str:
    # dict's own `get`: feedparser's warns, and answers for one key with the value of another.
    value = dict.get(raw, key)
    return value.strip() if isinstance(value, str) else ""


def _detail(raw: Any, key: str) -> dict[str, Any]:
    found = dict.get(raw, f"{key}_detail")
    return found if isinstance(found, dict) else {}


def _content(raw: Any) -> tuple[str, str | None]:
    """Return an entry's fullest content as markup, and the language that it declares."""
    candidates = [one for one in dict.get(raw, "content") or () if isinstance(one, dict)]
    summary = _detail(raw, "summary")
    if not summary and _string(raw, "summary"):
        summary = {"value": _string(raw, "summary"), "type": "text/html"}
    best, language = "", None
    for one in (*candidates, summary):
        kind, value = str(one.get("type") or "text/html"), one.get("value")
        if not isinstance(value, str) or not kind.startswith(("text/", "application/xhtml")):
            continue
        if len(value) > len(best):
            best = escape(value, quote=False) if kind == "text/plain" else value
            language = one.get("language")
    return best, language


def _authors(raw: Any) -> tuple[str, ...]:
    named = dict.get(raw, "authors")
    names = [one.get("name") for one in named or () if isinstance(one, dict)]
    found = [one_line(name) for name in (*names, _string(raw, "author")) if isinstance(name, str)]
    return tuple(dict.fromkeys(name[:200] for name in found if name))


def _ttl(raw: Any) -> timedelta | None:
    minutes = _string(raw, "ttl")
    if minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:9]) < 525_600:
        return timedelta(minutes=int(minutes[:9]))
    period = _PERIODS.get(_string(raw, "sy_updateperiod").lower())
    often = _string(raw, "sy_updatefrequency") or "1"
    if period and often.isascii() and often.isdigit() and int(often[:9]):
        return timedelta(hours=period) / int(often[:9])
    return None


def _labels(block: bytes) -> Labels:
    """Return what a block calls its entry, read without a parser.

    Every block is asked, the known ones too: whether a name tells entries apart must not depend
    on which of them are new.
    """
    guid, link, title = (form.search(block) for form in (_GUID, _LINK, _TITLE))
    return Labels(
        guid=guid[1].decode().strip() if guid else "",
        link=link[0].decode() if link else "",
        title=title[1].decode().strip() if title else "",
    )
