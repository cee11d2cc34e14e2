import pytest

from evals.sorts import SORTS, derived

WORDS = "The ministry will review all applications for export licences in due course."


@pytest.mark.parametrize(
    ("before", "after", "sort"),
    [
        (WORDS, WORDS.replace("all applications", "every request"), "paraphrase"),
        (WORDS, f"LONDON, May 2 (Agency) — {WORDS}", "copy"),
        (WORDS, f"It said in May: “{WORDS}”", "requote"),
        ("Valid until 3 May 2024.", "Valid until 1 May 2025.", "dates"),
        ("根据2024年第1号公告执行。", "根据2025年第3号公告执行。", "dates"),
        ("Canada and Mexico agreed.", "Mexico and Canada agreed.", "form"),
        ("稀土出口許可", "稀土出口许可", "form"),
    ],
)
def test_the_texts_of_a_pair_tell_its_sort(before: str, after: str, sort: str) -> None:
    assert derived(before, after, versions=False) == sort


def test_a_version_that_holds_the_older_one_and_more_has_grown() -> None:
    more = f"{WORDS} Shares of mining companies rose in early trading."
    assert derived(WORDS, more, versions=True) == "growth"


def test_other_numbers_make_a_longer_text_no_copy() -> None:
    long = f"{WORDS} Nobody has to file anew. Exporters hear from the province in which they trade."
    before, after = f"{long} See form 12.", f"Notice. {long} See form 13 now."
    assert derived(before, after, versions=False) == "dates"
    assert derived(long, f"Notice. {long}", versions=False) == "copy"


def test_a_note_tells_another_translator_from_another_reporter() -> None:
    assert derived(
        WORDS, "Licences are to be examined.", versions=False, note="two renderings"
    ) == ("rendering")
    assert "rendering" in SORTS
