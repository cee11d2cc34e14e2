"""Published pages looked at again: silent edits, removals and returns, each an event once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from monitor.config.sources import SourceSettings
from monitor.pipeline.looks import MOST
from monitor.pipeline.record import Recorder
from monitor.sources.looks import Stage
from monitor.storage import items, listing, looks
from monitor.storage.engine import Database
from monitor.storage.looks import Look
from monitor.storage.tables import REVISION
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, visiting

Make = Callable[..., SourceSettings]
Play = Callable[[Visits], Awaitable[None]]

APPROVE = "China will approve qualified applications for rare-earth exports without delay. "
REFUSE = "China will not approve qualified applications for rare-earth exports. "
DATED = "Wed, 20 Aug 2025 09:00:00 GMT"


def play(database: Database, recorder: Recorder, clock: Clock, script: Play) -> None:
    async def run() -> None:
        async with visiting(database, recorder, clock) as visits:
            await script(visits)

    asyncio.run(run())


def page(text: str, around: str = "") -> bytes:
    return (
        f"<html><body><nav>Home {around}</nav><article><h1>Notice</h1><p>{text}</p></article>"
        f"<footer>{around}</footer></body></html>"
    ).encode()


def look_of(visits: Visits) -> Look:
    (item,) = (str(row["id"]) for row in visits.rows(listing.items))
    with visits.database.read() as session:
        return looks.get_many(session, [item])[item]


async def published(visits: Visits, make: Make, clock: Clock) -> SourceSettings:
    """Publish one page through a feed that held an older entry before, and let go of it again."""
    wire = make(visits.server.url("/feed"), body="CN-MFA", full_text=True)
    visits.show("/older", page("A page about the weather."))
    older = entry("older", "Weather.", link=visits.server.url("/older"), date=DATED)
    older = older.replace("On rare earths", "On the weather")
    visits.show("/feed", feed(older))
    await visits.visit(wire)
    clock.on(minutes=5)
    visits.show("/page", page(APPROVE * 6), etag='"1"')
    notice = entry("notice", "Rare earths.", link=visits.server.url("/page"), date=DATED)
    visits.show("/feed", feed(notice, older))
    assert (await visits.visit(wire)).new == 1
    visits.show("/feed", feed(older))
    return wire


def test_a_silent_edit_is_found_though_no_feed_lists_the_page_any_more(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        assert (await visits.look(wire)).pages == 0
        due = look_of(visits).due_at
        assert due is not None
        assert timedelta(minutes=50) < due - clock.now < timedelta(minutes=70)

        clock.on(minutes=70)
        visits.refuse("/page", 304)
        assert (await visits.look(wire)).recorded == ()
        assert visits.server.asked[-1].headers["if-none-match"] == '"1"'

        clock.on(minutes=70)
        visits.show("/page", page(REFUSE * 6), etag='"2"')
        (edited,) = (await visits.look(wire)).recorded
        assert edited.changed
        assert "text_edit" in [kind for shift in edited.shifts for kind in shift.kinds]
        assert edited.alerts

        clock.on(minutes=70)
        assert (await visits.look(wire)).recorded == ()
        assert visits.server.asked[-1].headers["if-none-match"] == '"2"'

    play(sqlite, recorder, clock, script)


def test_what_stands_around_a_text_and_its_white_space_are_no_edit(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        clock.on(minutes=70)
        spaced = page(APPROVE.replace(" ", "\n  ") * 6, around="read 1,234 times")
        visits.show("/page", spaced)
        looked = await visits.look(wire)
        assert (looked.pages, looked.recorded, looked.problems) == (1, (), ())
        with visits.database.read() as session:
            assert len(items.revisions(session, look_of(visits).item)) == 1

    play(sqlite, recorder, clock, script)


@pytest.mark.parametrize("edited", [False, True])
def test_what_another_version_of_the_reader_finds_in_the_same_bytes_is_no_edit(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make, *, edited: bool
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        with visits.database.write() as session:
            # As a reader would have stored it that took the menu for a part of the text.
            menu = "China will no longer export gallium: read more. "
            session.execute(update(REVISION).values(text=menu + APPROVE * 6))
        clock.on(minutes=70)
        visits.show("/page", page((REFUSE if edited else APPROVE) * 6, around="read 7 times"))
        looked = await visits.look(wire)
        caught_up, *rest = looked.recorded
        assert caught_up.changed
        assert caught_up.shifts == ()
        assert [bool(one.alerts) for one in rest] == ([True] if edited else [])
        assert not [
            shift for one in rest for shift in one.shifts if "gallium" in shift.before + shift.after
        ]
        with visits.database.read() as session:
            found = items.revisions(session, look_of(visits).item)
        assert len(found) == 2 + edited
        assert found[1].text.split() == ["Notice", *(APPROVE * 6).split()]
        assert found[1].evidence == found[0].evidence

    play(sqlite, recorder, clock, script)


def test_a_page_that_is_gone_counts_when_it_is_met_twice_and_its_return_too(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        clock.on(minutes=70)
        visits.refuse("/page", 404)
        assert (await visits.look(wire)).recorded == ()
        clock.on(minutes=9)
        assert (await visits.look(wire)).pages == 0
        clock.on(minutes=1)
        (gone,) = (await visits.look(wire)).recorded
        assert [shift.rules for shift in gone.shifts] == [("page.removed",)]
        clock.on(hours=3)
        looked = await visits.look(wire)
        assert (looked.pages, looked.recorded) == (1, ())

        visits.show("/page", page(APPROVE * 6))
        clock.on(hours=3)
        (back,) = (await visits.look(wire)).recorded
        assert [shift.rules for shift in back.shifts] == [("page.returned",)]
        assert len(back.alerts) == 1
        clock.on(days=1)
        assert (await visits.look(wire)).recorded == ()

        visits.refuse("/page", 410)
        clock.on(days=1, hours=3)
        await visits.look(wire)
        clock.on(minutes=10)
        (again,) = (await visits.look(wire)).recorded
        assert [shift.rules for shift in again.shifts] == [("page.removed",)]

    play(sqlite, recorder, clock, script)


def test_a_page_that_is_missing_once_is_no_event(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        clock.on(minutes=70)
        visits.refuse("/page", 410)
        assert (await visits.look(wire)).recorded == ()
        visits.show("/page", page(APPROVE * 6))
        clock.on(minutes=10)
        assert (await visits.look(wire)).recorded == ()
        assert look_of(visits).gone_since is None
        visits.refuse("/page", 410)
        clock.on(minutes=70)
        assert (await visits.look(wire)).recorded == ()

    play(sqlite, recorder, clock, script)


def test_an_empty_frame_a_wall_and_a_failing_server_say_nothing_of_the_text(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        wall = b"<html><script>window._cf_chl_opt={}</script><body></body></html>"
        clock.on(minutes=70)
        for body in (page("Loading"), b"<html><body></body></html>", wall):
            visits.show("/page", body)
            looked = await visits.look(wire)
            assert (looked.pages, looked.recorded) == (1, ())
            assert looked.problems
            visits.show("/page", page(APPROVE * 6))
            clock.on(hours=27)
            assert (await visits.look(wire)).recorded == ()
            clock.on(hours=27)
        visits.refuse("/page", 503)
        looked = await visits.look(wire)
        assert "answered 503" in looked.problems[0]
        assert visits.rows(listing.shifts) == []

    play(sqlite, recorder, clock, script)


def test_a_text_that_stays_without_most_of_itself_is_an_edit_at_the_second_look(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        clock.on(minutes=70)
        visits.show("/page", page(REFUSE))
        assert (await visits.look(wire)).recorded == ()
        assert "lost most of its text" in (look_of(visits).problem or "")
        clock.on(minutes=10)
        (edited,) = (await visits.look(wire)).recorded
        assert edited.shifts
        assert look_of(visits).problem is None

    play(sqlite, recorder, clock, script)


def test_a_text_of_the_feed_that_stood_in_is_no_version_of_the_page(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA", full_text=True)
        visits.show("/feed", feed())
        await visits.visit(wire)
        visits.refuse("/page", 403)
        link = visits.server.url("/page")
        text = "China will refuse every application for rare earths."
        visits.show("/feed", feed(entry("notice", text, link=link, date=DATED)))
        assert (await visits.visit(wire)).new == 1
        visits.show("/page", page(APPROVE * 6))
        clock.on(minutes=70)
        (first,) = (await visits.look(wire)).recorded
        assert (first.changed, first.shifts) == (True, ())
        visits.show("/page", page(REFUSE * 6))
        clock.on(minutes=70)
        (edited,) = (await visits.look(wire)).recorded
        assert edited.shifts

    play(sqlite, recorder, clock, script)


def test_a_stored_page_that_cannot_be_had_is_not_compared_with_the_feeds_text(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        visits.refuse("/page", 404)
        link = visits.server.url("/page")
        visits.show("/feed", feed(entry("notice", "Rare earths, changed.", link=link, date=DATED)))
        visit = await visits.visit(wire)
        assert visit.recorded == ()
        assert "the stored text stays" in visit.problems[0]

    play(sqlite, recorder, clock, script)


def test_pages_of_a_feed_without_full_text_are_only_asked_whether_they_are_there(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA")
        link = visits.server.url("/page")
        visits.show("/feed", feed(entry("notice", APPROVE, link=link, date=DATED)))
        await visits.visit(wire)
        visits.show("/page", page(REFUSE * 6))
        clock.on(hours=2)
        looked = await visits.look(wire)
        assert (looked.pages, looked.recorded) == (1, ())
        visits.refuse("/page", 404)
        clock.on(hours=2)
        await visits.look(wire)
        clock.on(minutes=10)
        (gone,) = (await visits.look(wire)).recorded
        assert gone.shifts

    play(sqlite, recorder, clock, script)


def test_looks_follow_the_settings_and_few_pages_are_asked_in_one_go(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        stages = (Stage(until=timedelta(hours=3), every=timedelta(minutes=30)),)
        wire = source(visits.server.url("/feed"), looks=stages)
        never = source(visits.server.url("/other"), id="never", looks=())

        def entries(name: str) -> bytes:
            return feed(
                *(
                    entry(f"{name}{number}", "Rare earths.", link=visits.server.url("/page"))
                    for number in range(MOST + 3)
                )
            )

        visits.show("/page", b"there")
        for one in (wire, never):
            visits.show("/feed" if one is wire else "/other", feed())
            await visits.visit(one)
            visits.show("/feed" if one is wire else "/other", entries(one.id))
            clock.on(minutes=5)
        dated = entries("x").replace(b"Tue, 19 Aug 2025 10:00:00 GMT", DATED.encode())
        visits.show("/feed", dated)
        await visits.visit(wire)
        await visits.visit(never)
        clock.on(minutes=40)
        assert await visits.looks.due() == ("wire",)
        assert (await visits.look(wire)).pages == MOST
        assert (await visits.look(wire)).pages == 3
        assert (await visits.look(wire)).pages == 0
        clock.on(hours=4)
        await visits.look(wire)
        await visits.look(wire)
        assert await visits.looks.due() == ()
        assert (await visits.look(never)).pages == 0

    play(sqlite, recorder, clock, script)


def test_an_entry_that_comes_back_to_its_feed_after_a_removal_is_a_return(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = await published(visits, source, clock)
        visits.refuse("/page", 404)
        clock.on(minutes=5)
        await visits.visit(wire)
        clock.on(minutes=10)
        (gone,) = (await visits.look(wire)).recorded
        assert gone.shifts
        visits.show("/page", page(APPROVE * 6))
        link = visits.server.url("/page")
        notice = entry("notice", "Rare earths once more.", link=link, date=DATED)
        visits.show("/feed", feed(notice))
        visit = await visits.visit(wire)
        rules = [shift.rules for one in visit.recorded for shift in one.shifts]
        assert rules == [("page.returned",)]

    play(sqlite, recorder, clock, script)


def test_a_wall_before_an_article_is_tried_again_and_before_a_feed_blocks_its_source(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        wall = b"<html><script>window._cf_chl_opt={}</script><p>Rare earths</p></html>"
        visits.show("/page", wall)
        link = visits.server.url("/page")
        visits.show("/feed", feed(entry("notice", "Rare earths.", link=link, date=DATED)))
        visit = await visits.visit(wire)
        assert (visit.new, visit.recorded) == (0, ())
        assert "a wall of Cloudflare" in visit.problems[0]
        visits.show("/page", page(APPROVE * 6))
        clock.on(hours=1)
        assert (await visits.visit(wire)).new == 1

        visits.show("/feed", wall)
        clock.on(hours=1)
        assert "a wall of Cloudflare" in ((await visits.visit(wire)).error or "")
        assert (visits.state().state, visits.state().last_status) == ("blocked", 200)

    play(sqlite, recorder, clock, script)


def test_an_answer_that_shrank_beyond_reading_is_suspect_before_it_has_another_name(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        shown = [entry(f"e{number}", "Rare earths.", date=DATED) for number in range(9)]
        visits.show("/feed", feed(*shown))
        await visits.visit(wire)
        visits.show("/feed", b"<html><body></body></html>")
        await visits.visit(wire)
        assert visits.state().state == "suspect"
        assert (visits.state().next_poll_at or clock.now) <= clock.now + timedelta(minutes=10)
        clock.on(minutes=10)
        await visits.visit(wire)
        assert visits.state().state == "failing"
        visits.show("/feed", feed(*shown))
        clock.on(minutes=30)
        await visits.visit(wire)
        assert visits.state().state == "ok"

    play(sqlite, recorder, clock, script)
