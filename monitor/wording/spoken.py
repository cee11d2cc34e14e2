"""A statement's clauses, found by their frame and by what they say. Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from monitor.wording.compare import Frame

Clause = tuple[Frame, str]
"""A clause with its folded words."""

_FRAME_LIKENESS = 0.5
_RUN = re.compile(r"\w+")


class Spoken:
    """The clauses of one statement, looked up without asking each: acts have thousands."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = tuple(clauses)
        self._frames: dict[str, list[int]] = {}
        self._marks: dict[str, set[int]] = {}
        for at, (frame, words) in enumerate(self.clauses):
            self._frames.setdefault(frame.key, []).append(at)
            for mark in {*frame.concepts, *_RUN.findall(words)}:
                self._marks.setdefault(mark, set()).add(at)
        self._keys = Frames(self._frames)

    def of_frame(self, key: str) -> frozenset[int]:
        """Return the numbers of the clauses whose frame is like `key`."""
        return frozenset(at for like in self._keys.like(key) for at in self._frames[like])

    def holding(self, tokens: Iterable[str], within: frozenset[int]) -> frozenset[int]:
        """Return which clauses of `within` have every one of `tokens`, as `holds` does."""
        for token in tokens:
            within &= self._having(token, within)
        return within

    def lacking(self, tokens: Iterable[str], within: frozenset[int]) -> frozenset[int]:
        """Return which clauses of `within` have none of `tokens`, as `lacks` does."""
        for token in tokens:
            within -= self._having(token, within)
        return within

    def _having(self, token: str, within: frozenset[int]) -> frozenset[int]:
        if token.isascii() and (token.isupper() or _RUN.fullmatch(token)):
            found = self._marks.get(token, set())
            if not token.isupper():
                found = found | self._marks.get(token.casefold(), set())
            return within & found
        return frozenset(at for at in within if holds(self.clauses[at], (token,)))


class Frames:
    """Keys of frames, and which of them are like another one."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_concept: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            for concept in _core(key):
                self._by_concept.setdefault(concept, []).append(key)
        self._like: dict[str, tuple[str, ...]] = {}

    def like(self, key: str) -> tuple[str, ...]:
        """Return the keys that name the same frame as `key`, in the order of their concepts."""
        found = self._like.get(key)
        if found is None:
            near = dict.fromkeys(
                other
                for concept in sorted(_core(key))
                for other in self._by_concept.get(concept, ())
            )
            found = self._like[key] = tuple(other for other in near if same_frame(other, key))
        return found


def same_frame(one: str, other: str) -> bool:
    """Return whether two frame keys name one frame: one holds the other, or half is common."""
    first, second = _core(one), _core(other)
    if not first or not second:
        return False
    common = len(first & second)
    return common == min(len(first), len(second)) or (
        common >= _FRAME_LIKENESS * len(first | second)
    )


@lru_cache(maxsize=65536)
def _core(key: str) -> frozenset[str]:
    return frozenset(filter(None, key.split("+")))


def holds(clause: Clause, tokens: Iterable[str]) -> bool:
    """Return whether a clause has every one of `tokens`: concepts, facts or plain words."""
    return all(map(partial(_has, *clause), tokens))


def _has(frame: Frame, words: str, token: str) -> bool:
    if token in frame.concepts:
        return True
    if not token.isascii():
        return token.casefold() in words
    return not token.isupper() and bool(_whole_word(token.casefold()).search(words))


@lru_cache(maxsize=1024)
def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def lacks(clause: Clause, tokens: Iterable[str]) -> bool:
    """Return whether a clause has none of `tokens`."""
    return not any(holds(clause, (token,)) for token in tokens)
