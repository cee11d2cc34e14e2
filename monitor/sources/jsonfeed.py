"""JSON Feed 1.0 and 1.1 (jsonfeed.org) as a feed."""

import html
from collections.abc import Collection
from typing import Any

import orjson

from monitor.errors import ParseError
from monitor.sources.dates import parse_when
from monitor.sources.feed import Entry, ParsedFeed, digest_of, told_apart
from monitor.sources.markup import one_line, plain_text

_MOST_ENTRIES = 5_000


def parse_json_feed(
    text: str,
    *,
    source: str,
    url: str,
    encoding: str,
    zone: str | None,
    known: Collection[str],
) -> ParsedFeed:
    """Return what a JSON Feed holds; raises ParseError where the text is none."""
    try:
        feed: Any = orjson.loads(text.encode("utf-8", "replace"))
    except (orjson.JSONDecodeError, RecursionError) as exc:
        raise ParseError(f"{url} is neither XML nor JSON: {exc}", source=source) from exc
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError(
            f"{url} is JSON, but not a JSON Feed",
            source=source,
            hint="an API's answer can be watched by a listing rule of kind json",
        )
    items = [item for item in feed["items"] if isinstance(item, dict)]
    problems = []
    if len(items) > _MOST_ENTRIES:
        problems.append(f"the feed holds {len(items)} entries; {_MOST_ENTRIES} were read")
    if len(items) < len(feed["items"]):
        problems.append("some items are not objects")
    digests = [
        digest_of(orjson.dumps(item, option=orjson.OPT_SORT_KEYS)) for item in items[:_MOST_ENTRIES]
    ]
    entries = told_apart(
        [_entry(item, digest, zone) for item, digest in zip(items, digests, strict=False)]
    )
    return ParsedFeed(
        title=one_line(_string(feed, "title")),
        link=_string(feed, "home_page_url") or None,
        language=_string(feed, "language") or None,
        entries=tuple(entry for entry in entries if entry.digest not in known),
        ttl=None,
        encoding=encoding,
        problems=tuple(problems),
        unchanged=tuple(digest for digest in digests if digest in known),
    )


def _entry(item: dict[str, Any], digest: str, zone: str | None) -> Entry:
    plain = _string(item, "content_text") or _string(item, "summary")
    content = _string(item, "content_html") or html.escape(plain, quote=False)
    published, modified = _string(item, "date_published"), _string(item, "date_modified")
    first = published or modified
    return Entry(
        guid=_string(item, "id") or None,
        link=_string(item, "url") or _string(item, "external_url") or None,
        title=one_line(html.escape(_string(item, "title"), quote=False)),
        html=content,
        text=plain_text(content),
        published_raw=first or None,
        published_at=parse_when(first, zone=zone),
        updated_at=parse_when(modified, zone=zone),
        authors=_authors(item),
        language=_string(item, "language") or None,
        digest=digest,
    )


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.strip() if isinstance(value, str) else ""


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    listed = item.get("authors")
    single = item.get("author")
    people = [*(listed if isinstance(listed, list) else ()), single]
    names = [one_line(_string(one, "name")) for one in people if isinstance(one, dict)]
    return tuple(dict.fromkeys(name[:200] for name in names if name))
