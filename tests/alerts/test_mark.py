import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.excerpt import excerpt
from monitor.alerts.mark import Piece, PieceKind, joined, mark
from monitor.text.document import Span
from monitor.wording.shift import Change

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda ends: Span(start=min(ends), end=max(ends))
)
any_changes = st.lists(
    st.builds(Change, before=spans, after=spans, noise=st.booleans()), max_size=8
)
words = st.text(alphabet="ab c.。，稀土\n ", max_size=60)


@given(before=words, after=words, changes=any_changes)
def test_pieces_join_back_to_the_passages_whatever_the_spans(
    before: str, after: str, changes: list[Change]
) -> None:
    marked = mark(before, after, changes)
    assert joined(marked.before) == before
    assert joined(marked.after) == after
    assert PieceKind.ADDED not in {piece.kind for piece in marked.before if piece.text}
    assert PieceKind.REMOVED not in {piece.kind for piece in marked.after if piece.text}


def test_white_space_round_a_change_is_left_unmarked_and_noise_is_its_own_kind() -> None:
    change = Change(before=Span(start=1, end=5), after=Span(start=1, end=1))
    noise = Change(before=Span(start=7, end=8), after=Span(start=2, end=3), noise=True)
    marked = mark("a bb c d", "a c e", (change, noise))
    assert [(piece.text, piece.kind.value) for piece in marked.before] == [
        ("a ", "same"),
        ("bb", "removed"),
        (" c ", "same"),
        ("d", "noise"),
    ]


def test_an_empty_piece_marks_the_place_where_words_fell_out() -> None:
    change = Change(before=Span(start=2, end=5), after=Span(start=2, end=2))
    marked = mark("a bb c", "a c", (change,))
    assert [(piece.text, piece.kind.value) for piece in marked.after] == [
        ("a ", "same"),
        ("", "removed"),
        ("c", "same"),
    ]


def changed_words(pieces: tuple[Piece, ...]) -> list[str]:
    return [p.text for p in pieces if p.kind in {PieceKind.REMOVED, PieceKind.ADDED}]


def test_a_long_passage_is_cut_at_sentences_and_keeps_every_changed_word(
    changes: Callable[[str, str], tuple[Change, ...]],
) -> None:
    filler = "The ministry answered many other questions that day. " * 40
    before = f"{filler}We will cooperate on export controls with all. {filler}Licences may follow. "
    after = before.replace(" on export controls", "").replace("may follow", "will follow")
    whole = mark(before, after, changes(before, after))
    for pieces in (whole.before, whole.after):
        cut = excerpt(pieces, 400)
        assert changed_words(cut) == changed_words(pieces)
        assert len(joined(cut)) < 420
        kept = [part for part in re.split(r" ?… ?", joined(cut)) if part]
        assert len(kept) == 2
        assert "We will cooperate" in kept[0]
        assert all(part in before or part in after for part in kept)
        assert all(part.rstrip().endswith((".", "!")) for part in kept)
        assert all(part[0].isupper() for part in kept)


def test_a_chinese_passage_is_cut_at_its_own_full_stops(
    changes: Callable[[str, str], tuple[Change, ...]],
) -> None:
    filler = "中方还回答了其他问题。" * 60
    before = f"{filler}中方将加强出口管制对话。{filler}"
    after = before.replace("出口管制", "")
    cut = excerpt(mark(before, after, changes(before, after)).before, 120)
    assert "出口管制" in changed_words(cut)
    assert len(joined(cut)) < 135
    assert joined(cut).startswith("… 中方")
    assert joined(cut).endswith("。 …")


def test_a_changed_stretch_beyond_the_limit_keeps_its_head_and_tail() -> None:
    text = "HEAD " + "word " * 2000 + "TAIL"
    whole = Change(before=Span(start=0, end=0), after=Span(start=0, end=len(text)))
    cut = excerpt(mark("", text, (whole,)).after, 300)
    assert joined(cut).startswith("HEAD")
    assert joined(cut).endswith("TAIL")
    assert len(joined(cut)) < 320
    assert PieceKind.GAP in {piece.kind for piece in cut}


@given(before=words, after=words, changes=any_changes, limit=st.integers(0, 80))
def test_an_excerpt_never_grows_and_never_loses_small_changes(
    before: str, after: str, changes: list[Change], limit: int
) -> None:
    for pieces in (mark(before, after, changes).before, mark(before, after, changes).after):
        cut = excerpt(pieces, limit)
        kept = joined(p for p in cut if p.kind is not PieceKind.GAP)
        assert len(kept) <= max(limit, 43) + 3 * len(changed_words(pieces)) + 3
        if sum(len(words) + 3 for words in changed_words(pieces)) <= limit:
            assert changed_words(cut) == changed_words(pieces)


def test_a_hundred_thousand_scattered_changes_are_cut_in_bounded_work() -> None:
    text = "稀土" * 50_000
    scattered = tuple(
        Change(before=Span(start=at, end=at + 1), after=Span(start=0, end=0))
        for at in range(0, 100_000, 2)
    )
    assert len(joined(excerpt(mark(text, "", scattered).before, 2400))) < 2600
