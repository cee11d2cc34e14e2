"""What a phrase, a name or an aside amounts to between two partners."""

import pytest

from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.morphology import is_past
from monitor.wording.shift import Direction, Kind


def compared(
    comparer: Comparer,
    before: str,
    after: str,
    language: str = "en",
    mode: PairMode = PairMode.STATEMENTS,
) -> Comparison:
    return comparer.compare(before, after, language=language, mode=mode)


def test_no_in_front_of_those_who_were_some_turns_what_is_said(comparer: Comparer) -> None:
    found = compared(
        comparer,
        "Several Korean firms have obtained permits for graphite.",
        "No Korean firm has thus far obtained a permit for graphite.",
    )
    assert Kind.POLARITY in found.kinds


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (
            "A permit is required for sales of all machines on the list.",
            "A permit is required for sales of all machines on the list, apart from those made "
            "before 2010 and sold as scrap.",
            "en",
        ),
        ("企业出口设备须办理许可证。", "企业出口设备须办理许可证，2010年以前生产的除外。", "zh"),
    ],
)
def test_an_exception_narrows_what_it_is_added_to(
    comparer: Comparer, before: str, after: str, language: str
) -> None:
    assert Kind.SCOPE_NARROWED in compared(comparer, before, after, language).kinds
    assert Kind.SCOPE_WIDENED in compared(comparer, after, before, language).kinds


@pytest.mark.parametrize("other", ["MAFF", "the Chancellor"])
def test_another_office_in_the_place_of_one_is_another_actor(
    comparer: Comparer, other: str
) -> None:
    found = compared(
        comparer,
        "Under the plan METI may withdraw the permit.",
        f"Under the plan {other} may withdraw the permit.",
        mode=PairMode.VERSIONS,
    )
    assert found.kinds == (Kind.ACTOR,)


def test_what_was_planned_is_done_though_the_verb_is_irregular(comparer: Comparer) -> None:
    found = compared(
        comparer,
        "Our two ministries plan to hold the consultation on subsidies in Lisbon.",
        "Our two ministries held the consultation on subsidies in Lisbon.",
    )
    assert found.kinds == (Kind.STATUS,)


@pytest.mark.parametrize(("word", "past"), [("held", True), ("sold", True), ("hold", False)])
def test_an_irregular_past_is_known_and_an_irregular_plural_is_none(word: str, past: bool) -> None:
    assert is_past(word) is past
    assert not is_past("countries")


@pytest.mark.parametrize(
    ("before", "after"), [("Restricted", "Prohibited"), ("restricted", "banned")]
)
def test_a_ban_in_the_place_of_a_restriction_is_harder(
    comparer: Comparer, before: str, after: str
) -> None:
    there = compared(comparer, f"Imports of tyres are {before}.", f"Imports of tyres are {after}.")
    back = compared(comparer, f"Imports of tyres are {after}.", f"Imports of tyres are {before}.")
    assert [f.direction for f in there.telling][:1] == [Direction.HARDER]
    assert [f.direction for f in back.telling][:1] == [Direction.SOFTER]


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (
            "The levy protects our farmers and our forests.",
            "The levy protects our farmers and our forests, and does not target foreign grain.",
            "en",
        ),
        ("港口可以受理申请。", "港口可以受理申请，并且不用于军事运输。", "zh"),
    ],
)
def test_a_denial_within_an_added_phrase_turns_nothing_that_was_said(
    comparer: Comparer, before: str, after: str, language: str
) -> None:
    assert compared(comparer, before, after, language).kinds == (Kind.ADDED,)


def test_what_may_be_and_what_is_refused_are_opposites(comparer: Comparer) -> None:
    found = compared(comparer, "对该类设备不予补贴。", "对该类设备可予补贴。", "zh")
    assert Kind.POLARITY in found.kinds


def test_yet_to_denies(comparer: Comparer) -> None:
    found = compared(
        comparer, "The council has approved the pact.", "The council has yet to approve the pact."
    )
    assert Kind.POLARITY in found.kinds


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (
            "The Forest Grants Board pays the subsidy every spring.",
            "The Forest Grants Board (FGB) pays the subsidy every spring.",
            "en",
        ),
        (
            "Oslo will spend 4 billion crowns on ports.",
            "Oslo will spend 4 billion crowns on ports. ($1 = 10.2 crowns)",
            "en",
        ),
        (
            "《港口费管理办法》自公布之日起施行。",
            "《港口费管理办法》(以下简称《办法》)自公布之日起施行。",
            "zh",
        ),
        ("协助日本企业更快进口设备。", "协助日企更迅速进口设备。", "zh"),
        ("依据财关税〔2021〕8号办理。", "依据财关税〔2021〕 8 号办理。", "zh"),
    ],
)
def test_an_aside_or_a_shorter_name_says_nothing_new(
    comparer: Comparer, before: str, after: str, language: str
) -> None:
    assert compared(comparer, before, after, language).kinds == ()
    assert compared(comparer, before, after, language, PairMode.VERSIONS).kinds == ()


@pytest.mark.parametrize(
    "line", ["林剑主持例行记者会。", "Mao Ning held a regular press conference."]
)
def test_that_somebody_met_the_press_is_no_part_of_what_was_said(
    comparer: Comparer, line: str
) -> None:
    language, said = ("zh", "我们反对加税。") if line[0] > "z" else ("en", "We oppose the levy.")
    assert compared(comparer, said, f"{line} {said}", language).kinds == ()


def test_a_short_sentence_that_alone_is_gone_from_a_text_is_told(comparer: Comparer) -> None:
    kept = (
        "We are in close contact with the port of Durban. Our growers have to wait for the "
        "results of the inspection. The harvest of oranges begins in May and ends in August."
    )
    gone = " We raised the matter at the highest level."
    first, second = kept.split(". ", 1)
    assert compared(comparer, f"{first}.{gone} {second}", kept).kinds == (Kind.DROPPED,)


def test_letters_in_brackets_that_are_no_initials_stay(comparer: Comparer) -> None:
    bare = compared(
        comparer, "The levy on steel stands until May.", "The levy on steel (FGB) stands until May."
    )
    assert bare.kinds == (Kind.ADDED,)
