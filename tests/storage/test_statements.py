from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from monitor.sources.item import Item
from monitor.statements.statement import SaidOn, Statement
from monitor.storage import items, statements
from monitor.storage.engine import Database
from monitor.storage.problems import DatabaseError

Make = Callable[..., Statement]


@pytest.fixture
def stored_item(database: Database, item: Callable[..., Item], now: datetime) -> str:
    with database.write() as session:
        return items.put(session, item(), language="zh", topics=(), now=now).id


def test_a_statement_comes_back_as_it_was(
    database: Database, statement: Make, stored_item: str, now: datetime
) -> None:
    full = statement()
    assert all(getattr(full, field.name) for field in fields(full))
    bare = statement(
        "bare",
        body=None,
        speaker=None,
        role=None,
        said_on=None,
        published_at=None,
        topics=(),
        more=(),
        source="",
        utterance="",
        extractor=0,
    )
    with database.write() as session:
        assert statements.put(session, [full, bare], item=stored_item, now=now) == ("st-1", "bare")
    with database.read() as session:
        assert statements.get_many(session, ["bare", "none", "st-1"]) == (bare, full)
        assert set(statements.of_item(session, stored_item)) == {full, bare}


def test_a_statement_stored_again_stays_as_it_is(
    database: Database, statement: Make, now: datetime
) -> None:
    with database.write() as session:
        assert statements.put(session, [statement()], item=None, now=now) == ("st-1",)
        again = [statement(utterance="another", topics=("other",)), statement("st-2")]
        assert statements.put(session, again, item=None, now=now, seed=True) == ("st-2",)
        assert statements.put(session, [], item=None, now=now) == ()
        assert statements.get_many(session, ["st-1"]) == (statement(),)
        assert statements.history(session, "CN-MFA", topics=["other"]) == ()


def test_a_statement_of_an_item_that_is_not_stored_is_refused(
    database: Database, statement: Make, now: datetime
) -> None:
    with pytest.raises(DatabaseError), database.write() as session:
        statements.put(session, [statement()], item="none", now=now)


def said(day: int) -> SaidOn:
    return SaidOn(day=date(2025, 8, day))


def test_history_is_the_bodys_own_latest_first(
    database: Database, statement: Make, now: datetime
) -> None:
    early, late = (datetime(2025, 8, 20, hour, tzinfo=UTC) for hour in (1, 9))
    rows = [
        statement("old", said_on=said(1)),
        statement("undated", said_on=None, published_at=datetime(2025, 8, 5, tzinfo=UTC)),
        statement("unpublished", said_on=said(20), published_at=None),
        statement("early", said_on=said(20), published_at=early),
        statement("late", said_on=said(20), published_at=late),
        statement("mofcom", body="CN-MOFCOM", said_on=said(21)),
        statement("nobody", body=None, said_on=said(22)),
    ]
    with database.write() as session:
        statements.put(session, rows, item=None, now=now)

    def history(**given: object) -> list[str]:
        with database.read() as session:
            found = statements.history(session, "CN-MFA", **given)  # type: ignore[arg-type]  # by name
            return [one.id for one in found]

    assert history() == ["late", "early", "unpublished", "undated", "old"]
    assert history(limit=2) == ["late", "early"]
    assert history(until=date(2025, 8, 5)) == ["undated", "old"]


def test_history_is_of_the_topics_asked_for(
    database: Database, statement: Make, now: datetime
) -> None:
    rows = [
        statement("both", topics=("a", "b")),
        statement("a", topics=("a",)),
        statement("none", topics=()),
    ]
    with database.write() as session:
        statements.put(session, rows, item=None, now=now)
        for topics, found in ((["a", "b"], {"a", "both"}), (["b"], {"both"}), ([], set())):
            history = statements.history(session, "CN-MFA", topics=topics)
            assert {one.id for one in history} == found
        assert len(statements.history(session, "CN-MFA")) == 3


def test_a_superseded_statement_is_kept_and_is_history_no_longer(
    database: Database, statement: Make, stored_item: str, now: datetime
) -> None:
    with database.write() as session:
        statements.put(session, [statement("a"), statement("b")], item=stored_item, now=now)
        statements.put(session, [statement("elsewhere")], item=None, now=now)
        assert statements.supersede(session, stored_item, ["a"], now) == 1
        assert statements.supersede(session, stored_item, ["a"], now) == 0
        history = statements.history(session, "CN-MFA")
        assert {one.id for one in history} == {"a", "elsewhere"}
        assert [one.id for one in statements.of_item(session, stored_item)] == ["a"]
        assert [one.id for one in statements.get_many(session, ["b"])] == ["b"]
        assert statements.supersede(session, stored_item, ["b"], now) == 1
        assert [one.id for one in statements.of_item(session, stored_item)] == ["b"]


def test_the_bodies_that_spoke_are_known(
    database: Database, statement: Make, now: datetime
) -> None:
    rows = [
        statement("1", topics=("a",)),
        statement("2", body="CN-MOFCOM", topics=("a", "b")),
        statement("3", body=None),
    ]
    with database.write() as session:
        statements.put(session, rows, item=None, now=now)
        assert statements.bodies(session) == ("CN-MFA", "CN-MOFCOM")
        assert statements.bodies(session, topic="b") == ("CN-MOFCOM",)
