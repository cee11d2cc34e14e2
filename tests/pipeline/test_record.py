"""One item in one transaction: what is stored, what shifts, whom it concerns."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorded, Recorder
from monitor.sources.item import Item
from monitor.statements.statement import Origin, Statement
from monitor.storage import items, listing, outbox, shifts, statements
from monitor.storage.engine import Database
from monitor.storage.listing import Filters
from monitor.text.document import Document
from monitor.wording.shift import Kind
from tests.pipeline.visiting import spoken

NOW = datetime(2025, 8, 20, 9, 30, tzinfo=UTC)


def item(name: str, text: str, *, day: int = 19, month: int = 8) -> Item:
    return Item(
        source="wire",
        key=name,
        url=f"https://news.example/{name}",
        title="On rare earths",
        text=text,
        published_at=datetime(2025, month, day, 10, tzinfo=UTC),
        evidence="ab" * 32,
    )


JULY = item("july", spoken("approve", day="July 24", name="Guo Jiakun"), day=24, month=7)
AUGUST = item("august", spoken("not approve"))


def record(
    database: Database, recorder: Recorder, one: Item, *, body: str | None = None, **more: Any
) -> Recorded:
    origin = Origin(url=one.url, source="wire", published_at=one.published_at, body=body)
    with database.write() as session:
        return recorder.record(session, one, origin, topics=("rare-earths",), now=NOW, **more)


def test_a_shift_its_alert_and_its_deliveries_are_stored_together(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, JULY)
    done = record(database, recorder, AUGUST)
    (shift,) = done.shifts
    assert Kind.POLARITY in shift.kinds
    (alert,) = done.alerts
    assert alert.shift == shift.id
    with database.read() as session:
        assert shifts.get(session, shift.id) is not None
        assert outbox.get(session, alert.id) == alert
        assert outbox.due_receivers(session, NOW) == ("desk:ann", "desk:bob")
        stored = statements.of_item(session, done.item)
    assert [one.id for one in stored] == [one.id for one in done.statements]
    assert all(one.utterance for one in stored)


def test_nothing_of_an_item_is_stored_where_the_transaction_fails(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, JULY)
    origin = Origin(url=AUGUST.url, source="wire", published_at=AUGUST.published_at)
    with pytest.raises(ZeroDivisionError), database.write() as session:
        recorder.record(session, AUGUST, origin, topics=("rare-earths",), now=NOW)
        raise ZeroDivisionError
    with database.read() as session:
        assert listing.totals(session)["items"] == 1
        assert listing.totals(session)["shifts"] == 0
        assert outbox.due_receivers(session, NOW) == ()
    assert len(record(database, recorder, AUGUST).alerts) == 1


def test_the_same_item_twice_changes_nothing(database: Database, recorder: Recorder) -> None:
    for one in (JULY, AUGUST):
        record(database, recorder, one)
    with database.read() as session:
        before = listing.totals(session)
    for one in (JULY, AUGUST):
        again = record(database, recorder, one)
        assert (again.new, again.changed) == (False, False)
        assert (again.statements, again.shifts, again.alerts) == ((), (), ())
    with database.read() as session:
        assert listing.totals(session) == before


def test_a_baseline_becomes_history_and_tells_nobody(
    database: Database, recorder: Recorder
) -> None:
    softer = item("june", spoken("consider", day="June 19"), day=19, month=6)
    for one in (softer, JULY):
        done = record(database, recorder, one, baseline=True)
        assert (len(done.statements), done.shifts, done.alerts) == (1, (), ())
    assert record(database, recorder, AUGUST).shifts


class Deaf:
    """An extractor that finds nothing, as an older one may have."""

    def extract(self, document: Document, origin: Origin) -> tuple[Statement, ...]:
        return ()


def test_words_that_an_older_version_did_not_read_are_no_news_of_an_edit(
    database: Database, recorder: Recorder, reader: Reader
) -> None:
    record(database, recorder, JULY)
    older = Recorder(replace(reader, extractor=Deaf()), notifier=Notifier())  # type: ignore[arg-type]  # as one may be
    assert record(database, older, AUGUST).statements == ()
    edited = replace(AUGUST, text=f"{AUGUST.text}\n\nUpdated at noon.")
    done = record(database, recorder, edited)
    assert [one.body for one in done.statements] == ["CN-MFA"]
    assert done.alerts == ()
    assert all(Kind.TEXT_EDIT in shift.kinds for shift in done.shifts)


def test_words_that_are_new_in_an_edited_page_are_told(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, JULY)
    before = replace(AUGUST, text="Rare earths were in the news on Tuesday.")
    assert record(database, recorder, before).statements == ()
    done = record(database, recorder, replace(AUGUST, text=f"{before.text}\n\n{AUGUST.text}"))
    assert any(Kind.POLARITY in shift.kinds for shift in done.shifts)


def test_an_edit_and_its_reversion_are_compared_with_the_version_just_before(
    database: Database, recorder: Recorder
) -> None:
    def page(words: str) -> Item:
        return item("page", f"China will {words} qualified applications for rare-earth exports.")

    record(database, recorder, page("approve"), body="CN-MFA")
    kinds = []
    for words in ("not approve", "approve", "not approve"):
        done = record(database, recorder, page(words), body="CN-MFA")
        (edit,) = [shift for shift in done.shifts if Kind.TEXT_EDIT in shift.kinds]
        assert words in edit.after
        kinds.append(Kind.REVERSION in edit.kinds)
    assert kinds == [False, True, True]
    with database.read() as session:
        assert len(items.revisions(session, done.item)) == 4
        assert len(statements.of_item(session, done.item)) == 1


def test_noise_in_a_page_is_a_revision_and_no_shift(database: Database, recorder: Recorder) -> None:
    text = "China will approve qualified applications for “rare-earth” exports."
    record(database, recorder, item("page", text), body="CN-MFA")
    done = record(
        database, recorder, item("page", text.replace("“", '"').replace("”", '"')), body="CN-MFA"
    )
    assert done.changed
    assert done.shifts == ()


def test_a_removal_is_an_event_once_and_the_item_may_come_back(
    database: Database, recorder: Recorder
) -> None:
    page = item("page", "China will approve qualified applications for rare-earth exports.")
    stored = record(database, recorder, page, body="CN-MFA").item
    origin = Origin(url=page.url, source="wire", published_at=page.published_at, body="CN-MFA")

    def remove() -> Recorded | None:
        with database.write() as session:
            return recorder.remove(session, page, origin, stored, now=NOW)

    first = remove()
    assert first is not None
    (shift,) = first.shifts
    assert (shift.after, shift.rules) == ("", ("page.removed",))
    assert len(first.alerts) == 1
    assert remove() is None


def test_a_page_of_no_known_body_is_compared_and_nobody_is_told(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, item("page", "Rare earths are plentiful in this valley."))
    done = record(database, recorder, item("page", "Rare earths are scarce in this valley."))
    for shift in done.shifts:
        assert shift.silenced is not None
    assert done.alerts == ()


def test_hostile_text_is_stored_and_alerted_without_its_controls(
    database: Database, recorder: Recorder
) -> None:
    record(database, recorder, JULY)
    words = spoken("not approve").replace("qualified", "quali\u200bfied\u202e ")
    one = Item(
        source="wire",
        key="hostile",
        url="https://news.example/hostile",
        title="Rare earths\r\nBcc: all@example.org\x1b[31m\u202e\x00",
        text=words,
        published_at=AUGUST.published_at,
    )
    done = record(database, recorder, one)
    for alert in done.alerts:
        assert alert.subject.isprintable()
        assert "\x1b" not in alert.text
        assert "\x1b" not in alert.html
    with database.read() as session:
        rows = listing.items(session, Filters(q="earths"), limit=10).rows
    assert any(row["url"] == one.url for row in rows)


def test_words_that_another_body_said_first_are_an_adoption(
    database: Database, recorder: Recorder
) -> None:
    theirs = (
        "China is willing to enhance dialogue on rare earth export controls with relevant "
        "countries to promote convenient and compliant trade in civilian applications."
    )
    before = "China is willing to enhance dialogue on rare earth export controls with countries."
    after = before.replace(
        "with countries", "with relevant countries to promote convenient and compliant trade"
    )
    first = record(database, recorder, item("mofcom", theirs, day=7, month=6), body="CN-MOFCOM")
    record(database, recorder, item("june", before, day=12, month=6), body="CN-MFA")
    done = record(database, recorder, item("later", after), body="CN-MFA")
    (shift,) = done.shifts
    assert Kind.ADOPTION in shift.kinds
    assert first.statements[0].id in shift.against
    assert "thread.adoption" in shift.rules
