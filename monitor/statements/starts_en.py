"""Find where the content behind an English reporting verb begins."""

from collections.abc import Callable

from monitor.statements.cues import CueKind
from monitor.statements.sentence_en import KEPT, Attribution

_ADDRESSED = frozenset("warned warns cautioned cautions wrote writes".split())
_LATER = frozenset(
    "however though meanwhile later earlier again further also only simply publicly explicitly "
    "clearly bluntly".split()
)
_PREPOSITIONS = frozenset(
    "of for at with from in to by on after before during via through following ahead aboard "
    "alongside outside inside".split()
)


class Starts:
    """Reads past addressees, times and places to the first word of what is said."""

    def __init__(self, types: str, word: Callable[[int], str]) -> None:
        self._types = types
        self._word = word

    def of(self, a: Attribution, end: int) -> tuple[int, bool]:
        """Return where content begins behind a verb, and whether a mark or "that" said so."""
        at = a.cue + 1
        if a.kind in KEPT and not self._asks(a.cue):
            if self._types[at : at + 1] == "h" and self._word(a.cue).startswith("express"):
                return at + 1, True  # "expressed that C" only says it
            return a.cue, True
        if self._word(a.cue) in _ADDRESSED:
            at = self._past_warned(at, end)
        if a.kind is CueKind.TELL:
            at = self._past_addressee(at, end)
        at = self._past_adjuncts(at, end)
        if at < end and self._types[at] in "h:":
            at += 1
            return at + (self._types[at : at + 1] == ","), True
        if at + 1 < end and self._types[at] == "," and self._types[at + 1] in "qh":
            return at + 1 + (self._types[at + 1] == "h"), True
        return at, at < end and self._types[at] == "q"

    def _asks(self, cue: int) -> bool:
        """Tell whether a question is quoted: he asked: “Why?”"""
        mark = self._types[cue + 1 : cue + 3]
        return self._word(cue) in ("asked", "asks") and bool(mark) and mark.lstrip(",:")[:1] == "q"

    def _past_warned(self, at: int, end: int) -> int:
        """Return the place of "that" in "warned the U.N. General Assembly on Tuesday that"."""
        stop = at
        while stop < end and self._types[stop] in "dNCcBKPAUjRHswtvo" and stop - at < 12:
            stop += 1
        return stop if stop < end and self._types[stop] == "h" else at

    def _past_adjuncts(self, at: int, end: int) -> int:
        while at < end:
            if self._types[at] in "tv" or (self._types[at] == "a" and self._word(at) in _LATER):
                at += 1
                continue
            if self._types[at] == "q" and self._types[at - 1] in "vs" and at + 1 < end:
                if self._types[at + 1] in "th":
                    at += 1  # an interview with CNBC's “Squawk on the Street” on Thursday
                    continue
                break
            closed = self._types.find(")", at, min(end, at + 7)) if self._types[at] == "(" else -1
            if closed > 0:
                at = closed + 1  # "said on Friday (Jun 27) that"
                continue
            if self._types[at] in "oxw" and self._word(at) in _PREPOSITIONS:
                after = self._past_phrase(at, end)
                if after > at:
                    at = after
                    continue
            break
        return at

    def _past_phrase(self, at: int, end: int) -> int:
        """Return the place behind "in Beijing" or "after a meeting of ministers (that)"."""
        stop = at + 1
        while stop < end and stop - at < 18:
            titled = self._types[stop] == "q" and self._types[stop + 1 : stop + 2] == "h"
            if self._types[stop] in "hq:,V" and not titled:
                break
            stop += 1
        if stop < end and self._types[stop] in "h:" and self._word(stop - 1) not in ("to", "the"):
            return stop
        run = at + 1
        while run < end and self._types[run] in "NcCd" and run - at < 6:
            run += 1
        if run < end and self._types[run] in "tvhq:," and run > at + 1:
            return run
        names = at + 1
        while names < end and self._types[names] in "NcC":
            names += 1
        if names > at + 1 and self._word(at) in ("in", "to", "at"):
            return names
        return at

    def _past_addressee(self, at: int, end: int) -> int:
        limit = min(end, at + 26)
        mark = next((n for n in range(at, limit) if self._types[n] in "hq:V"), None)
        if mark is not None and self._types[mark] in "h:":
            return mark
        if mark is not None and not set("panG") & set(self._types[at:mark]):
            told = next((n for n in range(at, mark) if self._word(n) == "about"), None)
            if told is not None and self._types[mark] == "q":
                return told + 1  # told the panel about plans to act “soon”
        if at < end and self._types[at] in "NCcBKP":
            while at < end and self._types[at] in "NCcBKPs":
                at += 1
            return at
        if at < end and self._types[at] == "d":
            stop = at + 1
            while stop < end and self._types[stop] not in "tvoh,q:d" and stop - at < 7:
                if self._types[stop] in "CPp" and self._types[stop - 1] not in "dj":
                    break  # "told the Senate Australia had": the clause has begun
                stop += 1
            return stop
        return min(at + 1, end)
