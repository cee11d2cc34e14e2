"""Full text in both scripts, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.item import Item
from monitor.statements.statement import Statement
from monitor.storage import items, listing, search, statements
from monitor.storage.engine import Database
from monitor.storage.listing import Filters
from monitor.storage.search import Kind, Term, terms
from monitor.text.tokens import tokens

Items = Callable[..., Item]


@pytest.fixture
def put(database: Database, item: Items, now: datetime) -> Callable[..., str]:
    count = 0

    def make(text: str, title: str = "Title", topics: tuple[str, ...] = ("rare-earths",)) -> str:
        nonlocal count
        count += 1
        made = item(key=f"k{count}", aliases=(), text=text, title=title)
        with database.write() as session:
            at = now + timedelta(seconds=count)
            return items.put(session, made, language="zh", topics=topics, now=at).id

    return make


@pytest.fixture
def find(database: Database) -> Callable[..., list[object]]:
    def make(q: str, **filters: object) -> list[object]:
        with database.read() as session:
            page = listing.items(session, Filters(q=q, **filters))  # type: ignore[arg-type]  # given by name
        return [row["id"] for row in page.rows]

    return make


def test_two_chinese_characters_are_found_in_simplified_and_traditional(
    put: Callable[..., str], find: Callable[..., list[object]]
) -> None:
    simplified, traditional = put("对稀土实施出口管制。"), put("對稀土實施出口管制。")
    put("稀有的土地")
    assert find("稀土") == [traditional, simplified]
    assert find("稀土 管制") == [traditional, simplified]
    assert find("出口管制") == [traditional, simplified]
    assert find("土稀") == []
    assert find("管") == [traditional, simplified]


def test_words_are_found_by_their_beginning_and_phrases_as_they_stand(
    put: Callable[..., str], find: Callable[..., list[object]]
) -> None:
    one = put("New export controls on rare earths.")
    other = put("Controls of exports, and controlled exports.")
    assert find("control") == [other, one]
    assert find("CONTROLS export") == [other, one]
    assert find('"export controls"') == [one]
    assert find("ontrols") == []
    assert find('"export control"') == []


def test_titles_are_searched_and_numbers_are_phrases(
    put: Callable[..., str], find: Callable[..., list[object]]
) -> None:
    one = put("A value of 0.1 % or more.", title="Announcement No. 61")
    put("A value of 1.0 % or more.", title="Announcement No. 16")
    assert find("0.1") == [one]
    assert find('"No. 61"') == [one]


def test_a_text_that_changed_is_found_by_its_new_words_alone(
    database: Database, item: Items, find: Callable[..., list[object]], now: datetime
) -> None:
    with database.write() as session:
        first = items.put(session, item(text="gallium"), language="en", topics=(), now=now)
        items.put(session, item(text="germanium"), language="en", topics=(), now=now)
    assert find("germanium") == [first.id]
    assert find("gallium") == []


def test_filters_narrow_a_search(
    put: Callable[..., str], find: Callable[..., list[object]], now: datetime
) -> None:
    one, other = put("稀土", topics=("rare-earths",)), put("稀土", topics=("export-controls",))
    assert find("稀土", topic="rare-earths") == [one]
    assert find("稀土", topic="export-controls") == [other]
    assert find("稀土", source="mfa") == [other, one]
    assert find("稀土", source="elsewhere") == []
    assert find("稀土", since=now + timedelta(seconds=2)) == [other]


def test_pages_of_a_search_follow_each_other(database: Database, put: Callable[..., str]) -> None:
    made = [put(f"稀土 {number}") for number in range(7)]
    seen: list[object] = []
    cursor = None
    for _ in range(4):
        with database.read() as session:
            page = listing.items(session, Filters(q="稀土"), cursor=cursor, limit=3)
        seen += [row["id"] for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == made[::-1]


def test_a_cursor_of_another_listing_is_refused(
    database: Database, put: Callable[..., str]
) -> None:
    for number in range(3):
        put(f"稀土 {number}")
    with database.read() as session:
        cursor = listing.items(session, limit=1).next_cursor
        with pytest.raises(listing.ListingError, match="not a cursor"):
            listing.items(session, Filters(q="稀土"), cursor=cursor)


def test_statements_are_found_by_words_speaker_and_body(
    database: Database, statement: Callable[..., Statement], now: datetime
) -> None:
    with database.write() as session:
        statements.put(
            session, [statement("st-1"), statement("st-2", body="US-BIS")], item=None, now=now
        )

    def found(**filters: object) -> set[object]:
        with database.read() as session:
            page = listing.statements(session, Filters(**filters))  # type: ignore[arg-type]  # given by name
        return {row["id"] for row in page.rows}

    assert found(q="对话合作") == {"st-1", "st-2"}
    assert found(q="mao ning", body="CN-MFA") == {"st-1"}
    assert found(q="mao", topic="rare-earths", body="US-BIS") == {"st-2"}
    assert found(q="lin jian") == set()


@pytest.mark.parametrize(
    "q",
    ['"', "' OR 1=1 --", "a AND NOT b", "facets : zz", "*", "NEAR(a b)", "\\", "(", "a:*", "&|!"],
)
def test_a_query_holds_no_operators(
    put: Callable[..., str], find: Callable[..., list[object]], q: str
) -> None:
    put("nothing of it")
    assert find(q) == []


def test_any_query_is_answered() -> None:
    with Database.open("sqlite://") as database, database.read() as session:

        @given(q=st.text(max_size=60))
        @settings(max_examples=100, deadline=None)
        def asked(q: str) -> None:
            assert search.search(session, Kind.ITEM, terms(q), {}) == ()

        asked()


def test_terms_are_cut_as_texts_are() -> None:
    assert terms('export "dual-use items" 稀土 of') == (
        Term(tokens=("export",), prefix=True),
        Term(tokens=("dual", "use", "items")),
        Term(tokens=("稀", "土")),
        Term(tokens=("of",)),
    )


def test_a_token_is_a_word_or_one_chinese_character() -> None:
    assert list(tokens("Ｎｏ. 61号：稀土rare-earths カタ")) == [
        *("no", "61", "号", "稀", "土", "rare", "earths", "カ", "タ")
    ]
