"""Lists of news that are no feed: a page read by CSS selectors, an API's JSON by key paths."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html import escape
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml import etree

from monitor.errors import ParseError
from monitor.sources.beside import beside
from monitor.sources.dates import day_in_address, parse_when
from monitor.sources.encoding import decode
from monitor.sources.feed import Entry, ParsedFeed, digest_of
from monitor.sources.markup import one_line, parse_html, plain_text, text_of
from monitor.sources.selector import select, selector

SELECTOR_LOST = (
    "the page answered, but what the listing rule looks for is not there: "
    "it was redesigned, or this is a block page; look at it and mend the rule"
)
"""The hint of the ParseError that a rule which matches nothing raises."""

MOST_ENTRIES = 2_000
LONGEST = 5_000_000
"""Characters of a page that are read."""

_KEY = re.compile(r"[^.\[\]]+|\[-?\d+\]")
_PATH = re.compile(r"(?:[^.\[\]]+|\[-?\d+\])(?:\.[^.\[\]]+|\[-?\d+\])*")
_HERE = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRule:
    """Where a list keeps its entries, and an entry its parts.

    For "html" each is a CSS selector, `entry` from the page and the others from the entry; "."
    is the entry itself, an empty `link` or `title` its first link. `date` is the text or
    `datetime` of an element in the entry or, in a flat list, beside it. `inside` is the path of
    keys to the markup where the answer is JSON that wraps it. For "json" each is a path of keys
    (`results`, `data.list[0].url`), an empty `entry` the answer itself. Where there is a
    `pattern`, entries whose link it does not match are no entries: `*`, `?` and `[0-9]` as in
    file names.
    """

    kind: str = "html"
    entry: str
    inside: str = ""
    link: str = ""
    pattern: str = ""
    title: str = ""
    date: str | None = None
    text: str | None = None
    guid: str | None = None

    def __post_init__(self) -> None:
        parts = [self.entry, self.link, self.title, self.date, self.text, self.guid]
        if self.kind == "html":
            if not self.entry or self.guid:
                raise ValueError("a rule for a page has an entry and no guid")
            if self.inside and not _PATH.fullmatch(self.inside):
                raise ValueError(f"not a path of keys: {self.inside!r}")
            for part in parts:
                if part and part != _HERE:
                    selector(part)
        elif self.kind == "json":
            if not self.link or not self.title or self.inside:
                raise ValueError("a rule for JSON has a link and a title, and nothing inside")
            for part in parts:
                if part and not _PATH.fullmatch(part):
                    raise ValueError(f"not a path of keys: {part!r}")
        else:
            raise ValueError(f"a listing is html or json, not {self.kind!r}")


def parse_listing(
    body: bytes,
    *,
    source: str,
    url: str,
    rule: ListingRule,
    content_type: str | None = None,
    charset: str | None = None,
    zone: str | None = None,
    known: Collection[str] = (),
) -> ParsedFeed:
    """Return the entries that a rule finds; those whose digest is in `known` are skipped.

    Links are made absolute against the page. Raises ParseError where the answer is not of the
    rule's kind, and with the hint SELECTOR_LOST where the rule finds nothing in it.
    """
    text, encoding = decode(body, content_type=content_type, charset=charset)
    reading = _Reading(source=source, url=url, rule=rule, zone=zone)
    title, link = "", url
    if rule.kind == "html":
        markup = reading.inside(text) if rule.inside else text
        root = parse_html(markup[:LONGEST])
        if root is None:
            raise ParseError(f"{url} answered with nothing", source=source)
        title, language, base = _of_page(root, url)
        entries = list(reading.of_page(root, base))
    else:
        entries, language = list(reading.of_json(text)), None
    problems = reading.problems
    if len(entries) > MOST_ENTRIES:
        problems.append(f"the list holds {len(entries)} entries; {MOST_ENTRIES} were read")
    kept = list({entry.digest: entry for entry in entries[:MOST_ENTRIES]}.values())
    return ParsedFeed(
        title=title,
        link=link,
        language=language,
        entries=tuple(entry for entry in kept if entry.digest not in known),
        ttl=None,
        encoding=encoding,
        problems=tuple(problems),
        unchanged=tuple(entry.digest for entry in kept if entry.digest in known),
    )


def _of_page(root: etree._Element, url: str) -> tuple[str, str | None, str]:
    title = next(root.iter("title"), None)
    base = next(root.iter("base"), None)
    href = base.get("href") if base is not None else None
    return (
        one_line(escape(title.text or "")) if title is not None else "",
        root.get("lang") or None,
        _joined(url, href) if href else url,
    )


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


class _Reading:
    def __init__(self, *, source: str, url: str, rule: ListingRule, zone: str | None) -> None:
        self._source = source
        self._url = url
        self._rule = rule
        self._zone = zone
        self.problems: list[str] = []

    def inside(self, text: str) -> str:
        """Return the markup that an answer of JSON wraps."""
        markup = _at(self._answer(text), self._rule.inside)
        if not isinstance(markup, str):
            raise self._lost(self._rule.inside)
        return markup

    def of_page(self, root: etree._Element, base: str) -> Iterator[Entry]:
        rule = self._rule
        nodes = select(root, rule.entry)
        if not nodes:
            raise self._lost(rule.entry)
        dates = _dates(root, nodes, rule.date)
        without = found = 0
        for node in nodes:
            anchor = _first(node, rule.link or "a[href]") if not _is_link(node) else node
            href = anchor.get("href") if anchor is not None else None
            link = _joined(base, href) if href else ""
            titled = _first(node, rule.title) if rule.title else anchor
            title = ""
            if titled is not None:
                title = one_line(escape(" ".join(text_of(titled).split())))
                title = title or one_line(titled.get("title") or "")
            if not link.startswith(("http://", "https://")) or not title:
                without += 1
                continue
            if not self._is_wanted(link):
                continue
            found += 1
            spoken = _first(node, rule.text) if rule.text else None
            yield self._entry(
                guid=None,
                link=link,
                title=title,
                date=_date_of(dates.get(node)),
                text=text_of(spoken) if spoken is not None else "",
            )
        if not found:
            sought = f"{rule.link or 'a[href]'} and {rule.title or 'its text'}"
            raise self._lost(f"{sought} with {rule.pattern}" if rule.pattern else sought)
        if without:
            self.problems.append(f"{without} of {len(nodes)} entries have no link or no title")

    def of_json(self, text: str) -> Iterator[Entry]:
        rule = self._rule
        answer = self._answer(text)
        listed = _at(answer, rule.entry) if rule.entry else answer
        if not isinstance(listed, list):
            raise self._lost(rule.entry or "a list")
        without = 0
        for item in listed:
            link = _joined(self._url, _scalar(_at(item, rule.link)))
            title = one_line(escape(_scalar(_at(item, rule.title)), quote=False))
            if not link.startswith(("http://", "https://")) or not title:
                without += 1
                continue
            if not self._is_wanted(link):
                continue
            yield self._entry(
                guid=_scalar(_at(item, rule.guid)) or None if rule.guid else None,
                link=link,
                title=title,
                date=_scalar(_at(item, rule.date)) if rule.date else "",
                text=plain_text(_scalar(_at(item, rule.text))) if rule.text else "",
            )
        if listed and without == len(listed):
            raise self._lost(f"{rule.link} and {rule.title}")
        if without:
            self.problems.append(f"{without} of {len(listed)} entries have no link or no title")

    def _answer(self, text: str) -> Any:
        try:
            return orjson.loads(text.encode("utf-8", "replace"))
        except (orjson.JSONDecodeError, RecursionError) as exc:
            raise ParseError(
                f"{self._url} is not JSON: {exc}",
                source=self._source,
                hint="an error page or a block page may stand there",
            ) from exc

    def _is_wanted(self, link: str) -> bool:
        return not self._rule.pattern or fnmatchcase(link, self._rule.pattern)

    def _entry(self, *, guid: str | None, link: str, title: str, date: str, text: str) -> Entry:
        parts = (guid or "", link, title, date, text)
        at, raw = parse_when(date, zone=self._zone), date
        if at is None:
            at, named = day_in_address(link)
            raw = date or named
        return Entry(
            guid=guid,
            link=link,
            title=title,
            html="",
            text=text,
            published_raw=raw or None,
            published_at=at,
            updated_at=None,
            authors=(),
            language=None,
            digest=digest_of("\0".join(parts).encode()),
        )

    def _lost(self, what: str) -> ParseError:
        return ParseError(
            f"selector lost: {what} matches nothing in {self._url}",
            source=self._source,
            hint=SELECTOR_LOST,
        )


def _is_link(node: etree._Element) -> bool:
    return node.tag == "a" and node.get("href") is not None


def _first(node: etree._Element, css: str) -> etree._Element | None:
    if css == _HERE:
        return node
    return next(iter(select(node, css)), None)


def _dates(
    root: etree._Element, nodes: list[etree._Element], css: str | None
) -> dict[etree._Element, etree._Element]:
    """Return the element that dates each entry: in it, else beside it."""
    if not css:
        return {}
    own = {node: dated for node in nodes if (dated := _first(node, css)) is not None}
    without = [node for node in nodes if node not in own]
    if css == _HERE or not without:
        return own
    near = beside(root, nodes, select(root, css))
    return own | {node: near[node] for node in without if node in near}


def _date_of(node: etree._Element | None) -> str:
    if node is None:
        return ""
    return one_line(node.get("datetime") or escape(" ".join(text_of(node).split())))


def _at(value: Any, path: str) -> Any:
    for key in _KEY.findall(path):
        if key.startswith("["):
            number = int(key[1:-1])
            if not isinstance(value, list) or not -len(value) <= number < len(value):
                return None
            value = value[number]
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
