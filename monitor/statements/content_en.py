"""Read what is said: where the content of an English attribution begins and ends, in what form."""

import re

from monitor.statements.cues import CueKind
from monitor.statements.idioms_en import (
    ACTS_ONLY,
    ASIDES,
    CALLED_SOMETHING_ELSE,
    CREDIT,
    DECLINES,
    NOT_CONTENT,
    QUESTIONED,
    REPORTERS,
    SAID_NOUN,
    TAIL,
)
from monitor.statements.lexicon_en import Token
from monitor.statements.modes_en import Found, place, spoken
from monitor.statements.sentence_en import KEPT, OPENERS, Attribution, AttributionReader
from monitor.statements.sources_en import SourceReader
from monitor.statements.speakers import Source
from monitor.statements.starts_en import Starts

_BARE = frozenset("insists insisted maintains maintained believes believed suggested".split())
_NOUN = 7
"""As many tokens as a subject has at most that stands before "he said" without its verb."""


class ContentReader:
    """Reads the statements of one sentence of a folded text, cut into tokens."""

    def __init__(self, text: str, tokens: list[Token], reader: SourceReader) -> None:
        self._text = text
        self._tokens = tokens
        self._types = reader.types
        self._word = reader.word
        self._starts = Starts(reader.types, reader.word)
        self._attributions = AttributionReader(text, tokens, reader)
        self.spoke = False
        self.others = False
        self.speaker: Source | None = None

    def found(self) -> list[Found]:
        """Return the content of every official attribution, in order of the attributions.

        `spoke` then says whether anybody speaks in the sentence, `others` whether only those do
        who are no officials.
        """
        kept = self._attributions.outermost()
        self.spoke = bool(kept)
        if kept and kept[-1].source.official:
            self.speaker = kept[-1].source
        self.others = self.spoke and not any(a.source.official for a in kept)
        found: list[Found] = []
        left = 0
        idle = bool(kept)
        for number, attribution in enumerate(kept):
            right = len(self._tokens)
            if number + 1 < len(kept):
                right = max(self._clause_start(kept[number + 1]), attribution.after)
            pieces = self._contents(attribution, left, right)
            if attribution.source.official:
                found.extend(pieces)
            idle = idle and not pieces and attribution.kind is CueKind.CLAUSE
            left = right
        if idle:  # "in line with the WTO rules": no verb at all
            self.spoke, self.others, self.speaker = False, False, None
        return found

    def _clause_start(self, attribution: Attribution) -> int:
        """Return where the clause of an attribution begins; a quotation before it is its own."""
        at = attribution.first
        while at > 0 and self._types[at - 1] in "x,;tv-":
            at -= 1
        if at > 0 and self._types[at - 1] == "q" and self._types[at - 2 : at - 1] in ("", *",;x-t"):
            at -= 1
            while at > 0 and self._types[at - 1] in "x,;-":
                at -= 1
        return at

    def _contents(self, a: Attribution, left: int, right: int) -> list[Found]:
        end = self._trimmed(right)
        ahead = self._ahead(left, a)
        if ahead is not None and self._halved(a, ahead, end):
            ahead = None
        if a.inverted:
            return self._inverted(a, ahead, left, end)
        start, explicit = self._starts.of(a, end)
        if ahead is None and start >= end and self._word(left) not in QUESTIONED:
            ahead = self._ahead(left, a, any_words=True)
        before = self._piece(a, *ahead, behind=False) if ahead else []
        quoted = ahead is not None and self._types[ahead[0] : ahead[1]].rstrip(",").endswith("q")
        if start >= end or (quoted and a.kind in KEPT and start + 1 >= end):
            return before
        if self._types[start] == ",":
            return self._after_comma(a, ahead, start, end)
        if a.kind is CueKind.CLAUSE and not explicit and not self._plain_clause(a, start, end):
            return before
        thing = not explicit and not set("anVh") & set(self._types[start:end])
        thing = thing and self._types[a.cue] != ":"
        if (
            thing
            and self._word(a.cue) in ACTS_ONLY
            and end - start > 2
            and self._types[end - 1] == "t"
        ):
            end -= 1  # "announced the ban in December": the time is that of the announcing
        if quoted and self._told_where(a, start, end):
            return before
        if quoted and a.kind is CueKind.TELL and "," in self._types[a.cue : start]:
            # "…," X told the panel, referring to the claim that …
            return before + self._added(a, a.cue + 1, end)
        if not self._fits(a, start, end):
            return before + self._added(a, start, end) if a.kind not in KEPT or quoted else []
        if ahead and (not explicit or self._relative(start)):
            return before + self._added(a, start, end)
        if ahead and explicit and a.kind not in KEPT and self._types[start] == "q" and quoted:
            return [*before, *self._piece(a, start, end, behind=True)]
        return self._piece(a, start, end, behind=True)

    def _plain_clause(self, a: Attribution, start: int, end: int) -> bool:
        """Tell whether a clause follows without "that": "insisted the process was fair"."""
        if start != a.after or self._word(a.cue) not in _BARE:
            return False
        return re.match("(?:p|d?[jNCcBKRHPAws]{1,5}?)[an]", self._types[start:end]) is not None

    def _told_where(self, a: Attribution, start: int, end: int) -> bool:
        """Tell whether only an addressee follows: “…,” he told CNN's “State of the Union” show."""
        if self._word(a.cue) in ("asked", "asks"):
            return True
        named = re.fullmatch(r"qw{1,2}N*[tv]*", self._types[start:end])
        return a.kind is CueKind.TELL and named is not None

    def _halved(self, a: Attribution, ahead: tuple[int, int], end: int) -> bool:
        """Tell whether what stands before is no clause but what follows is or completes it.

        "Along with X, the ministry said Iran has …"; "Those rates, the chair said, are due to …"
        """
        before = self._types[ahead[0] : ahead[1]]
        if a.inverted or self._types[ahead[1]] != "," or set("anVq") & set(before):
            return False
        behind = self._types[a.after : end]
        verb = a.after + len(behind) - len(behind.lstrip("tv,"))
        if self._types[a.after : verb].endswith(",") and self._types[verb : verb + 1] == "w":
            noun = all(not self._word(n).endswith("ed") for n in range(*ahead))
            if noun and ahead[1] - ahead[0] < _NOUN and self._word(verb).endswith(("ed", "s")):
                return True  # "Korea's exporters, he said, needed a decision"
        return re.match(r"[tv]*,[an]|[dC]?[CcNPwj]*[an]", behind) is not None

    def _relative(self, start: int) -> bool:
        """Tell whether "that" only opens a relative clause: "in a notice that gave no reason"."""
        if start < 2 or self._types[start - 1] != "h" or self._types[start - 2] not in "vM":
            return False
        return self._types[start] in "anVw"

    def _added(self, a: Attribution, start: int, end: int) -> list[Found]:
        """Read on behind "C, X said on Tuesday": ", adding that D", ", and “D”"."""
        for at in range(start, end):
            if self._types[at] != "," or at + 1 >= end:
                continue
            if self._types[at + 1] == "q" or self._adds(at + 1, end) is not None:
                return self._after_comma(a, None, at, end)
        return []

    def _adds(self, at: int, end: int) -> int | None:
        """Return the place of "adding" in ", adding that D" or ", before adding: D"."""
        for n in range(at, min(end, at + 3)):
            if self._types[n] == "G":
                said = self._types[n + 1 : n + 2] in ("h", "q", ":")
                return n if said or self._word(n) not in REPORTERS else None
            if self._types[n] not in "xoaw" or self._word(n) not in (
                "and",
                "before",
                "but",
                "also",
            ):
                return None
        return None

    def _inverted(
        self, a: Attribution, ahead: tuple[int, int] | None, left: int, end: int
    ) -> list[Found]:
        if self._types[a.first] == "L" and ahead is None:
            start = a.after
            while start < end and self._types[start] in "tv":
                start += 1
            while start < end and self._types[start] != "," and start - a.after < 12:
                start += 1
            if start < end and self._types[start] == ",":
                return self._piece(a, start + 1, end, behind=True)
            return []
        closing = set(self._types[a.after : end]) <= set("tv")
        if ahead is None and (self._types[a.first] != "L" or (a.first and closing)):
            ahead = self._ahead(left, a, any_words=True)  # "Building walls helps nobody, said X"
        pieces = self._piece(a, *ahead, behind=False) if ahead else []
        for at in range(a.after, end):
            if self._types[at] == "," and at + 1 < end:
                if self._types[at + 1] == "q":
                    return [*pieces, *self._piece(a, at + 1, end, behind=True)]
                if self._adds(at + 1, end) is not None:
                    return pieces + self._after_comma(a, None, at, end)
            if self._types[at] == ":":
                return [*pieces, *self._piece(a, at + 1, end, behind=True)]
        return pieces

    def _after_comma(
        self, a: Attribution, ahead: tuple[int, int] | None, comma: int, end: int
    ) -> list[Found]:
        """Read what follows "X said," : a quotation, "adding that …", a tail, or the rest of C."""
        pieces = self._piece(a, *ahead, behind=False) if ahead else []
        at = comma + 1
        if at >= end:
            return pieces
        if self._types[at] == "q":
            return [*pieces, *self._piece(a, at, end, behind=True)]
        gerund = self._adds(at, end)
        if gerund is not None:
            return pieces + self._gerund(a, gerund, end)
        if not ahead and self._types[at] in "an" and self._types[max(0, a.first - 1)] == ",":
            # "The rules, Bessent said on Tuesday, are a sign of weakness"
            return self._piece(a, at, end, behind=True)
        if ahead:
            return pieces + self._added(a, at, end)
        aside = self._types[max(0, a.first - 1)] != "," or self._word(at) in ASIDES
        tail = self._word(at).endswith("ing") and self._types[at + 1 : at + 2] in [*"dpNjCoP"]
        if not aside and not tail and self._types[at] not in "htv":
            # "Still, he added, the talks go on", "But, X warned, if C, D"
            return self._piece(a, at, end, behind=True)
        close = next((n for n in range(at, end) if self._types[n] == ","), None)
        if close is not None and close + 1 < end:
            if self._adds(close + 1, end) is not None:
                return self._after_comma(a, ahead, close, end)
            return self._piece(a, close + 1 + (self._types[close + 1] == "h"), end, behind=True)
        if self._types[at] == "h":
            return self._piece(a, at + 1, end, behind=True)
        return []

    def _gerund(self, a: Attribution, at: int, end: int) -> list[Found]:
        kind = self._tokens[at].payload
        assert isinstance(kind, CueKind)
        if kind is CueKind.TELL:
            return []
        start = at
        if kind not in KEPT:
            start = at + 1
            while start < end and self._types[start] in "htv:":
                start += 1
            marked = self._types[start - 1] in "h:"
            if start < end and not marked and not self._quotes(self._tokens[start:end]):
                rest = self._text[self._tokens[start].start : self._tokens[end - 1].end]
                if NOT_CONTENT.match(rest):
                    return []
        return self._piece(a, start, end, behind=True)

    def _ahead(
        self, left: int, a: Attribution, *, any_words: bool = False
    ) -> tuple[int, int] | None:
        """Return the tokens before the attribution that can be its content: they end in a comma.

        They look like a clause, unless `any_words` will do since nothing stands behind the verb.
        """
        at = a.first - 1
        while at > left and self._types[at] in "tv":
            at -= 1
        if at < left or at < 0 or (self._types[left] == "L" and left != a.first):
            return None  # "According to its website, the spokesperson answered questions"
        while left < at and self._types[left] in ",;x-":
            if left == 0 and self._types[left] == "x" and self._word(left) not in ("and", "but"):
                break  # "As of Dec. 1, exporters must report …, the notice states"
            left += 1
        last = self._types[at]
        if last == "q" or (last == "," and at > left and self._types[at - 1] == "q"):
            after = at + (last == "q")
            if self._titled_adjunct(left, at):
                return None
            label = self._types.rfind(":q", left, after)
            return (max(left, label + 1), after)
        if last in ",-" and at - left >= 3 and (any_words or not self._adjunct(left, at)):
            return (left, at)
        return None

    def _titled_adjunct(self, left: int, at: int) -> bool:
        """Tell whether a quotation only names: 'In an interview on “Face the Nation,” X said'."""
        quote = at if self._types[at] == "q" else at - 1
        token = self._tokens[quote]
        if quote <= left or spoken(self._text, token.start, token.end):
            return False
        return self._types[left] in "tv" or self._word(left) in OPENERS

    def _adjunct(self, left: int, comma: int) -> bool:
        """Tell whether what stands before a comma is only "On Monday," or "Asked about Y,"."""
        at = left
        while at < comma and self._types[at] in "tv,":
            at += 1
        if at >= comma:
            return True
        if self._types[at] == "q":
            return False  # “Executives must face jail” for their crimes, she said
        first = self._word(at)
        if first in OPENERS:
            # "In principle, exports shall not be permitted, it said": a clause follows the opener.
            inner = next((n for n in range(at, comma) if self._types[n] == ","), None)
            return inner is None or not self._clause(inner + 1, comma) or first in QUESTIONED
        if first.endswith("ing") and self._types[at] in "NwG":
            return True
        return not self._clause(at, comma)

    def _clause(self, first: int, after: int) -> bool:
        """Tell whether the tokens can be a clause: they hold a verb, as far as can be seen."""
        if after - first >= 3 and any(self._types[n] in "anV" for n in range(first, after)):
            return True
        words = [self._word(n) for n in range(first, after) if self._types[n] == "w"]
        return any(word.endswith(("ed", "es", "s")) and len(word) > 3 for word in words)

    def _fits(self, a: Attribution, start: int, end: int) -> bool:
        """Tell whether a verb that could be an act is speech here."""
        rest = self._text[self._tokens[start].start : self._tokens[end - 1].end]
        if a.kind is CueKind.TELL and rest.startswith("to "):
            return False
        if self._types[start - 1 : start] == "h":
            return end - start > 1 or self._types[start] == "q"  # but not "affirmed that ruling"
        if a.kind not in KEPT or start > a.cue:
            return not NOT_CONTENT.match(rest)
        verb, _, object_ = rest.partition(" ")
        verb = verb.lower()
        if a.kind is CueKind.VOW:
            at = start + 1
            while at < end and self._types[at] in "tv,":
                at += 1  # "vowed in an address on Tuesday to keep"
            later = self._text[self._tokens[min(at, end - 1)].start : self._tokens[end - 1].end]
            if verb.startswith("threat") and " with " in object_:
                return True
            if re.match("d?[jNCBKAGws(),]{1,9}n", self._types[start + 1 : end]):
                return True  # "vowed the ruling would not deter him"
            return any(
                words.startswith(("to ", "that ", "“", '"', "not to "))
                for words in (object_, later)
            ) or any(token.type == "q" for token in self._tokens[start + 1 : start + 4])
        if a.kind is CueKind.DENY:
            clause = re.match("[dpC][jNCw]{0,4}[an]", self._types[start + 1 : end])
            return clause is not None or SAID_NOUN.search(object_[:90]) is not None
        if verb in ("asked", "asks", "advised", "advises"):
            return re.match(r"(?:[\w.'’()-]+ ){1,14}to \w", object_) is not None
        if verb in ("called", "calls") and not object_.startswith(("on ", "for ", "upon ")):
            return (
                "“" in object_
                or '"' in object_
                or (
                    self._types[start + 1 : start + 2] in "dpNC"
                    and not CALLED_SOMETHING_ELSE.match(object_)
                )
            )
        if verb.startswith(("describ", "character")):
            return " as " in object_
        return len(object_) > 3

    def _trimmed(self, right: int) -> int:
        while right > 0 and self._types[right - 1] in ".,;x":
            right -= 1
        return right

    def _piece(self, a: Attribution, first: int, after: int, *, behind: bool) -> list[Found]:
        """Return the content of the tokens `first` to `after` as a range of the text."""
        while first < after and self._types[first] in ",;:.":
            first += 1
        while after > first and self._types[after - 1] in ",;.:-":
            after -= 1
        if first >= after:
            return []
        tokens = self._tokens[first:after]
        start, end = tokens[0].start, tokens[-1].end
        quotes = self._quotes(tokens)
        if not quotes and DECLINES.match(self._text, start, end):
            return []
        credit = CREDIT.search(self._text, start, end)
        if credit is not None and after == self._trimmed(len(self._tokens)):
            end = credit.start()
        if behind and not (quotes and quotes[-1][1] >= end):
            floor = quotes[-1][1] if quotes else start
            tail = TAIL.search(self._text, max(floor, start + 12), end)
            if tail is not None:
                end = tail.start()
        cue = self._tokens[a.cue].start
        return place(self._text, start, end, quotes, a.source, behind=behind, cue=cue)

    @staticmethod
    def _quotes(tokens: list[Token]) -> list[tuple[int, int]]:
        return [(token.start, token.end) for token in tokens if token.type == "q"]
