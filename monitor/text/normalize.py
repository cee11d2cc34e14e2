"""Fold a text for matching, and find the way back to the characters as given."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

from monitor.text.document import Span

NORMALIZER_VERSION = 1
"""Rises whenever the same text folds differently, so that an upgrade is not read as a shift."""

# NFKC would turn these into ASCII, and a Chinese comma between clauses is not the comma of 1,000.
_KEPT = "，。、；：！？（）《》〈〉【】…—·"
_FOLDED = {
    **dict.fromkeys("「『〝„‟«", "“"),
    **dict.fromkeys("」』〞»", "”"),
    **dict.fromkeys("‐‑⁃−", "-"),
    **dict.fromkeys("ʼ＇", "'"),
    "＂": '"',
    "\u2028": "\n",
    "\u2029": "\n",
    "\t": " ",
    "\r": "\n",
}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u3099\u309a]*")
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalized:
    """A folded text, and for each of its characters the range of raw characters it stands for.

    `starts` and `ends` are None where every character stands for itself. `hidden` counts the
    zero-width, bidi and control characters that were left out.
    """

    text: str
    raw: str
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None
    hidden: int = 0

    def original(self, start: int, end: int) -> Span:
        """Return the span in the raw text that `start` to `end` of the folded text stands for."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}..{end} is not within the folded text")
        if self.starts is None or self.ends is None:
            return Span(start=start, end=end)
        if start == end:
            at = self.starts[start] if start < len(self.starts) else len(self.raw)
            return Span(start=at, end=at)
        return Span(start=self.starts[start], end=self.ends[end - 1])

    def folded(self, span: Span) -> tuple[int, int]:
        """Return the range of the folded text that stands for a span of the raw text."""
        if self.starts is None or self.ends is None:
            return span.start, span.end
        start = bisect_left(self.starts, span.start)
        return start, max(start, bisect_left(self.starts, span.end))


def normalize(text: str) -> Normalized:
    """Return `text` folded for matching, with the way back to every raw character.

    NFKC but for Chinese punctuation; quotation marks to “ ” (a straight one stays); hyphens, and
    apostrophes within a word, to ASCII; traditional characters to simplified; zero-width and bidi
    controls left out. Letters keep their case. Linear in the text.
    """
    if text.isascii() and not _HIDDEN.search(text):
        return Normalized(text=text.replace("\t", " ").replace("\r", "\n"), raw=text)
    composed = unicodedata.is_normalized("NFC", text)
    if composed and not _HIDDEN.search(text):
        # Nothing left out, so the same length means that every character stands for itself.
        same = text.translate(_TABLE)
        if len(same) == len(text):
            return Normalized(text=_INNER_APOSTROPHE.sub("'", _simplify(same)), raw=text)
    clusters = text if composed else [match.group() for match in _CLUSTER.finditer(text)]
    pieces: list[str] = []
    starts: array[int] = array("L")
    ends: array[int] = array("L")
    at = hidden = 0
    for cluster in clusters:
        piece = _fold(cluster)
        after = at + len(cluster)
        if piece:
            pieces.append(piece)
            starts.extend([at] * len(piece))
            ends.extend([after] * len(piece))
        else:
            hidden += 1
        at = after
    folded = _INNER_APOSTROPHE.sub("'", _simplify("".join(pieces)))
    return Normalized(text=folded, raw=text, starts=starts, ends=ends, hidden=hidden)


def strip_hidden(text: str) -> str:
    """Return `text` without zero-width, bidi and control characters, else as it is."""
    return _HIDDEN.sub("", text)


@lru_cache(maxsize=16384)
def _fold(cluster: str) -> str:
    if cluster in _FOLDED:
        return _FOLDED[cluster]
    if cluster in _KEPT or cluster == "\n":
        return cluster
    if _HIDDEN.fullmatch(cluster):
        return ""
    folded = unicodedata.normalize("NFKC", cluster)
    # ⁄ comes out of ½: a reader of numbers expects 1/2.
    return _HIDDEN.sub("", folded).replace("⁄", "/")


class _Table(dict[int, str]):
    def __missing__(self, point: int) -> str:
        self[point] = _fold(chr(point))
        return self[point]


_TABLE = _Table()


def _simplify(text: str) -> str:
    """Return traditional characters as simplified, each character for one."""
    if not _HAN.search(text):
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    # A phrase of another length would tear the offsets: character by character keeps them.
    return "".join(_simplify_character(character) for character in text)


@lru_cache(maxsize=16384)
def _simplify_character(character: str) -> str:
    simplified: str = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
