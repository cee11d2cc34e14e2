"""Two tellings of one utterance, and what counts between them all the same."""

import pytest

from monitor.wording.compare import Comparer, PairMode
from monitor.wording.concepts import Sort, Unit
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.spelling import misspelt
from monitor.wording.words import Words

STATED = (
    "The ministry will review the applications promptly. Firms that keep to the rules need not "
    "worry, and licences will be granted case by case."
)


def word(text: str, start: int = 0) -> Unit:
    return Unit(f"w:{text}", Sort.WORD, start, start + len(text), text)


def kinds(comparer: Comparer, before: str, after: str, language: str = "en") -> list[str]:
    found = comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)
    return [str(kind) for kind in found.kinds]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "Licences are granted case by case. The office will look at the buyer's record.",
            "The office said it would grant licences case by case and examine the buyer's record.",
        ),
        (
            "en",
            "The bank lowered its key rate by 25 basis points to 4-1/4 percent.",
            "The bank cut its benchmark rate by a quarter of a percentage point, to 4.25%.",
        ),
        (
            "en",
            "The accusations have no basis in fact, the envoy said.",
            'The envoy called the accusations "groundless".',
        ),
        (
            "zh",
            "关于出口许可问题，商务部发言人回应说，符合规定的申请都会及时批准。",
            "商务部发言人表示，对合规的申请，将及时予以批准。",
        ),
        (
            "zh",
            "外交部发言人强调，中方反对任何形式的单边制裁。",
            "外交部发言人说，中国反对各种形式的单边制裁。",
        ),
    ],
)
def test_another_reporters_words_are_no_shift(
    comparer: Comparer, language: str, before: str, after: str
) -> None:
    assert kinds(comparer, before, after, language) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (
            "Talks will be suspended for 90 days, the minister told reporters.",
            "The minister said negotiations would be suspended for one year.",
            "number",
        ),
        (
            "The port will accept Iranian tankers, the authority said.",
            "The authority said the port will not accept tankers from Iran.",
            "polarity",
        ),
        (
            "The reporting deadline for importers is 31 January 2026.",
            "The reporting deadline for importers is 30 September 2026.",
            "date",
        ),
    ],
)
def test_a_number_a_negation_and_a_deadline_count_in_any_telling(
    comparer: Comparer, before: str, after: str, kind: str
) -> None:
    assert kind in kinds(comparer, before, after)


def test_what_a_reporter_leaves_out_is_not_taken_for_dropped(comparer: Comparer) -> None:
    told = "The ministry said it would swiftly examine the applications, granting each on its case."
    found = comparer.compare(STATED, told, language="en", mode=PairMode.STATEMENTS)
    assert not any(finding.rule == "clause.dropped" for finding in found.telling)


def test_the_same_omission_counts_where_all_else_is_word_for_word(comparer: Comparer) -> None:
    before = "We will review the applications promptly. We will open a green channel for hospitals."
    assert "dropped" in kinds(comparer, before, "We will review the applications promptly.")


def test_a_plan_that_is_told_as_an_act_is_a_change_of_status(comparer: Comparer) -> None:
    before, after = "商务部拟对有关产品发起反倾销调查。", "商务部对有关产品发起反倾销调查。"
    assert kinds(comparer, before, after, "zh") == ["status"]


def test_one_character_alone_is_a_choice_of_words(comparer: Comparer) -> None:
    assert kinds(comparer, "由中国海警依法登临检查。", "由中国海军依法登临检查。", "zh")


def test_a_last_warning_that_one_side_alone_gives_is_a_step(comparer: Comparer) -> None:
    before, after = "我们希望菲方停止侵权。", "我们要求菲方停止侵权，勿谓言之不预。"
    assert "strength" in kinds(comparer, before, after, "zh")


def test_kin_share_a_class_or_a_derivation_and_are_no_opposites() -> None:
    kinship = Kinship(
        Lexicon(
            entries=(),
            synonyms=(("probe", "examine"), ("strong", "weak")),
            antonyms=(("strong", "weak"),),
        )
    )
    assert kinship.are_kin(word("probe"), word("examin"))
    assert kinship.are_kin(word("authoris"), word("authorit"))
    assert kinship.are_opposite(word("strong"), word("weak"))
    assert not kinship.are_kin(word("strong"), word("weak"))
    assert not kinship.are_kin(word("probe"), word("strong"))


def test_coverage_counts_the_parts_of_what_is_known_as_a_whole(comparer: Comparer) -> None:
    kinship = Kinship(comparer.lexicon)
    whole = Unit("LICENCE_APPLICATION", Role.TERM, 0, 4, "许可申请", parts=("LICENCE", "APPLY_FOR"))
    licence = Unit("LICENCE", Role.TERM, 0, 2, "许可")
    assert kinship.covered([licence], kinship.content([whole])) == (1.0, 1.0)
    told, weight = kinship.covered([whole], kinship.content([licence]))
    assert told == pytest.approx(weight / 2)


def test_a_whole_form_tells_its_parts(comparer: Comparer) -> None:
    assert "LICENCE" in comparer.concepts("许可", language="zh")
    before = "中方反对泛化国家安全概念。"
    assert kinds(comparer, before, "中国反对把国家安全概念泛化。", "zh") == []


def test_the_words_of_two_partners_are_counted_once() -> None:
    words = Words([word("a"), word("b"), word("c")], [word("a"), word("x"), word("c")])
    assert (words.common, words.least, len(words.stretches)) == (2, 3, 1)
    assert words.ratio == pytest.approx(2 / 3)
    assert words.empty([]) == 1


@pytest.mark.parametrize(
    ("one", "two", "same"), [("harris", "haris", True), ("able", "unable", False)]
)
def test_a_letter_is_spelling_and_a_negating_prefix_is_not(one: str, two: str, same: bool) -> None:
    assert misspelt(one, two) is same
