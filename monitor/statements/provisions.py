"""The numbered provisions of a legal act: where each begins, and what it is called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.text.document import Span
from monitor.text.normalize import normalize

_HAN = "一二三四五六七八九"
_NUMERAL = f"[{_HAN}十百千零〇两\\d]{{1,7}}"
_NUMBERED_EN = (
    r"(?P<n>\d{1,4}|[IVXL]{1,6}\b)(?P<more>[a-z]{1,2}\b)?(?![\d/])"
    r"(?=[.:：)\]—–-]?\s*(?:$|\n|[^\sa-z,;]))"
)
# Each way of numbering, the outermost first; those of one rank nest in the order of appearance.
# What is numbered begins a paragraph; "Article 215 of the Treaty" goes on and is no heading.
_STYLES: tuple[tuple[str, int, str], ...] = (
    ("条", 0, rf"第(?P<n>{_NUMERAL})条(?P<more>之[{_HAN}])?(?![第的和至、款])"),
    (
        "article",
        0,
        rf"(?:Article|ARTICLE|Art\.|Rule|RULE) ?{_NUMBERED_EN}",
    ),
    ("section", 1, rf"(?:Section|SECTION|Sec\.|SEC\.) ?{_NUMBERED_EN}"),
    ("一、", 1, rf"(?P<n>[{_HAN}十百]{{1,4}})[、.]"),
    ("(一)", 2, rf"[(（](?P<n>[{_HAN}十百]{{1,4}})[)）]"),
    ("I.", 3, r"(?P<n>[IVXL]{1,6})\.(?=\s)"),
    ("§", 4, rf"§{{1,2}} ?(?:\d{{1,4}}\.)?{_NUMBERED_EN}"),
    ("A.", 4, r"(?P<n>[A-Z])\.(?=\s)"),
    ("1.", 4, r"(?P<n>\d{1,3})[.、](?!\d)"),
    ("1)", 5, r"(?P<n>\d{1,3})[)）]"),
    ("(1)", 5, r"[(（](?P<n>\d{1,3})[)）]"),
    ("(i)", 5, r"[(（](?P<n>[ivx]{1,5})[)）]"),
    ("(a)", 5, r"[(（](?P<n>[a-z])[)）]"),
    ("(A)", 5, r"[(（](?P<n>[A-Z])[)）]"),
    ("a.", 5, r"(?P<n>[a-z])\.(?=\s)"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, _, pattern in _STYLES)
_RANKS = {kind: rank for kind, rank, _ in _STYLES}
_ARTICLES = frozenset({"条", "article", "section", "§"})
# A one that is a letter of the alphabet too: (i) is a letter behind (h), else a numeral.
_ALPHABET = {"I.": "A.", "(i)": "(a)"}
_INITIALS = frozenset({"A.", "I."})
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_FEWEST = 2
_GAP = 3
"""Steps of a numbering that a page may lose: an item repealed, or dropped by the extraction."""

_DIVISION = re.compile(
    rf"(?:第{_NUMERAL}[编章节]|(?:PART|Part|CHAPTER|Chapter|TITLE|Title|SUBPART|Subpart)"
    r" (?:[IVXLC]+|\d+|[A-Z])\b)"
)
_ANNEX = re.compile(
    r"(?P<name>(?:附件|附录|附表|附(?=[:：\s]|$)|(?:ANNEX|Annex|APPENDIX|Appendix|SCHEDULE|Schedule"
    r"|Attachment|ATTACHMENT)\b)(?: ?(?:\d+|[IVX]+\b|[A-Z]\b|[一二三四五六七八九十]+))?)"
)
_LONGEST_HEADING = 120
_FINISHED = ".。;；!！?？"
_GENRE = re.compile(
    r"公告|通告|通知|决定|办法|规定|条例|细则|规则|令|意见|目录"
    r"|\b(?:notice|order|regulations?|rules?|notification|circular|licen[cs]e|decision|directive"
    r"|proclamation|act|determination|announcement|decree)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"答记者|讲话|发言|谈话|致辞|发布会|吹风会|解读|\b(?:remarks|speech|briefing)\b", re.I
)
# A list of things: "对下列物项实施出口管制：". What follows it goes on with the act.
_LISTS = re.compile(r"(?:下列|以下)[^。：:]{0,60}[：:]$|\bfollowing\b[^.:]{0,90}:$")
# An act that speaks of itself as a whole, behind its provisions.
_OF_ITSELF = re.compile(
    r"本(?:公告|通告|通知|决定|办法|规定|条例|细则|规则|令|意见)自"
    r"|(?:Effects? of )?This (?:public )?(?:notice|order|regulation|rule|notification|circular"
    r"|license|decision|directive|proclamation|determination|announcement)"
    r"(?: (?:is|issues|takes|shall|will|enters|comes)\b| ?:)"
    r"|This issues\b",
    re.IGNORECASE,
)
_MOST_OF_IT = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an act's paragraphs, from `first` up to `last`: a provision, or what is around it.

    `numbered` tells a provision from the preamble, the end of the act and its annexes.
    """

    first: int
    last: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    ordinal: int
    more: bool
    surface: str


def outline(text: str, spans: Sequence[Span], title: str) -> tuple[Piece, ...] | None:
    """Return the pieces of an act in order, by its paragraphs; None where the text is no act.

    `text` is folded, `spans` are its paragraphs. A piece is a provision of the outermost
    numbering (第一条, 一、, Article 1, Section 1, 1., (a)) with all that stands under it; or what
    stands in front of the first; or what goes on behind a list; or an annex. Headings of chapters
    are in no piece. A speech is no act, nor is a text that is numbered in a small part only and
    does not call itself one. Linear in the text.
    """
    if _SPEECH.search(title):
        return None
    marks = _marks(text, spans)
    kinds = _numberings(marks)
    if not kinds:
        return None
    pieces: list[Piece] = []
    for first, last, annex in _divisions(text, spans):
        ranked = (mark.kind for mark in marks[first:last] if mark is not None)
        top = min((kind for kind in ranked if kind in kinds), key=kinds.index, default=None)
        if annex and top not in _ARTICLES:
            top = None
        starts = _chain(marks, first, last, top)
        if not starts:
            pieces.append(Piece(first, last, numbered=False))
            continue
        if starts[0] > first:
            pieces.append(Piece(first, starts[0], numbered=False))
        end = last if annex else _end_of_list(text, spans, marks, first, starts[-1], last)
        for start, stop in zip(starts, (*starts[1:], end), strict=True):
            pieces.append(Piece(start, stop, numbered=True))
        if end < last:
            pieces.append(Piece(end, last, numbered=False))
    numbered = [piece for piece in pieces if piece.numbered]
    if len(numbered) < _FEWEST:
        return None
    first = numbered[0].first
    mark, lead = marks[first], spans[first - 1].of(text) if first else ""
    named = _GENRE.search(title) or (lead[-1:] in (":", "：") and _GENRE.search(lead))
    if named or (mark is not None and mark.kind in _ARTICLES):
        return tuple(pieces)
    # What stands behind the last number may be the rest of a text that only lists something.
    last = max(at for at in range(first, numbered[-1].last) if marks[at] is not None)
    covered = spans[last].end - spans[first].start
    whole = spans[-1].end - spans[0].start
    return tuple(pieces) if covered >= _MOST_OF_IT * whole else None


def label(text: str) -> str | None:
    """Return what the provision that a text begins with is called: 第三条, Article 3, 二, (a).

    An annex gives its name. None where nothing of the kind begins the text. The words are the
    text's own.
    """
    return _label(text[:_LONGEST_HEADING])


@lru_cache(maxsize=8192)
def _label(text: str) -> str | None:
    folded = normalize(text)
    mark = _mark(folded.text, 0, len(folded.text), {})
    end = len(mark.surface.rstrip(" .、:：")) if mark else 0
    if mark is None and (annex := _ANNEX.match(folded.text)):
        end = annex.end("name")
    return folded.original(0, end).of(text) if end else None


def is_marked(text: str) -> bool:
    """Return whether a folded paragraph begins as an item of a list does, and no name's initial."""
    mark = _mark(text, 0, len(text), {})
    return mark is not None and mark.kind not in _INITIALS


def _marks(text: str, spans: Iterable[Span]) -> list[_Mark | None]:
    latest: dict[str, int] = {}
    marks = []
    for span in spans:
        mark = _mark(text, span.start, span.end, latest)
        if mark is not None:
            latest[mark.kind] = mark.ordinal
        marks.append(mark)
    return marks


def _mark(text: str, start: int, end: int, latest: dict[str, int]) -> _Mark | None:
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, start, end)
        if match is None:
            continue
        numeral, groups = match.group("n"), match.groupdict()
        letter = _ALPHABET.get(kind)
        if letter and len(numeral) == 1:
            as_letter = _ordinal(letter, numeral)
            if latest.get(letter) == as_letter - 1 and latest.get(kind) != _roman(numeral) - 1:
                kind = letter  # noqa: PLW2901 - the same mark, read as a letter
        ordinal = _ordinal(kind, numeral)
        if ordinal:
            return _Mark(kind, ordinal, groups.get("more") is not None, match.group())
    return None


def _ordinal(kind: str, numeral: str) -> int:
    """Return the number that a numeral stands for, 0 for none."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral[0] >= "\u3000":
        return _chinese(numeral)
    if kind in ("I.", "(i)", "article"):
        return _roman(numeral)
    return ord(numeral.lower()) - ord("a") + 1


def _chinese(numeral: str) -> int:
    total, digit = 0, 0
    for sign in numeral:
        if sign in _HAN:
            digit = _HAN.index(sign) + 1
        elif sign == "两":
            digit = 2
        elif sign in "十百千":
            total += (digit or 1) * 10 ** ("十百千".index(sign) + 1)
            digit = 0
        elif sign not in "零〇":
            return 0
    return total + digit


def _roman(numeral: str) -> int:
    values = [_ROMAN[sign] for sign in numeral.lower()]
    return sum(
        -value if value < max(values[at + 1 :], default=0) else value
        for at, value in enumerate(values)
    )


def _numberings(marks: Sequence[_Mark | None]) -> list[str]:
    """Return the kinds that number anything here, the outermost first.

    Two at least, most of them one behind the other, and from about one on: a number that happens
    to begin a line is none.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for at, mark in enumerate(marks):
        if mark is not None:
            found.setdefault(mark.kind, []).append((at, mark.ordinal))
    kinds = {}
    for kind, places in found.items():
        steps = [two[1] - one[1] for one, two in pairwise(places)]
        begun = sum(ordinal == 1 for _, ordinal in places[1:])
        steady = 2 * (steps.count(1) + begun) >= len(steps) and places[0][1] <= _GAP
        # Articles are told by their name: those that they quote may be out of turn.
        if _run([ordinal for _, ordinal in places]) >= _FEWEST and (steady or kind in _ARTICLES):
            kinds[kind] = places[0][0]
    return sorted(kinds, key=lambda kind: (_RANKS[kind], kinds[kind]))


def _run(ordinals: Sequence[int]) -> int:
    """Return how many of some numbers follow one another by one, from the first on."""
    last, length = ordinals[0], 1
    for ordinal in ordinals[1:]:
        if ordinal == last + 1:
            last, length = ordinal, length + 1
    return length


def _chain(marks: Sequence[_Mark | None], first: int, last: int, kind: str | None) -> list[int]:
    """Return where the provisions of a kind begin: each number behind the one before it.

    An article that another one quotes, as in an amendment, is out of turn. A list may begin anew,
    and articles behind a table of contents do.
    """
    starts: list[int] = []
    before = 0
    for at in range(first, last):
        mark = marks[at]
        if mark is None or mark.kind != kind:
            continue
        follows = before < mark.ordinal <= before + _GAP or (mark.more and mark.ordinal == before)
        anew = mark.ordinal == 1 and mark.kind not in _ARTICLES
        contents = mark.ordinal == 1 and starts[-1:] and starts[-1] - starts[0] == len(starts) - 1
        if contents and not anew and len(starts) >= _FEWEST:
            starts = []
        if not starts or follows or anew:
            starts.append(at)
            before = mark.ordinal
    return starts


def _divisions(text: str, spans: Sequence[Span]) -> list[tuple[int, int, bool]]:
    """Return the runs of paragraphs between headings of chapters, and whether each is an annex.

    An annex begins with its heading, a chapter behind it. All behind the first annex is annex.
    """
    found: list[tuple[int, int, bool]] = []
    start, annex = 0, False
    for at, span in enumerate(spans):
        words = span.of(text)
        if len(words) > _LONGEST_HEADING or words[-1] in _FINISHED:
            continue
        begins_annex = _ANNEX.match(words) is not None
        if not begins_annex and (annex or _DIVISION.match(words) is None):
            continue
        if start < at:
            found.append((start, at, annex))
        start, annex = (at, True) if begins_annex else (at + 1, annex)
    if start < len(spans):
        found.append((start, len(spans), annex))
    return found


def _end_of_list(
    text: str,
    spans: Sequence[Span],
    marks: Sequence[_Mark | None],
    first: int,
    start: int,
    last: int,
) -> int:
    """Return where the last provision ends: what an act says behind a list is none of its items.

    An article takes all that follows; of itself an act speaks in an article of its own.
    """
    mark = marks[start]
    if mark is None or mark.kind in _ARTICLES:
        return last
    begun = next(at for at in range(first, last) if marks[at] is not None)
    marked = max(at for at in range(start, last) if marks[at] is not None)
    lead = spans[begun - 1].of(text) if begun else ""
    bare = marks[marked]
    if bare is not None and len(bare.surface) == spans[marked].end - spans[marked].start:
        marked = min(marked + 1, last - 1)  # its number stands on a line of its own
    item = spans[marked].of(text)
    listed = _LISTS.search(lead) is not None or item[-1] not in "。.;；:："
    for at in range(marked + 1, last):
        words = spans[at].of(text)
        if _OF_ITSELF.match(words) or (listed and words[-1] in "。."):
            return at
    return last
