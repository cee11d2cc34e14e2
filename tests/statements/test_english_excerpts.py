"""English excerpts: surnames alone, statements that go on, nested tellings, houses and units."""

from datetime import UTC, date, datetime

import pytest

from monitor.statements.statement import Mode
from tests.statements.conftest import Reader

pytestmark = pytest.mark.filterwarnings("error")

DAY = datetime(2025, 10, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "body", "speaker", "words"),
    [
        (
            "The Fed kept its rate. Officials differed.\n\n“There is no rush,” Waller said.",
            "US-FED", "Christopher Waller", "There is no rush",
        ),
        (
            "The governor of the Central Bank of Nigeria (CBN), Olayemi Cardoso said it was late.",
            "NG-CB", "Olayemi Cardoso", "it was late",
        ),
        (
            "Margaret Doe of the World Health Organization told reporters it was late.",
            "WHO", "Margaret Doe", "it was late",
        ),
        (
            "The US Navy's 7th Fleet said it had sent a ship.",
            "US-DOD", None, "it had sent a ship",
        ),
        (
            "India's trade minister will visit Washington, his office said.",
            "IN-MOCI", None, "India's trade minister will visit Washington",
        ),
        (
            "Brazil's Minister of Energy, Ana Silva, met them.\n\nMinister Silva said it is late.",
            "BR-IND", "Ana Silva", "it is late",
        ),
        (
            "Riyadh's Prince Abdulaziz bin Salman met them.\n\nPrince Abdulaziz said it is late.",
            "SA-IND", "Prince Abdulaziz bin Salman", "it is late",
        ),
        (
            "Beijing's ambassador to the Netherlands said it was late.",
            "CN-EMB", None, "it was late",
        ),
        (
            "The energy minister, while conceding the point, said it was late for Germany.",
            None, None, None,
        ),
        (
            "The Philippine Coast Guard (PCG) sailed.\n\nThe PCG said that by sailing it held.",
            "PH-CG", None, "by sailing it held",
        ),
    ],
)  # fmt: skip
def test_who_speaks_is_read(
    statements: Reader, text: str, body: str | None, speaker: str | None, words: str | None
) -> None:
    found = statements(text, published=DAY, country="US")
    if words is None:
        assert all(statement.body != "US-DOE" for statement in found)
        return
    last = found[-1]
    assert (last.body, last.speaker, last.text) == (body, speaker, words)


def test_a_surname_that_the_text_gives_to_somebody_else_is_theirs(statements: Reader) -> None:
    text = (
        "The Fed kept its rate. Hedda Waller, who trades bonds, was glad.\n\n“Good,” Waller said."
    )
    assert statements(text, published=DAY, country="US") == ()


def test_a_premier_of_a_province_is_no_head_of_government(statements: Reader) -> None:
    text = "Ontario's premier, Jane Roe, said that he would cut off electricity."
    assert all(s.body is None for s in statements(text, published=DAY, country="CA"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Minister Yeo Han-koo called for a fair answer in his meetings, the ministry said.",
            "Minister Yeo Han-koo called for a fair answer in his meetings",
        ),
        (
            "According to the Chinese Foreign Ministry, Wang mentioned history in the talks.",
            "Wang mentioned history in the talks",
        ),
    ],
)
def test_what_a_ministry_tells_of_its_minister_is_the_ministrys(
    statements: Reader, text: str, words: str
) -> None:
    intro = "South Korea's trade ministry and China's held talks on Monday.\n\n"
    assert [s.text for s in statements(intro + text, published=DAY, country="KR")] == [words]


@pytest.mark.parametrize(
    "rest",
    [
        "Export operators must apply for a licence.",
        "The rule applies to all exporters.",
        "Under the pretext of security, the US is in fact pursuing hegemonism.",
        "This is a typical act of coercion, which China firmly opposes.",
        "It is not conducive to both countries.",
    ],
)
def test_a_ministry_goes_on_in_its_own_voice(statements: Reader, rest: str) -> None:
    first = "China's commerce ministry said that the list has grown."
    found = statements(f"{first} {rest}", published=DAY, country="CN")
    assert [s.text for s in found] == [f"the list has grown. {rest[:-1]}"]


@pytest.mark.parametrize(
    "rest",
    [
        "China is the world's largest producer of rare earths.",
        "The rule, due Oct. 15, will be based on old data.",
        "But exporters must wait.",
        "John Doe would not wait.",
    ],
)
def test_a_reporter_goes_on_in_theirs(statements: Reader, rest: str) -> None:
    first = "China's commerce ministry said that the list has grown."
    found = statements(f"{first} {rest}", published=DAY, country="CN")
    assert [s.text for s in found] == ["the list has grown"]


def test_a_list_behind_a_colon_is_the_bodys(statements: Reader) -> None:
    text = (
        "China's commerce ministry said that it takes the following measures:\n\n"
        "The export of magnets to the three firms ends."
    )
    found = statements(text, published=DAY, country="CN")
    assert [s.body for s in found] == ["CN-MOFCOM"] * 2
    assert found[1].text == "The export of magnets to the three firms ends"


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for the Japanese trade ministry said he could not immediately comment.",
        "Trump affirmed that ruling.",
        "The Fed governor disclosed this during a briefing.",
    ],
)
def test_no_comment_is_no_statement(statements: Reader, text: str) -> None:
    assert statements(text, published=DAY, country="US") == ()


def test_two_single_marks_close_a_quotation(statements: Reader) -> None:
    text = "“It is late,’’ said Bessent, adding that he would go."
    found = statements(text, published=DAY, country="US")
    assert [(s.mode, s.text) for s in found] == [
        (Mode.DIRECT, "It is late"),
        (Mode.INDIRECT, "he would go"),
    ]


def test_the_weekday_of_a_threat_is_its_day(statements: Reader) -> None:
    found = statements("Trump threatened Monday to raise tariffs.", published=DAY, country="US")
    assert found[0].said_on is not None
    assert found[0].said_on.day == date(2025, 10, 6)


def test_a_time_told_of_is_not_the_time_of_telling(statements: Reader) -> None:
    text = "While he expects cuts to begin some time this year, Bessent said he sees risks."
    found = statements(text, published=DAY, country="US")
    assert found[0].said_on is not None
    assert found[0].said_on.day == DAY.date()


def test_a_scene_is_set_by_a_surname(statements: Reader) -> None:
    text = (
        "Bessent answered questions on Oct. 5 from a television host.\n"
        "Bessent replied, “The deal is not finished.”"
    )
    found = statements(text, published=DAY, country="US")
    assert found[-1].said_on is not None
    assert found[-1].said_on.day == date(2025, 10, 5)


def test_where_only_one_state_is_named_the_ministry_is_its(statements: Reader) -> None:
    text = (
        "The Ministry of Commerce pointed out that two US entities would be added to a list.\n\n"
        "The Export Control Law of China applies."
    )
    assert statements(text, published=DAY, country="NL")[0].body == "CN-MOFCOM"
