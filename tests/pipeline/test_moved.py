"""A source that moves or names everything anew is the same source, with the same items."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from monitor.config.sources import SourceKind, SourceSettings
from monitor.pipeline.record import Recorder
from monitor.sources.pages import ListingRule
from monitor.storage import listing
from monitor.storage.engine import Database
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, spoken, visiting

Make = Callable[..., SourceSettings]
DAYS = {"July 10": "approve", "July 17": "approve", "July 24": "approve", "August 7": "approve"}
NEWS = b"".join(
    b"<li><a href='http://%s.example/1'>%s news</a><p>Nothing of note.</p></li>" % (name, name)
    for name in (b"c", b"d")
)
RULE = ListingRule(entry="li", date="time", text="p")


def play(database: Database, recorder: Recorder, clock: Clock, script: Any) -> None:
    async def run() -> None:
        async with visiting(database, recorder, clock) as visits:
            await script(visits)

    asyncio.run(run())


def listed(*names: str, link: str, words: dict[str, str] | None = None) -> bytes:
    """Return a page that lists news without a time of day, as ministries do."""
    said = {**DAYS, **(words or {})}
    rows = "".join(
        f"<li><a href='{link.format(number)}'>Remarks on rare earths, {name}</a>"
        f"<time>{name}, 2025</time><p>{spoken(said[name], day=name)}</p></li>"
        for number, name in enumerate(names)
    )
    return f"<html><body><ul>{rows}</ul></body></html>".encode()


@pytest.fixture
def page(source: Make) -> Make:
    def make(url: str, **given: Any) -> SourceSettings:
        return source(url, kind=SourceKind.PAGE, listing=RULE, **given)

    return make


def test_a_site_that_moves_to_another_host_is_not_all_new(
    sqlite: Database, recorder: Recorder, clock: Clock, page: Make
) -> None:
    async def script(visits: Visits) -> None:
        old = "http://old.example/art/2025/art_{}.html"
        new = "http://new.example/english/news/{}.html"
        wire = page(visits.server.url("/old"))
        visits.show("/old", listed(*DAYS, link=old))
        first = await visits.visit(wire)
        assert first.new == 4
        items = {row["id"] for row in visits.rows(listing.items)}

        clock.on(days=1)
        moved = replace(wire, url=visits.server.url("/new"))
        visits.show("/new", listed(*DAYS, link=new))
        second = await visits.visit(moved)
        assert (second.new, second.statements, second.shifts, second.alerts) == (0, 0, 0, 0)
        assert any("4 entries are known under other names" in one for one in second.problems)
        rows = visits.rows(listing.items)
        assert {row["id"] for row in rows} == items
        assert all("new.example" in str(row["url"]) for row in rows)
        assert all(row["removed_at"] is None for row in rows)

        clock.on(days=1)
        visits.show("/new", listed(*DAYS, link=new, words={"August 7": "not approve"}))
        third = await visits.visit(moved)
        assert (third.new, len(third.recorded)) == (0, 1)
        assert third.alerts >= 1

    play(sqlite, recorder, clock, script)


def test_what_is_new_on_the_new_site_is_new_and_the_rest_is_not(
    sqlite: Database, recorder: Recorder, clock: Clock, page: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = page(visits.server.url("/list"))
        visits.show("/list", listed("July 10", "July 17", "July 24", link="http://a.example/{}"))
        await visits.visit(wire)
        clock.on(days=1)
        words = {"August 7": "not approve"}
        visits.show("/list", listed(*DAYS, link="http://b.example/n/{}", words=words))
        second = await visits.visit(wire)
        assert (second.new, second.alerts) == (1, 1)
        assert len(visits.rows(listing.items)) == 4

    play(sqlite, recorder, clock, script)


def test_guids_that_all_change_are_the_same_entries(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    def news(prefix: str, path: str) -> bytes:
        return feed(
            *(
                entry(
                    f"{day}", spoken(words, day=day), link=f"http://127.0.0.1:1/{path}{number}"
                ).replace(f">{day}</guid>", f">{prefix}{number}</guid>")
                for number, (day, words) in enumerate(DAYS.items())
            )
        )

    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", news("a8f3-", "node/"))
        await visits.visit(wire)
        clock.on(days=1)
        visits.show("/feed", news("77c1-", "news?id="))
        second = await visits.visit(wire)
        assert (second.new, second.shifts, second.alerts) == (0, 0, 0)
        assert len(visits.rows(listing.items)) == 4

    play(sqlite, recorder, clock, script)


def test_a_second_notice_of_one_title_and_day_is_a_notice_of_its_own(
    sqlite: Database, recorder: Recorder, clock: Clock, page: Make
) -> None:
    """A list that shows the latest alone: that nothing in it is known does not make it a move."""

    def notice(number: int, words: str) -> bytes:
        return (
            f"<ul><li><a href='/notice/{number}'>Notice on rare earths</a>"
            f"<time>2025-08-19</time><p>{spoken(words)}</p></li></ul>"
        ).encode()

    async def script(visits: Visits) -> None:
        wire = page(visits.server.url("/list"))
        visits.show("/list", notice(1, "approve"))
        await visits.visit(wire)
        clock.on(hours=1)
        visits.show("/list", notice(2, "not approve"))
        second = await visits.visit(wire)
        assert second.new == 1
        assert len(visits.rows(listing.items)) == 2

    play(sqlite, recorder, clock, script)


def test_one_headline_of_two_outlets_on_one_day_is_not_a_move(
    sqlite: Database, recorder: Recorder, clock: Clock, page: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = page(visits.server.url("/list"))
        visits.show("/list", listed("July 24", link="http://a.example/{}"))
        await visits.visit(wire)
        clock.on(hours=1)
        other = listed("July 24", link="http://b.example/{}").replace(b"<ul>", b"<ul>" + NEWS)
        visits.show("/list", other)
        second = await visits.visit(wire)
        assert second.new == 3
        assert len(visits.rows(listing.items)) == 2

    play(sqlite, recorder, clock, script)


def test_a_body_that_was_renamed_keeps_its_thread(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    def said(name: str, words: str, day: str) -> str:
        return (
            f"SEOUL - A spokesperson for South Korea's {name} told reporters on {day}: "
            f"“The government will {words} qualified applications for rare-earth exports.”"
        )

    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), outlet_country=None)
        before = said("Ministry of Trade, Industry and Energy", "approve", "July 24")
        after = said("Ministry of Trade, Industry and Resources", "not approve", "August 19")
        visits.show("/feed", feed(entry("july", before)))
        await visits.visit(wire)
        clock.on(days=1)
        visits.show("/feed", feed(entry("august", after), entry("july", before)))
        await visits.visit(wire)
        bodies = {row["body"] for row in visits.rows(listing.statements)}
        assert len(bodies) == 1
        (shift,) = visits.rows(listing.shifts)
        assert shift["against"]

    play(sqlite, recorder, clock, script)
