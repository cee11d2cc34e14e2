"""Text broken into lines of a fixed width, with Chinese counted as two columns."""

import re
from itertools import pairwise

from rich.cells import cell_len, set_cell_size

# Han, kana, hangul and full-width forms may part anywhere, but a line never ends with an opening
# mark nor begins with a closing one (a small kinsoku rule).
_WIDE = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_WIDE})(?=\S)|(?<=\S)(?={_WIDE})|(?<=[\]\x7d])(?=[\[\x7b])")
_NEVER_FIRST = "，。、；：？！”’）》」』】〉…,.;:?!)]}%-+"
_NEVER_LAST = "“‘（《「『【〈([{-+"


def width(text: str) -> int:
    """Return how many columns `text` takes in a terminal or a subject line."""
    return cell_len(text)


def fitted(text: str, columns: int) -> str:
    """Return `text` in at most so many columns, cut between words if possible, ended by `…`."""
    if cell_len(text) <= columns:
        return text
    head = set_cell_size(text, max(0, columns - 1)).rstrip()
    between_words = head.rfind(" ")
    if between_words > len(head) // 2:
        head = head[:between_words]
    return head.rstrip() + "…"


def wrapped(text: str, columns: int) -> tuple[str, ...]:
    """Return `text` in lines of at most so many columns; line feeds in it stay.

    A word wider than a line is cut, so no line is ever too wide.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, columns)
    return tuple(lines)


def _paragraph(paragraph: str, columns: int) -> list[str]:
    lines: list[str] = []
    line, taken = "", 0
    for word in paragraph.split():
        for number, atom in enumerate(_atoms(word)):
            gap = " " if number == 0 and line else ""
            for part in _fitting(atom, columns):
                size = cell_len(part)
                if line and taken + len(gap) + size > columns:
                    lines.append(line)
                    line, taken, gap = "", 0, ""
                line, taken = line + gap + part, taken + len(gap) + size
                gap = ""
    return [*lines, line]


def _atoms(word: str) -> list[str]:
    """Return the parts of a word between which a line may end."""
    places = [
        place
        for place in sorted({match.start() for match in _BREAK.finditer(word)})
        if word[place - 1] not in _NEVER_LAST and word[place] not in _NEVER_FIRST
    ]
    return [word[a:b] for a, b in pairwise([0, *places, len(word)])]


def _fitting(atom: str, columns: int) -> list[str]:
    parts, part, taken = [], "", 0
    for character in atom:
        size = cell_len(character)
        if part and taken + size > columns:
            parts.append(part)
            part, taken = "", 0
        part, taken = part + character, taken + size
    return [*parts, part]
