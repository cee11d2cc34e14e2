from evals.pairs import GoldPair, detector, load, score

PAIRS = load()
FLOOR_F1 = 0.90
FLOOR_PRECISION = 0.90


def held_out() -> list[GoldPair]:
    return [pair for pair in PAIRS if pair.split == "test"]


def test_the_gold_has_enough_of_each_sort_in_both_languages() -> None:
    assert sum(pair.shift for pair in PAIRS) >= 120
    assert sum(not pair.shift for pair in PAIRS) >= 120
    assert {pair.lang for pair in PAIRS} == {"en", "zh"}
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)


def test_the_held_out_pairs_keep_their_floor() -> None:
    kinds = detector()
    found = score(held_out(), lambda pair: bool(kinds(pair)))
    assert found.f1 >= FLOOR_F1
    assert found.precision >= FLOOR_PRECISION
