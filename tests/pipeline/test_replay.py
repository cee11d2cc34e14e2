"""Documents handed in as JSON lines go through the whole pipeline as if met on their day."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.cli.shown import recorded_rows
from monitor.errors import MonitorError
from monitor.pipeline.record import Recorder
from monitor.pipeline.replay import given, moment, replay
from tests.pipeline.visiting import spoken


def document(name: str, text: str, at: str | None = "2025-08-19", **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://news.example/{name}",
        "source": "wire",
        "title": "On rare earths",
        "published_at": at,
        "text": text,
        **more,
    }


JULY = document("july", spoken("approve", day="July 24", name="Guo Jiakun"), "2025-07-24")
AUGUST = document("august", spoken("not approve"))


def rows(recorder: Recorder, documents: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [given(row, where=f"line {number}") for number, row in enumerate(documents, 1)]
    return [row for _, one in replay(found, recorder) for row in recorded_rows(one)]


def test_documents_in_any_order_give_the_rows_of_the_contract(recorder: Recorder) -> None:
    made = rows(recorder, [AUGUST, JULY])
    assert [row["type"] for row in made] == ["statement", "statement", "shift", "alert"]
    july, august, shift, alert = made
    assert july["said_on"] == "2025-07-24"
    assert {
        "id": august["id"],
        "url": AUGUST["url"],
        "body": "CN-MFA",
        "speaker": "Mao Ning",
        "said_on": "2025-08-19",
        "mode": "direct",
        "tier": 2,
    }.items() <= august.items()
    assert AUGUST["text"][august["start"] : august["end"]] == august["text"]
    assert august["utterance"]
    assert set(august["topics"]) >= {"rare-earths"}
    assert "polarity" in shift["kinds"]
    assert (shift["statement"], shift["against"]) == (august["id"], [july["id"]])
    assert (shift["before"], shift["after"]) == (july["text"], august["text"])
    assert shift["added"] == ["not"]
    assert {"removed", "severity", "confidence", "level", "silenced", "rules"} <= set(shift)
    assert alert["shift"] == shift["id"]
    assert alert["subject"]


def test_the_same_documents_give_the_same_ids(recorder: Recorder) -> None:
    assert rows(recorder, [JULY, AUGUST]) == rows(recorder, [AUGUST, JULY])


def test_the_same_address_twice_is_an_edit_of_one_page(recorder: Recorder) -> None:
    def page(words: str, at: str) -> dict[str, Any]:
        text = f"China will {words} qualified applications for rare-earth exports."
        return document("page", text, at, body="CN-MFA")

    made = rows(recorder, [page("not approve", "2025-08-19"), page("approve", "2025-08-18")])
    (edit,) = [row for row in made if row["type"] == "shift" and "text_edit" in row["kinds"]]
    assert "not approve" in edit["after"]


def test_documents_without_an_address_are_told_apart_by_their_words(recorder: Recorder) -> None:
    made = rows(recorder, [{**JULY, "url": ""}, {**AUGUST, "url": None}])
    assert [row["type"] for row in made].count("statement") == 2
    assert not any("text_edit" in row.get("kinds", ()) for row in made)


def test_a_document_on_no_topic_is_left_out_and_one_without_a_time_comes_first(
    recorder: Recorder,
) -> None:
    weather = document("weather", "The ministry said that it will rain on Tuesday.", title="Rain")
    undated = document("undated", spoken("consider", day="June 19"), None)
    made = rows(recorder, [JULY, weather, undated])
    statements = [row["url"] for row in made if row["type"] == "statement"]
    assert statements == [undated["url"], JULY["url"]]


def test_html_is_read_as_an_article(recorder: Recorder) -> None:
    html = f"<html><body><nav>Menu</nav><article><p>{AUGUST['text']}</p></article></body></html>"
    (row,) = rows(recorder, [{**AUGUST, "text": None, "html": html}])
    assert row["speaker"] == "Mao Ning"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([], "not a JSON object"),
        ({"title": "x"}, "neither text nor html"),
        ({"text": 7}, "text is not a string"),
        ({"text": "x", "published_at": "yesterday"}, "not a date or a time: 'yesterday'"),
    ],
)
def test_a_line_that_is_no_document_is_named(row: object, words: str) -> None:
    with pytest.raises(MonitorError, match=words) as caught:
        given(row, where="a.jsonl:7")
    assert str(caught.value).startswith("a.jsonl:7: ")


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("2025-08-19", datetime(2025, 8, 19, tzinfo=UTC)),
        ("2025-08-19T08:30:00+08:00", datetime(2025, 8, 19, 0, 30, tzinfo=UTC)),
        ("2025-08-19T08:30:00Z", datetime(2025, 8, 19, 8, 30, tzinfo=UTC)),
        (" 2025-08-19 08:30 ", datetime(2025, 8, 19, 8, 30, tzinfo=UTC)),
    ],
)
def test_days_and_times_are_read_as_utc(raw: str, at: datetime) -> None:
    assert moment(raw, where="here") == at


def test_a_time_beyond_the_calendar_is_an_error_and_no_crash() -> None:
    with pytest.raises(MonitorError, match="not a date or a time"):
        moment("0001-01-01T00:00:00+14:00", where="here")
