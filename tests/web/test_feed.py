from collections.abc import Callable
from typing import Any

import feedparser
from lxml import etree

from monitor.storage import shifts
from monitor.storage.engine import Database
from monitor.wording.shift import Shift

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Any, query: str = "") -> Any:
    answer = client.get(f"/shifts.atom{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return feedparser.parse(answer.content)


def test_a_feed_reader_reads_the_shifts(client: Any) -> None:
    feed = read(client, "?silenced=1")
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.links[0].href == "https://monitor.example/shifts.atom"
    first, second = feed.entries
    assert first.title == (
        "China's Foreign Ministry narrows the scope: *出口管制* dropped · rare earths"
    )
    assert first.link == "https://monitor.example/shifts/s-1"
    assert first.updated == "2025-08-19T09:30:00Z"
    assert [tag.term for tag in first.tags] == ["dropped"]
    assert "<del>出口管制</del>" in first.content[0].value
    assert first.id != second.id
    assert feed.feed.updated == first.updated


def test_what_a_rule_held_back_is_in_the_feed_only_for_whoever_asks(client: Any) -> None:
    assert [entry.link for entry in read(client).entries] == ["https://monitor.example/shifts/s-1"]
    assert len(read(client, "?silenced=1").entries) == 2


def test_each_part_that_atom_demands_is_there_once(client: Any) -> None:
    root = etree.fromstring(client.get("/shifts.atom").content)
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated", "author"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1, name


def test_an_id_outlives_a_move_of_the_endpoint(ask: Any) -> None:
    here, there = read(ask(base_url=None)), read(ask(base_url="https://elsewhere.example"))
    assert [entry.id for entry in here.entries] == [entry.id for entry in there.entries]
    assert here.entries[0].link == "https://mfa.example/st-2"


def test_a_feed_can_be_narrowed(client: Any) -> None:
    assert len(read(client, "?level=alert").entries) == 1
    assert len(read(client, "?silenced=true").entries) == 2
    assert len(read(client, "?body=US-DOC").entries) == 0
    assert client.get("/shifts.atom?since=soon").status_code == 422


def test_hostile_text_stays_text(
    client: Any, database: Database, shift: Callable[..., Shift], hostile: str, now: Any
) -> None:
    nasty = shift("s-<9>&", before=hostile, after=f"{hostile} more", removed=(hostile,), changes=())
    with database.write() as session:
        shifts.put(session, nasty, item=None, now=now)
    feed = read(client, "?q=script+more")
    assert not feed.bozo
    (entry,) = feed.entries
    assert "<script" not in entry.content[0].value
    assert "⟨U+202E⟩" in entry.content[0].value
    assert entry.id.endswith(":shift:s-<9>&")
