import pytest

from monitor.wording.align import align
from monitor.wording.clauses import Clause, read
from monitor.wording.compare import Comparer
from monitor.wording.concepts import Tokenizer


@pytest.fixture(scope="session")
def tokenizer(comparer: Comparer) -> Tokenizer:
    return Tokenizer(comparer.lexicon)


def cut(tokenizer: Tokenizer, text: str) -> tuple[Clause, ...]:
    return read(text, "en", tokenizer).clauses


def pairs(tokenizer: Tokenizer, before: str, after: str) -> list[tuple[tuple[int, ...], ...]]:
    groups = align(cut(tokenizer, before), cut(tokenizer, after))
    return [(group.before, group.after) for group in groups]


def test_equal_clauses_are_partners_wherever_they_stand(tokenizer: Tokenizer) -> None:
    one = "Exports are banned. Licences will be issued."
    two = "Licences will be issued. Exports are banned."
    assert pairs(tokenizer, one, two) == [((1,), (0,)), ((0,), (1,))]


def test_a_reworded_clause_finds_its_partner_by_concepts(tokenizer: Tokenizer) -> None:
    one = "The weather is fine. We stand ready to enhance dialogue on export controls."
    two = "China is willing to strengthen dialogue on export control. Inflation is low."
    assert ((1,), (0,)) in pairs(tokenizer, one, two)


def test_a_sentence_split_in_two_is_one_group(tokenizer: Tokenizer) -> None:
    one = "China reviews export licence applications and it stabilises global supply chains."
    two = "China reviews export licence applications. It stabilises global supply chains."
    assert pairs(tokenizer, one, two) == [((0,), (0, 1))]


def test_unlike_clauses_are_left_alone(tokenizer: Tokenizer) -> None:
    assert pairs(tokenizer, "Exports are banned.", "Inflation is low and stable.") == []


def test_furniture_has_no_partner(tokenizer: Tokenizer) -> None:
    assert pairs(tokenizer, "1,204 views", "1,204 views") == []
