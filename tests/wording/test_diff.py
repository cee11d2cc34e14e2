from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.wording.diff import blocks

WORDS = st.lists(st.sampled_from("abcd"), max_size=30)


def test_a_word_in_place_of_another_is_one_stretch() -> None:
    (block,) = blocks(["we", "will", "act"], ["we", "may", "act"])
    assert block.before == (1, 2)
    assert block.after == (1, 2)


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS)
def test_what_lies_between_the_stretches_is_equal_on_both_sides(
    one: list[str], two: list[str]
) -> None:
    at = [0, 0]
    for block in blocks(one, two):
        assert one[at[0] : block.before[0]] == two[at[1] : block.after[0]]
        at = [block.before[1], block.after[1]]
    assert one[at[0] :] == two[at[1] :]
