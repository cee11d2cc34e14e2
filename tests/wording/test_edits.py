"""Two texts given by hand, and two versions of one published page."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.wording import reasons
from monitor.wording.compare import Comparer, PairMode
from monitor.wording.decide import compare_pair, edited
from monitor.wording.shift import Kind, Level, Shift

WILL = "China will approve compliant applications for rare earth exports"
MAY = WILL.replace("will", "may")
QUALIFIED = "We will strengthen dialogue and cooperation on export controls with all countries"
BARE = QUALIFIED.replace(" on export controls", "")

Pair = Callable[..., Shift]
Edit = Callable[..., Shift | None]


@pytest.fixture
def pair(comparer: Comparer) -> Pair:
    def make(before: str, after: str, **fields: Any) -> Shift:
        values = {"id": "p1", "language": "en", "mode": PairMode.STATEMENTS, **fields}
        return compare_pair(comparer, before, after, **values)

    return make


@pytest.fixture
def edit(comparer: Comparer) -> Edit:
    def make(previous: str, current: str | None, **fields: Any) -> Shift | None:
        values = {"item": "page", "language": "en", "body": "CN-MOFCOM", "topic": None, **fields}
        return edited(comparer, previous=previous, current=current, **values)

    return make


def test_a_pair_always_gives_one_shift_with_its_id(pair: Pair) -> None:
    shift = pair(WILL, WILL)
    assert (shift.id, shift.kinds, shift.silenced, shift.changes) == ("p1", (), None, ())
    assert (shift.severity, shift.confidence, shift.level) == (0.0, 0.0, Level.INFO)


def test_noise_alone_has_changes_and_no_kinds(pair: Pair) -> None:
    shift = pair("We stand ready to enhance dialogue", "We are willing to strengthen dialogue")
    assert shift.kinds == ()
    assert shift.silenced is None


def test_a_pair_of_full_texts_proves_what_is_gone(pair: Pair) -> None:
    shift = pair(QUALIFIED, BARE)
    assert shift.kinds
    assert shift.silenced is None
    assert "EXPORT_CONTROL" in shift.concepts_removed


def test_a_pair_held_back_by_a_rule_names_it(pair: Pair) -> None:
    shift = pair("中方对这一措施表示严重关切", "中方对这一措施表示不满", language="zh")
    assert shift.silenced == "neighbouring_rank"
    assert shift.level is Level.INFO
    assert shift.kinds == (Kind.STRENGTH,)


def test_a_page_that_did_not_change_is_no_edit(edit: Edit) -> None:
    assert edit(WILL, f"  {WILL}\n") is None


@pytest.mark.parametrize(
    "current",
    [
        f"{WILL}.",
        f"{WILL}\n\nUpdated at 12:31",
        WILL.replace("rare earth", "rare-earth"),
    ],
)
def test_noise_on_a_page_is_no_edit(current: str, edit: Edit) -> None:
    assert edit(WILL, current) is None


def test_an_edit_has_the_kind_of_its_content_too(edit: Edit) -> None:
    shift = edit(WILL, MAY)
    assert shift is not None
    assert shift.kinds == (Kind.TEXT_EDIT, Kind.MODALITY)
    assert (shift.before, shift.after) == (WILL, MAY)
    assert shift.silenced is None


def test_there_and_back_again_is_two_edits_and_the_second_a_reversion(edit: Edit) -> None:
    there, back = edit(WILL, MAY), edit(MAY, WILL, before_previous=WILL)
    assert there is not None
    assert back is not None
    assert back.kinds[:2] == (Kind.TEXT_EDIT, Kind.REVERSION)
    assert there.id != back.id


def test_a_third_wording_is_no_reversion(edit: Edit) -> None:
    shift = edit(MAY, WILL.replace("will", "must"), before_previous=WILL)
    assert shift is not None
    assert Kind.REVERSION not in shift.kinds


def test_a_removed_page_is_an_edit_that_drops_everything(edit: Edit) -> None:
    shift = edit(WILL, None)
    assert shift is not None
    assert shift.kinds == (Kind.TEXT_EDIT, Kind.DROPPED)
    assert (shift.before, shift.after, shift.removed) == (WILL, "", (WILL,))
    assert shift.changes[0].before.of(shift.before) == WILL
    assert shift.level is Level.ALERT
    again = edit(WILL, None)
    assert again is not None
    assert again.id == shift.id


@pytest.mark.parametrize("current", [MAY, None])
def test_a_page_of_no_known_body_never_alerts(current: str | None, edit: Edit) -> None:
    shift = edit(WILL, current, body=None)
    assert shift is not None
    assert (shift.silenced, shift.level) == (reasons.UNATTRIBUTED, Level.INFO)


def test_the_same_edit_of_two_pages_is_two_shifts(edit: Edit) -> None:
    one, other = edit(WILL, MAY, item="a"), edit(WILL, MAY, item="b")
    assert one is not None
    assert other is not None
    assert one.id != other.id


STORY = (
    "China will approve compliant applications for rare earth exports, a Commerce Ministry "
    "spokesperson said on Thursday."
)


def test_background_appended_to_a_growing_story_is_no_edit(edit: Edit) -> None:
    background = "China is the largest producer of the magnets. Prices have doubled since April."
    assert edit(STORY, f"{STORY}\n\n{background}") is None


def test_officials_words_appended_to_a_growing_story_are_an_edit(edit: Edit) -> None:
    words = (
        "\u201cChina will ban the export of magnets to military users,\u201d the spokesperson said."
    )
    shift = edit(STORY, f"{STORY}\n\n{words}")
    assert shift is not None
    assert shift.kinds == (Kind.TEXT_EDIT, Kind.ADDED)
