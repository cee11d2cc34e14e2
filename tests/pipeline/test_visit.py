"""One visit: what it stores, what it says of the source, and what it never loses."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from monitor.config.sources import SourceKind, SourceSettings
from monitor.pipeline.notify import Notifier
from monitor.pipeline.parsing import Parsing
from monitor.pipeline.record import Recorded, Recorder
from monitor.sources.cadence import Outcome
from monitor.sources.item import Item
from monitor.sources.pages import ListingRule
from monitor.storage import listing
from monitor.storage.engine import Database
from monitor.storage.tables import REVISION
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, spoken, visiting

Make = Callable[..., SourceSettings]
Play = Callable[[Visits], Awaitable[None]]

JULY = entry("july", spoken("approve", day="July 24", name="Guo Jiakun"))
AUGUST = entry("august", spoken("not approve"))


def play(database: Database, recorder: Recorder, clock: Clock, script: Play, **more: Any) -> None:
    async def run() -> None:
        async with visiting(database, recorder, clock, **more) as visits:
            await script(visits)

    asyncio.run(run())


def test_the_first_visit_is_a_baseline_and_the_next_one_alerts(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", feed(JULY), etag='"1"')
        first = await visits.visit(wire)
        assert (first.outcome, first.baseline, first.new) == (Outcome.CHANGED, True, 1)
        assert first.statements == 1
        assert visits.rows(listing.shifts) == []

        clock.on(minutes=15)
        visits.refuse("/feed", 304)
        second = await visits.visit(wire)
        assert second.outcome is Outcome.NOT_MODIFIED
        assert visits.server.asked[-1].headers["if-none-match"] == '"1"'

        visits.show("/feed", feed(AUGUST, JULY), etag='"2"')
        third = await visits.visit(wire)
        assert (third.baseline, third.new, third.shifts, third.alerts) == (False, 1, 1, 1)
        (alert,) = visits.rows(listing.alerts)
        receivers = [one["receiver"] for one in alert["deliveries"]]  # type: ignore[attr-defined]  # a row of JSON
        assert receivers == ["desk:ann", "desk:bob"]
        assert visits.state().next_poll_at == third.next_poll_at > clock.now

    play(sqlite, recorder, clock, script)


def test_the_same_bytes_again_change_nothing_but_the_validators(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", feed(JULY), etag='"1"')
        await visits.visit(wire)
        visits.show("/feed", feed(JULY), etag='"2"')
        again = await visits.visit(wire)
        assert (again.outcome, again.status, again.recorded) == (Outcome.UNCHANGED, 200, ())
        await visits.visit(wire)
        assert visits.server.asked[-1].headers["if-none-match"] == '"2"'

    play(sqlite, recorder, clock, script)


def test_a_failing_source_slows_down_says_why_and_recovers_with_what_it_missed(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", feed(JULY))
        await visits.visit(wire)
        visits.refuse("/feed", 500)
        waits = []
        for failures in range(1, 5):
            visit = await visits.visit(wire)
            assert visit.outcome is Outcome.FAILED
            assert visits.state().failures == failures
            waits.append(visit.next_poll_at - clock.now)
        assert waits == sorted(waits)
        assert waits[-1] > 2 * waits[0]
        assert visits.state().state == "failing"
        assert "answered 500" in (visits.state().last_error or "")

        visits.show("/feed", feed(AUGUST, JULY))
        visit = await visits.visit(wire)
        assert (visit.new, visit.alerts) == (1, 1)
        state = visits.state()
        assert (state.state, state.failures, state.last_error) == ("ok", 0, None)

    play(sqlite, recorder, clock, script)


def test_what_asking_again_does_not_mend_is_blocked_and_asked_rarely(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.refuse("/feed", 404)
        visit = await visits.visit(wire)
        assert visit.outcome is Outcome.BLOCKED
        state = visits.state()
        assert (state.state, state.last_status) == ("blocked", 404)
        assert "look up where the feed or page has moved" in (state.last_error or "")
        assert visit.next_poll_at - clock.now >= timedelta(hours=1)

    play(sqlite, recorder, clock, script)


def test_retry_after_is_kept_to(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        visits.refuse("/feed", 429, retry_after="7200")
        visit = await visits.visit(source(visits.server.url("/feed")))
        assert visit.next_poll_at - clock.now == timedelta(hours=2)

    play(sqlite, recorder, clock, script)


def test_an_edit_a_reversion_and_a_removal_are_events_each_once(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA")
        link = visits.server.url("/page")
        visits.show("/page", b"there")
        older = entry("older", "China published a notice on rare earths in 2023.")

        def shown(words: str) -> bytes:
            text = f"China will {words} qualified applications for rare-earth exports."
            return feed(entry("notice", text, link=link), older)

        visits.show("/feed", shown("approve"))
        await visits.visit(wire)
        kinds: list[list[str]] = []
        for words in ("not approve", "approve", "approve"):
            clock.on(hours=1)
            visits.show("/feed", shown(words), x_count=str(len(kinds)))
            visit = await visits.visit(wire)
            kinds.append([kind for one in visit.recorded for s in one.shifts for kind in s.kinds])
        assert "text_edit" in kinds[0]
        assert "reversion" not in kinds[0]
        assert {"text_edit", "reversion"} <= set(kinds[1])
        assert kinds[2] == []

        visits.show("/feed", feed(older))
        visits.refuse("/page", 404)
        clock.on(hours=1)
        assert (await visits.visit(wire)).recorded == ()
        clock.on(minutes=10)
        (gone,) = (await visits.look(wire)).recorded
        (removal,) = gone.shifts
        assert removal.rules == ("page.removed",)
        assert len(gone.alerts) == 1
        visits.show("/feed", feed(older, entry("newer", "Nothing of note.")))
        again = await visits.visit(wire)
        assert again.shifts == 0

    play(sqlite, recorder, clock, script)


def test_a_vanished_entry_whose_page_does_not_answer_is_asked_again_at_the_next_change(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA")
        older = entry("older", "China published a notice on rare earths in 2023.")
        notice = entry("notice", "Rare earths: a notice.", link=visits.server.url("/page"))
        visits.show("/feed", feed(notice, older))
        await visits.visit(wire)
        visits.refuse("/page", 503)
        visits.show("/feed", feed(older))
        assert (await visits.visit(wire)).recorded == ()
        visits.refuse("/page", 410)
        visits.show("/feed", feed(older) + b"\n")
        assert (await visits.visit(wire)).shifts == 0
        clock.on(minutes=10)
        (gone,) = (await visits.look(wire)).recorded
        assert [shift.rules for shift in gone.shifts] == [("page.removed",)]

    play(sqlite, recorder, clock, script)


def test_an_entry_whose_page_is_still_there_is_not_removed(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA")
        older = entry("older", "China published a notice on rare earths in 2023.")
        notice = entry("notice", "Rare earths: a notice.", link=visits.server.url("/page"))
        visits.show("/page", b"there")
        visits.show("/feed", feed(notice, older))
        await visits.visit(wire)
        visits.show("/feed", feed(older))
        assert (await visits.visit(wire)).recorded == ()
        assert visits.asked("/page") == 1

    play(sqlite, recorder, clock, script)


def test_a_feed_that_empties_itself_says_so_and_removes_nothing(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), body="CN-MFA")
        visits.show("/feed", feed(JULY))
        await visits.visit(wire)
        visits.show("/feed", feed())
        emptied = await visits.visit(wire)
        assert emptied.recorded == ()
        assert visits.state().last_error == "it answers and holds nothing; it held 1 before"
        assert visits.asked("/july") == 0
        await visits.visit(wire)
        assert visits.state().last_error == "it answers and holds nothing; it held 1 before"
        visits.show("/feed", feed(JULY))
        assert (await visits.visit(wire)).shifts == 0
        assert visits.state().last_error is None

    play(sqlite, recorder, clock, script)


def test_a_feed_of_nothing_but_new_entries_warns_that_some_may_have_been_missed(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", feed(JULY))
        await visits.visit(wire)
        assert visits.state().last_error is None
        visits.show("/feed", feed(AUGUST, entry("more", "Rare earths.")))
        await visits.visit(wire)
        assert "may have been missed" in (visits.state().last_error or "")

    play(sqlite, recorder, clock, script)


def test_a_source_that_moved_for_good_says_where(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        visits.refuse("/old", 301, location="/feed")
        visits.show("/feed", feed(JULY))
        await visits.visit(source(visits.server.url("/old")))
        assert f"moved for good to {visits.server.url('/feed')}" in (
            visits.state().last_error or ""
        )

    play(sqlite, recorder, clock, script)


def test_a_new_address_in_the_settings_keeps_the_baseline_and_drops_the_validators(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        visits.show("/old", feed(JULY), etag='"1"')
        wire = source(visits.server.url("/old"))
        await visits.visit(wire)
        visits.show("/new", feed(AUGUST, JULY), etag='"1"')
        moved = await visits.visit(replace(wire, url=visits.server.url("/new")))
        assert "if-none-match" not in visits.server.asked[-1].headers
        assert (moved.baseline, moved.new, moved.alerts) == (False, 1, 1)

    play(sqlite, recorder, clock, script)


def test_an_address_with_a_year_in_it_is_that_of_the_year_where_the_source_is(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/{year}/feed"))
        visits.show("/2025/feed", feed(JULY), etag='"1"')
        clock.now = datetime(2025, 12, 31, 15, 50, tzinfo=UTC)
        await visits.visit(wire)
        clock.on(minutes=6)
        await visits.visit(wire)
        assert visits.server.asked[-1].headers["if-none-match"] == '"1"'
        visits.show("/2026/feed", feed(AUGUST), etag='"1"')
        clock.on(minutes=6)  # two minutes into the year in Shanghai, and still 2025 in UTC
        turned = await visits.visit(wire)
        assert visits.asked("/2026/feed") == 1
        assert "if-none-match" not in visits.server.asked[-1].headers
        assert (turned.baseline, turned.new) == (False, 1)

    play(sqlite, recorder, clock, script)


class Tripping(Recorder):
    """A recorder that fails on one item, as a bug in a reader of texts would."""

    def record(self, session: Session, item: Item, *given: Any, **more: Any) -> Recorded:
        done = super().record(session, item, *given, **more)
        if item.title.endswith("bad"):
            raise ZeroDivisionError("by this item")
        return done


def test_one_bad_item_is_set_aside_and_named_and_the_others_are_stored(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        visits.show("/feed", feed(AUGUST, entry("bad", "Rare earths."), JULY))
        visit = await visits.visit(wire)
        assert [one["url"] for one in visits.rows(listing.items)] != []
        titles = {one["title"] for one in visits.rows(listing.items)}
        assert titles == {"On rare earths, july", "On rare earths, august"}
        assert visit.problems
        for _ in range(2):
            state = visits.state()
            assert state.state == "ok"
            assert "/bad: ZeroDivisionError('by this item')" in (state.last_error or "")
            await visits.visit(wire)

    play(sqlite, Tripping(recorder.reader, notifier=Notifier()), clock, script)


class Breaking(Parsing):
    """A parser that fails in a way that nobody foresaw."""

    async def run(self, function: Callable[..., Any], **given: Any) -> Any:
        raise RecursionError("maximum recursion depth exceeded")


def test_a_failure_that_nobody_foresaw_is_a_state_of_the_source_too(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        visits.show("/feed", feed(JULY))
        visit = await visits.visit(source(visits.server.url("/feed")))
        assert visit.outcome is Outcome.FAILED
        state = visits.state()
        assert state.state == "failing"
        assert "RecursionError" in (state.last_error or "")
        assert state.next_poll_at is not None
        assert state.next_poll_at > clock.now

    play(sqlite, recorder, clock, script, parsing=Breaking)


def test_a_listing_whose_selector_is_lost_is_told_from_one_that_holds_nothing_new(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        rule = ListingRule(entry="li", link="a")
        page = source(visits.server.url("/page"), kind=SourceKind.PAGE, listing=rule)
        visits.show("/page", b"<ul><li><a href='/1'>Rare earths, a notice</a></li></ul>")
        assert (await visits.visit(page)).new == 1
        visits.show("/page", b"<div><a href='/1'>Rare earths, a notice</a></div>")
        visit = await visits.visit(page)
        assert visit.outcome is Outcome.FAILED
        assert "selector lost" in (visit.error or "")
        assert "redesigned" in visit.hint

    play(sqlite, recorder, clock, script)


WORDS = "China will approve qualified applications for rare-earth exports without delay. "


def page(text: str) -> bytes:
    return f"<html><body><article><p>{text}</p></article></body></html>".encode()


def test_a_watched_page_that_lost_most_of_its_text_is_asked_again_before_that_counts(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        watched = source(visits.server.url("/page"), kind=SourceKind.PAGE, body="CN-MFA")
        whole, wall = page(WORDS * 8), page("Please prove that you are human to go on.")
        visits.show("/page", whole)
        assert (await visits.visit(watched)).statements > 0

        visits.show("/page", wall)
        assert (await visits.visit(watched)).shifts == 0
        assert "suspect: " in (visits.state().last_error or "")
        visits.show("/page", whole)
        assert (await visits.visit(watched)).shifts == 0

        visits.show("/page", wall)
        assert (await visits.visit(watched)).shifts == 0
        clock.on(minutes=5)
        assert (await visits.visit(watched)).shifts == 0
        assert visits.state().state == "suspect"
        assert clock.now < (visits.state().next_poll_at or clock.now)
        assert (visits.state().next_poll_at or clock.now) <= clock.now + timedelta(minutes=10)
        clock.on(minutes=5)
        confirmed = await visits.visit(watched)
        assert confirmed.shifts > 0
        assert visits.state().last_error is None

    play(sqlite, recorder, clock, script)


def test_a_watched_page_that_this_version_reads_otherwise_was_not_edited(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        watched = source(visits.server.url("/page"), kind=SourceKind.PAGE, body="CN-MFA")
        visits.show("/page", page(WORDS * 8))
        await visits.visit(watched)
        with visits.database.write() as session:
            # As a reader would have stored it that took the menu for a part of the text.
            menu = "China will no longer export gallium: read more. "
            session.execute(update(REVISION).values(text=menu + WORDS * 8))
        clock.on(minutes=70)
        visits.show("/page", page(WORDS * 8).replace(b"<body>", b"<body class=new>"))
        visit = await visits.visit(watched)
        assert any(one.changed for one in visit.recorded)
        assert (visit.shifts, visit.alerts) == (0, 0)

    play(sqlite, recorder, clock, script)


def test_a_source_that_answers_with_nothing_new_for_long_is_stale_by_its_own_rhythm(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        shown: list[str] = []
        for day in range(6):
            shown.insert(0, entry(f"day-{day}", "Rare earths."))
            visits.show("/feed", feed(*shown))
            await visits.visit(wire)
            clock.on(days=1)
        clock.on(days=8)
        await visits.visit(wire)
        assert visits.state().state == "ok"
        clock.on(days=2)
        await visits.visit(wire)
        state = visits.state()
        assert state.state == "stale"
        assert "it used to have something every 24 h" in (state.last_error or "")
        visits.show("/feed", feed(entry("at last", "Rare earths."), *shown))
        await visits.visit(wire)
        assert (visits.state().state, visits.state().last_error) == ("ok", None)

    play(sqlite, recorder, clock, script)


def test_a_feed_of_long_ago_is_stale_at_first_sight(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        old = entry("old", "Rare earths.", date="Fri, 15 Sep 2017 10:00:00 GMT")
        visits.show("/feed", feed(old))
        await visits.visit(source(visits.server.url("/feed")))
        assert visits.state().state == "stale"
        assert "nothing new since 2017-09-15" in (visits.state().last_error or "")

    play(sqlite, recorder, clock, script)
