"""What a thread's page and the command line's matrix are made of."""

from datetime import date, timedelta

import pytest

from monitor.pipeline.reader import Reader
from monitor.pipeline.threads import LONGEST_COMPARED, Cell, Ladders, compared, in_thread, matrix
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.shift import Formulation, FormulationStatus, Kind

FIRST = date(2025, 1, 1)


def said(
    days: int, text: str = "words", *, language: str = "en", mode: Mode = Mode.DIRECT
) -> Statement:
    day = FIRST + timedelta(days=days)
    return Statement(
        id=f"st-{days}",
        url="",
        body="CN-MFA",
        speaker=None,
        role=None,
        said_on=SaidOn(day=day, evidence="page"),
        published_at=None,
        mode=mode,
        tier=Tier.QUOTE,
        translator=Translator.ISSUER,
        language=language,
        topics=("rare-earths",),
        text=text,
        span=Span(start=0, end=len(text)),
    )


def formulation(days: tuple[int, ...], status: FormulationStatus) -> Formulation:
    return Formulation(
        id="f",
        body="CN-MFA",
        topic="rare-earths",
        language="en",
        text="words",
        concepts=("A", "B", "C"),
        first_seen=FIRST + timedelta(days=days[0]),
        last_seen=FIRST + timedelta(days=days[-1]),
        days=len(days),
        status=status,
        statements=tuple(f"st-{each}" for each in days),
    )


@pytest.mark.parametrize(
    ("status", "last"),
    [(FormulationStatus.DROPPED, "dropped unsaid"), (FormulationStatus.STANDING, "unsaid unsaid")],
)
def test_each_day_of_a_thread_says_what_became_of_a_formulation(
    status: FormulationStatus, last: str
) -> None:
    made = matrix([formulation((1, 2, 4), status)], [said(days) for days in range(7)])
    assert made.days[0] == FIRST
    (row,) = made.rows
    assert " ".join(row.cells) == f"before new said unsaid said {last}"


def test_a_formulation_of_days_that_are_not_shown_is_not_yet_said() -> None:
    made = matrix([formulation((1, 2), FormulationStatus.STANDING)], [said(5), said(6)])
    assert made.rows[0].cells == (Cell.BEFORE, Cell.BEFORE)


def test_words_stand_on_the_highest_rung_that_they_reach(reader: Reader) -> None:
    ladders = Ladders(reader.comparer)
    mild = said(0, "China is concerned about these export controls.")
    hard = said(1, "中方坚决反对，严重关切，并提出严正交涉。", language="zh")
    none = said(2, "The meeting begins at nine.")
    (rung,) = [rung for rung in ladders.highest(mild) if rung.ladder == "escalation"]
    (higher,) = [rung for rung in ladders.highest(hard) if rung.ladder == "escalation"]
    assert (rung.concept, higher.concept) == ("CONCERNED", "FIRMLY_OPPOSED")
    assert higher.level > rung.level
    assert ladders.highest(none) == ()
    names = ladders.names()["escalation"]
    assert list(names) == sorted(names)
    assert names[higher.level] == "FIRMLY_OPPOSED"
    assert "degree" not in ladders.names()


@pytest.mark.parametrize(
    ("text", "language", "concepts"),
    [
        ("China does not oppose the plan.", "en", ()),
        ("中方不反对有关安排。", "zh", ()),
        ("China does not accept and strongly opposes the sanctions.", "en", ("FIRMLY_OPPOSED",)),
        ("China opposes it and will not protest.", "en", ("OPPOSED",)),
        ("It is not only regrettable that they did so.", "en", ("SERIOUSLY_CONCERNED",)),
        ("中方坚决反对，绝不接受。", "zh", ("FIRMLY_OPPOSED",)),
    ],
)
def test_what_is_denied_reaches_no_rung(
    reader: Reader, text: str, language: str, concepts: tuple[str, ...]
) -> None:
    found = Ladders(reader.comparer).highest(said(0, text, language=language))
    assert tuple(rung.concept for rung in found if rung.ladder == "escalation") == concepts


def test_what_an_excerpt_leaves_out_is_not_taken_for_gone(reader: Reader) -> None:
    before = said(
        0,
        "China will approve qualified applications for rare-earth exports, "
        "and it will set up a green channel.",
    )
    shorter = "China will approve qualified applications for rare-earth exports."
    quoted = compared(reader.comparer, before, said(1, shorter))
    whole = compared(reader.comparer, before, said(2, shorter, mode=Mode.FULL_TEXT))
    assert not [one for one in quoted.telling if one.kind is Kind.DROPPED]
    assert [one for one in whole.telling if one.kind is Kind.DROPPED]


def test_of_very_long_texts_the_beginning_is_compared(reader: Reader) -> None:
    long = said(0, "rare earth. " * LONGEST_COMPARED, language="none")
    assert len(compared(reader.comparer, said(1, "x"), long).after) == LONGEST_COMPARED


def test_a_thread_is_in_one_language_and_on_one_topic() -> None:
    both = [said(0), said(1, language="zh")]
    assert in_thread(both, "rare-earths", "zh") == [both[1]]
    assert in_thread(both, "gallium", "zh") == []
