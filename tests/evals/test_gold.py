"""What the gold must hold for its figures to mean something."""

import pytest

from evals import census, sorts, statements, streams
from evals.census import LANGUAGES, SPLITS, Census
from monitor.wording.shift import Kind

FEWEST_DOCUMENTS = 150
FEWEST_SHIFTS = 150
FEWEST_NEGATIVES = 200
FEWEST_OF_A_SORT = 10


@pytest.fixture(scope="module")
def counted() -> dict[str, Census]:
    return {language: census.census(language) for language in LANGUAGES}


def test_there_are_enough_documents_and_half_of_them_are_chinese(
    counted: dict[str, Census],
) -> None:
    numbers = [one.documents for one in counted.values()]
    assert sum(numbers) >= FEWEST_DOCUMENTS
    assert min(numbers) >= FEWEST_DOCUMENTS // 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_some_documents_hold_no_official_statement(
    counted: dict[str, Census], language: str
) -> None:
    assert counted[language].without >= 15


def test_there_are_enough_shifts_and_hard_negatives(counted: dict[str, Census]) -> None:
    assert sum(one.shifts for one in counted.values()) >= FEWEST_SHIFTS
    assert sum(sum(one.negatives.values()) for one in counted.values()) >= FEWEST_NEGATIVES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_shift_stands_in_the_gold_of_each_language(
    counted: dict[str, Census], language: str, kind: Kind
) -> None:
    assert counted[language].kinds[kind] >= 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", sorts.SORTS)
def test_every_sort_of_noise_stands_in_the_gold_of_each_language(
    counted: dict[str, Census], language: str, sort: str
) -> None:
    assert counted[language].negatives[sort] >= FEWEST_OF_A_SORT


@pytest.mark.parametrize("language", LANGUAGES)
def test_threads_hold_more_quiet_than_news(counted: dict[str, Census], language: str) -> None:
    assert counted[language].quiet >= 20


def test_no_test_pair_is_told_by_a_development_pair() -> None:
    assert census.shared_pairs() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_test_document_is_half_a_development_document(language: str) -> None:
    assert census.shared_documents(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_parts_hold_documents_and_pairs(language: str) -> None:
    for split in SPLITS:
        assert statements.load([statements.gold(language)], split)
        assert any(p.lang == language and p.split == split for p in census.every_pair())


def test_silent_documents_hold_no_statement() -> None:
    assert all(not document["statements"] for document in statements.load([statements.SILENT]))


def test_no_id_is_used_twice() -> None:
    documents = statements.load(
        [*(statements.gold(language) for language in LANGUAGES), statements.SILENT]
    )
    for names in (
        [document["id"] for document in documents],
        [pair.id for pair in census.every_pair()],
        [row["id"] for name in ("threads.jsonl", "streams.jsonl") for row in streams.lines(name)],
    ):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_lie_in_their_documents_and_do_not_overlap(language: str) -> None:
    for document in statements.load([statements.gold(language)]):
        spans = sorted((one["start"], one["end"]) for one in document["statements"])
        assert all(0 <= start < end <= len(document["text"]) for start, end in spans)
        ends = [0, *(end for _, end in spans)]
        assert all(start >= end for (start, _), end in zip(spans, ends, strict=False))


def test_a_document_that_is_judged_to_hold_news_is_in_the_gold() -> None:
    documents = statements.load([statements.gold(language) for language in LANGUAGES])
    assert {row["id"] for row in streams.lines("due.jsonl")} <= {one["id"] for one in documents}


def test_the_official_texts_name_body_day_and_source() -> None:
    for row in streams.lines("official.jsonl"):
        assert row["body"] and row["published_at"] and row["url"] and row["source"]
