"""Find where the adjuncts of a Chinese clause end: 在…上, 就…, 对…, 被问到…时."""

from monitor.statements.words_zh import CLOSER, SKIPPED

_LONGEST_CLAUSE = 150
"""Tokens: bounds the work on a text without punctuation."""
_STARTS = ",taVribgCsBKHRPpAUqwy"
"""What can stand behind a closing word; within a word (上 of 上诉) something else does."""


_LONGEST_ADDRESSEE = 60


def past_addressee(types: str, at: int) -> int:
    """Return the comma, colon or quotation that ends 告诉议员, where `at` is behind the verb."""
    ends = [n for n in range(at, min(at + _LONGEST_ADDRESSEE, len(types))) if types[n] in ",:：q。"]
    colon = next((n for n in ends if types[n : n + 2] in (":q", "：q")), None)
    if colon is not None and not set(types[at:colon]) & set(",。"):
        return colon
    return ends[0] if ends else at


class Phrases:
    """Reads the adjuncts in the token types of one sentence."""

    def __init__(self, types: str) -> None:
        self._types = types

    def end(self, at: int, after: int) -> int:
        """Return the place behind 在…上, 就…, 对…: at its closing word, else at the comma."""
        opener = self._types[at]
        place = at + 1
        nearest = None
        bound = min(after, at + _LONGEST_CLAUSE)
        while place < bound:
            kind = self._types[place]
            if kind == ",":
                return place
            following = self._types[place + 1 : place + 2] if place + 1 < after else ""
            if kind == CLOSER and (not following or following in _STARTS):
                nearest = place + 1
                if opener == "r" and following != "w":
                    return nearest
                if self._types[place + 1 : place + 2] in ("", ",", "V", "t", "a"):
                    return nearest
            place += 1
        if opener == "r" and nearest is not None:
            return nearest
        if opener == "r" and self._types[at + 1 : at + 2] in ("c", "t"):
            return at + 2
        return after

    def adjuncts(self, first: int, after: int) -> bool:
        """Return whether the tokens `first` to `after` are only times, adverbs and 在…上."""
        at = first
        while at < after:
            kind = self._types[at]
            if kind in SKIPPED or kind in ",、:e":
                at += 1
            elif kind in "ribL":
                at = self.end(at, after)
            else:
                return False
        return True

    def covers(self, at: int, place: int) -> bool:
        """Return whether the phrase opened at `at` closes only behind `place`: 被问到…批评…时."""
        stop = place
        bound = min(len(self._types), place + _LONGEST_CLAUSE)
        while stop < bound and self._types[stop] not in ",。；":
            stop += 1
        end = self.end(at, stop)
        return end > place and self._types[end - 1] == CLOSER
