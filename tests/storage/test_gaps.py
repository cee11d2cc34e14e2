"""Times that were not covered."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.storage import gaps
from monitor.storage.engine import Database
from monitor.storage.gaps import MISSED, OUTAGE, Gap

HOUR = timedelta(hours=1)


def gap(now: datetime, source: str | None = "wire", **given: object) -> Gap:
    made = Gap(
        source=source,
        state="failing",
        since=now - 2 * HOUR,
        noted_at=now,
        entered_at=now,
        problem="answered 500",
    )
    return replace(made, **given)  # type: ignore[arg-type]  # given by name


def test_a_gap_comes_back_as_it_was_and_is_changed_in_place(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        gaps.save(session, gap(now))
        (stored,) = gaps.lasting(session)
        assert replace(stored, number=None) == gap(now)
        gaps.save(session, replace(stored, visits=3, state="blocked", told="blocked"))
        (changed,) = gaps.lasting(session)
        assert (changed.number, changed.visits, changed.told) == (stored.number, 3, "blocked")


def test_a_gap_lasts_until_it_ends_and_is_shown_for_a_while(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        gaps.save(session, gap(now, "a", until=now))
        gaps.save(session, gap(now, "b"))
        gaps.save(session, gap(now, None, state=OUTAGE))
        assert [one.source for one in gaps.lasting(session)] == ["b", None]
        assert [one.source for one in gaps.lasting(session, ["a", "b"])] == ["b"]
        assert [one.source for one in gaps.since(session, now)] == ["a", "b", None]
        assert [one.source for one in gaps.since(session, now + HOUR)] == ["b", None]


def test_what_is_over_is_untold_where_it_was_told_before_or_lost_items(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        gaps.save(session, gap(now, "never told", until=now))
        gaps.save(session, gap(now, "told", told="failing", until=now))
        gaps.save(session, gap(now, "told over", told="ok", until=now))
        gaps.save(session, gap(now, "missed", state=MISSED, until=now))
        gaps.save(session, gap(now, "missed, told", state=MISSED, told=MISSED, until=now))
        gaps.save(session, gap(now, "lasts", told="failing"))
        assert [one.source for one in gaps.untold(session)] == ["told", "missed"]


def test_the_latest_of_a_state_is_the_one_that_began_last(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        assert gaps.latest(session, None, OUTAGE) is None
        for until in (now, None):
            gaps.save(session, gap(now, None, state=OUTAGE, until=until))
            gaps.save(session, gap(now, "wire", state=MISSED, until=now))
        latest = gaps.latest(session, None, OUTAGE)
        assert latest is not None
        assert latest.until is None
        assert gaps.latest(session, "other", MISSED) is None
