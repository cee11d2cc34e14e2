from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.normalize import normalize
from monitor.wording.concepts import Sort, Tokenizer
from monitor.wording.lexicon import Entry, Lexicon, Role


def entry(form: str, concept: str, role: Role = Role.CONCEPT, language: str = "en") -> Entry:
    return Entry(form=form, language=language, concept=concept, role=role)


LEXICON = Lexicon(
    entries=(
        entry("the", "NOISE", Role.NOISE),
        entry("strengthen", "STRENGTHEN"),
        entry("export control", "EXPORT_CONTROL", Role.TERM),
        entry("export", "EXPORT", Role.TERM),
        entry("more than", "MORE_THAN", Role.SCOPE),
        entry("may", "MAY", Role.MODALITY),
        entry("加强", "STRENGTHEN", language="zh"),
        entry("出口管制", "EXPORT_CONTROL", Role.TERM, "zh"),
        entry("一定数量", "SOME", Role.SCOPE, "zh"),
        entry("以上", "AT_LEAST", Role.SCOPE, "zh"),
    )
)
TOKENIZER = Tokenizer(LEXICON)


def keys(text: str) -> list[str]:
    return [
        unit.key for unit in TOKENIZER.units(normalize(text).text) if unit.role is not Role.NOISE
    ]


def test_inflections_of_a_listed_word_need_no_entry() -> None:
    assert keys("strengthening the export controls") == keys("strengthens export control")


def test_the_longest_form_wins() -> None:
    assert keys("export control") == ["EXPORT_CONTROL"]


def test_a_modal_is_known_by_its_surface_and_the_month_of_may_is_a_date() -> None:
    assert keys("may") == ["MAY"]
    assert keys("May 2025") == ["date:2025-5-?"]


def test_both_languages_meet_in_one_concept() -> None:
    assert keys("加强出口管制") == ["STRENGTHEN", "EXPORT_CONTROL"]


def test_traditional_characters_are_the_same_words() -> None:
    assert keys("加強出口管制") == keys("加强出口管制")


def test_a_bound_counts_only_beside_a_number() -> None:
    assert "AT_LEAST" in keys("10%以上")
    assert "AT_LEAST" not in keys("以上加强")


def test_a_name_of_the_lexicon_swallows_the_numeral_in_it() -> None:
    assert keys("一定数量") == ["SOME"]


def test_one_tenth_written_three_ways_is_one_fact() -> None:
    assert keys("10%") == keys("一成") == keys("10 percent") == ["num:10:percent"]


def test_list_marks_are_no_numbers() -> None:
    assert keys("1. export\n2. export") == keys("(a) export\n(b) export")
    assert keys("一、出口管制") == keys("（一）出口管制")


def test_an_unknown_word_keeps_its_stem_as_key() -> None:
    (unit,) = TOKENIZER.units("widgets")
    assert unit.role is Sort.WORD
    assert keys("widgets") == keys("widget")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_units_stay_in_order_within_the_text_and_never_overlap(text: str) -> None:
    folded = normalize(text).text
    at = 0
    for unit in TOKENIZER.units(folded):
        assert at <= unit.start < unit.end <= len(folded)
        at = unit.end
