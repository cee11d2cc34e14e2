"""Gold that has no documents is made some, and what goes out is judged by what is due."""

import pytest

from evals import rendered, streams
from evals.streams import Item
from monitor.wording.shift import Kind, Level, Shift

NAMES = {"en": {"US-FED": "Federal Reserve"}, "zh": {"US-FED": "美联储"}}
OFFICIAL = {
    "url": "https://example.org/1",
    "source": "Federal Reserve",
    "title": "Statement",
    "published_at": "2010-01-27T19:00:00Z",
    "lang": "en",
    "body": "US-FED",
    "text": "The Committee will keep the federal funds rate low. Inflation is subdued.",
}


def shift(level: Level, *, silenced: str | None = None) -> Shift:
    return Shift(
        id="s",
        kinds=(Kind.NUMBER,),
        body="US-FED",
        topic=None,
        statement="a",
        against=("b",),
        before="5 percent",
        after="6 percent",
        changes=(),
        removed=("5 percent",),
        added=("6 percent",),
        severity=8.0,
        confidence=1.0,
        level=level,
        silenced=silenced,
        rules=(),
    )


def item(expect: str, *shifts: Shift, kinds: tuple[str, ...] = ()) -> Item:
    return Item(
        id="i",
        lang="en",
        split="dev",
        sort="streams",
        expect=expect,
        kinds=kinds,
        statements=1,
        shifts=shifts,
    )


def test_an_official_text_is_followed_by_four_reports_that_hold_nothing_new() -> None:
    own, *reports = rendered.copies([OFFICIAL], NAMES)
    assert own["body"] == "US-FED" and "expect" not in own
    assert [row["expect"] for row in reports] == ["quiet"] * 4
    assert all("the Federal Reserve said" in row["text"] for row in reports)
    assert all("body" not in row for row in reports)


def test_a_report_without_a_date_comes_out_nine_days_later() -> None:
    rows = {row["id"]: row for row in rendered.copies([OFFICIAL], NAMES)}
    assert rows["official-0-undated"]["published_at"].startswith("2010-02-05")
    assert "2010" not in rows["official-0-undated"]["text"]
    assert "January 27, 2010" in rows["official-0-same-day"]["text"]


def test_a_thread_s_own_text_is_a_page_and_its_reports_are_articles() -> None:
    thread = {
        "id": "t",
        "split": "dev",
        "body": "US-FED",
        "lang": "zh",
        "topics": [],
        "statements": [
            {"said_on": "2025-06-01", "text": "利率不变。", "tier": 1},
            {"said_on": "2025-06-02", "text": "利率不变", "tier": 2, "expect": "quiet"},
            {"said_on": "2025-06-03", "text": "利率下调", "tier": 3, "expect": "shift"},
        ],
    }
    own, quoted, retold = rendered.thread(thread, NAMES)
    assert (own["body"], own["text"]) == ("US-FED", "利率不变。")
    assert quoted["text"] == "美联储2025年6月2日表示：“利率不变。”"
    assert retold["text"] == "美联储2025年6月3日表示，利率下调。"


def test_statements_of_one_address_and_day_are_one_document() -> None:
    given = {"said_on": "2025-06-01", "tier": 3, "url": "urn:one"}
    thread = {
        "id": "t",
        "split": "dev",
        "body": "US-FED",
        "lang": "en",
        "topics": [],
        "statements": [{**given, "text": "rates stay"}, {**given, "text": "prices fall"}],
    }
    (row,) = rendered.thread(thread, NAMES)
    assert "rates stay" in row["text"] and "prices fall" in row["text"]


@pytest.mark.parametrize(
    ("shifts", "is_false"),
    [
        ((), False),
        ((shift(Level.INFO),), False),
        ((shift(Level.ALERT, silenced="translator"),), False),
        ((shift(Level.DIGEST),), True),
        ((shift(Level.ALERT),), True),
    ],
)
def test_what_goes_out_where_nothing_is_due_is_a_false_alarm(
    shifts: tuple[Shift, ...], is_false: bool
) -> None:
    quiet = item("quiet", *shifts)
    assert streams.false_alarms([quiet]) == ([quiet] if is_false else [])
    assert quiet.is_right is not is_false


def test_what_is_told_where_it_is_due_is_no_false_alarm() -> None:
    assert streams.false_alarms([item("shift", shift(Level.ALERT))]) == []


def test_a_shift_of_another_kind_than_the_expected_is_not_right() -> None:
    assert item("shift", shift(Level.ALERT), kinds=("number",)).is_right
    assert not item("shift", shift(Level.ALERT), kinds=("polarity",)).is_right


def test_history_is_not_judged() -> None:
    assert streams.judged([item(""), item("quiet")]) == [item("quiet")]


def test_a_stream_goes_through_the_whole_pipeline() -> None:
    found = {one.id: one for one in streams.items("streams")}
    edited = found["en-text-edit-1"]
    assert Kind.TEXT_EDIT in edited.told[0].kinds
    assert edited.changed and edited.by_difflib < 1.0
    assert found["en-growing-story-2"].told == ()


def test_one_piece_of_news_is_due_once() -> None:
    found = {one.id: one for one in streams.items("articles")}
    news: dict[str, list[Item]] = {}
    for row in streams.lines("due.jsonl"):
        if "same" in row:
            news.setdefault(row["same"], []).append(found[row["id"]])
    assert news
    for reports in news.values():
        assert sum(one.is_due and bool(one.told) for one in reports) <= 1


def test_the_best_baselines_stand_beside_the_product() -> None:
    quiet, due = item("quiet"), item("shift", shift(Level.ALERT))
    names = [one.name.split(" <")[0].strip() for one in streams.beside([quiet, due])]
    assert names == ["concepts", "alerts alone", "difflib", "TF-IDF", "page differ"]
