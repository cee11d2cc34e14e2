"""Feeds of every kind, beside what they must become (tests/golden/feeds)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from monitor.sources.feed import ParsedFeed
from monitor.sources.identity import KeyPolicy, item_of
from monitor.sources.parse import parse_feed

FOLDER = Path(__file__).parent.parent / "golden" / "feeds"
FEEDS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".xml", ".feed"})
URL = "https://feeds.example/feed"


def parsed(path: Path, **settings: Any) -> ParsedFeed:
    zone = "Asia/Shanghai" if "gb2312" in path.name else None
    return parse_feed(path.read_bytes(), source="golden", url=URL, zone=zone, **settings)


def shown(feed: ParsedFeed) -> dict[str, Any]:
    """Return a feed as JSON has it, with each entry's keys, and digests left out."""
    entries = []
    for entry in feed.entries:
        item = item_of(entry, source="golden", policy=KeyPolicy.AUTO, url=URL)
        fields = asdict(entry) | {"key": item.key, "aliases": item.aliases, "url": item.url}
        kept = {name: value for name, value in fields.items() if name != "digest"}
        entries.append({name: value for name, value in kept.items() if value or name == "title"})
    whole = asdict(feed) | {"entries": entries, "ttl": feed.ttl and feed.ttl.total_seconds()}
    text = json.dumps({name: value for name, value in whole.items() if value}, default=str)
    return dict(json.loads(text))


def test_every_kind_of_feed_is_here() -> None:
    assert len(FEEDS) >= 12


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_becomes_what_stands_beside_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert shown(parsed(path)) == expected


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_known_entries_are_skipped_and_the_others_read_the_same(path: Path) -> None:
    whole = parsed(path)
    for number, new in enumerate(whole.entries):
        known = {entry.digest for entry in whole.entries} - {new.digest}
        again = parsed(path, known=known)
        assert again.entries == (new,), number
        assert set(again.unchanged) == known
    assert parsed(path, known={entry.digest for entry in whole.entries}).entries == ()
