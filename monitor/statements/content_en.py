"""Read what is said: where the content of an English attribution begins and ends, in what form."""

import re

from monitor.statements.cues import CueKind
from monitor.statements.lexicon_en import Token
from monitor.statements.modes_en import Found, place
from monitor.statements.sentence_en import KEPT, OPENERS, Attribution, AttributionReader
from monitor.statements.sources_en import SourceReader
from monitor.statements.starts_en import Starts

_SAID_NOUN = re.compile(
    r"\b(?:claims?|accusations?|allegations?|criticisms?|reports?|charges?|rumou?rs?|assertions?|"
    r"notion|suggestions?|idea|concerns?|speculation|comments|remarks|having|that|any|"
    r"characterization|comparisons?|involvement|wrongdoing|responsibility)\b|\w+ing\b"
)
_CALLED_SOMETHING_ELSE = re.compile(
    r"an? (?:\w+ )?(?:meeting|vote|election|session|halt|truce|strike)"
)
_NOT_CONTENT = re.compile(
    r"(?:(?:this|that|it|them|goodbye|hello|nothing|little|so|as much|no more|yes|no|the same)\W*$"
    r"|(?:of|about|for|with|to|into|by|than|up|off|out) )",
    re.IGNORECASE,
)
_ACTS_ONLY = frozenset(  # "announced the ban in December": a thing may be what was announced
    "announces announced declares declared confirms confirmed discloses disclosed reveals revealed "
    "explains explained acknowledges acknowledged reaffirms reaffirmed reiterates reiterated "
    "stresses stressed emphasizes emphasized underlines underlined underscores underscored".split()
)
# What a reporter hangs on at the end of an indirect statement; wire idiom, not one story's.
_TAIL = re.compile(
    r",? (?:when|while|after being|as he was|as she was)?,? ?(?:was |were )?"
    r"(?:asked|responding|answering|commenting|speaking|referring|alluding) (?:about|whether|if"
    r"|to|on|at|in|why|how)\b"
    r"|, (?:according to [^,“”\"]{3,80}|[^,“”\"]{3,60}? (?:reported|said)(?: (?:on |late |early"
    r" )?\w+day)?)\s*$"
    r"|[;,] (?:but )?(?:(?:he|she|it|they) )?(?:didn't|did not|declined to|gave no|provided no)\b"
    r"|, (?:in response to|in reply to|in (?:an? )?(?:apparent |clear |veiled )?(?:reference|nod"
    r"|response|retaliation)\b"
    r"|an? (?:\w+ )?(?:move|step|sign|reference|relief|blow|shift|claim|charge|figure|reversal"
    r"|rebuke|warning|"
    r"reminder|departure|setback|boost) (?:that|to|for|by|in|from|which|of)\b"
    r"|(?:hours|days|weeks|months|an? (?:hour|day|week|month)) (?:after|before)\b"
    r"|as [^,“”]{3,60}?\b(?:gather|met\b|meet|prepar|brac|push|seek|sought|tri(?:es|ed)\b"
    r"|arriv|rac(?:es|ed)|scrambl)\w*|citing\b"
    r"|without (?:elaborating|giving|naming|specifying|providing|offering)"
    r"|(?:sending|prompting|sparking|weakening|cooling|deepening|escalating|intensifying|marking"
    r"|dealing|dashing|fuell?ing|signall?ing|paving|undercutting|reversing|defying|rattling"
    r"|heightening|drawing|ratcheting|widening|capping|echoing|contradicting|underlining"
    r"|highlighting|underscoring|hitting"
    r"|setting (?:off|up|the stage))\b"
    r"|(?:raising|easing|stoking) (?:fears|hopes|concerns))"
)


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

    def found(self) -> list[Found]:
        """Return the content of every official attribution, in order of the attributions.

        `spoke` then says whether anybody speaks in the sentence, `others` whether only those do
        who are no officials.
        """
        kept = self._attributions.outermost()
        self.spoke = bool(kept)
        self.others = self.spoke and not any(a.source.official for a in kept)
        found: list[Found] = []
        left = 0
        for number, attribution in enumerate(kept):
            right = len(self._tokens)
            if number + 1 < len(kept):
                right = max(self._clause_start(kept[number + 1]), attribution.after)
            pieces = self._contents(attribution, left, right)
            if attribution.source.official:
                found.extend(pieces)
            left = right
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
        if a.inverted:
            return self._inverted(a, ahead, end)
        start, explicit = self._starts.of(a, end)
        if ahead is None and start >= end:
            ahead = self._ahead(left, a, any_words=True)
        before = self._piece(a, *ahead, behind=False) if ahead else []
        quoted = ahead is not None and self._types[ahead[0] : ahead[1]].rstrip(",").endswith("q")
        if start >= end or (quoted and a.kind in KEPT and start + 1 >= end):
            return before
        if self._types[start] == ",":
            return self._after_comma(a, ahead, start, end)
        if a.kind is CueKind.CLAUSE and not explicit:
            return before
        thing = not explicit and not set("anVh") & set(self._types[start:end])
        thing = thing and self._types[a.cue] != ":"
        if (
            thing
            and self._word(a.cue) in _ACTS_ONLY
            and end - start > 2
            and self._types[end - 1] == "t"
        ):
            end -= 1  # "announced the ban in December": the time is that of the announcing
        if quoted and self._word(a.cue) in ("asked", "asks"):
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
                return n
            if self._types[n] not in "xoaw" or self._word(n) not in (
                "and",
                "before",
                "but",
                "also",
            ):
                return None
        return None

    def _inverted(self, a: Attribution, ahead: tuple[int, int] | None, end: int) -> list[Found]:
        if self._types[a.first] == "L" and ahead is None:
            start = a.after
            while start < end and self._types[start] in "tv":
                start += 1
            while start < end and self._types[start] != "," and start - a.after < 12:
                start += 1
            if start < end and self._types[start] == ",":
                return self._piece(a, start + 1, end, behind=True)
            return []
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
            if start < end and not self._quotes(self._tokens[start:end]):
                rest = self._text[self._tokens[start].start : self._tokens[end - 1].end]
                if _NOT_CONTENT.match(rest):
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
        if at < left or at < 0:
            return None
        while left < at and self._types[left] in ",;x-":
            if left == 0 and self._types[left] == "x" and self._word(left) not in ("and", "but"):
                break  # "As of Dec. 1, exporters must report …, the notice states"
            left += 1
        last = self._types[at]
        if last == "q" or (last == "," and at > left and self._types[at - 1] == "q"):
            after = at + (last == "q")
            label = self._types.rfind(":q", left, after)
            return (max(left, label + 1), after)
        if last in ",-" and at - left >= 3 and (any_words or not self._adjunct(left, at)):
            return (left, at)
        return None

    def _adjunct(self, left: int, comma: int) -> bool:
        """Tell whether what stands before a comma is only "On Monday," or "Asked about Y,"."""
        at = left
        while at < comma and self._types[at] in "tv,":
            at += 1
        if at >= comma:
            return True
        first = self._word(at)
        if at > left or first in OPENERS:
            # "In principle, exports shall not be permitted, it said": a clause follows the opener.
            inner = next((n for n in range(at, comma) if self._types[n] == ","), None)
            return (
                inner is None
                or not self._clause(inner + 1, comma)
                or first
                in (
                    "asked",
                    "speaking",
                    "responding",
                    "commenting",
                    "when",
                    "according",
                    "answering",
                )
            )
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
        if a.kind not in KEPT or start > a.cue:
            return not _NOT_CONTENT.match(rest)
        verb, _, object_ = rest.partition(" ")
        verb = verb.lower()
        if a.kind is CueKind.VOW:
            at = start + 1
            while at < end and self._types[at] in "tv,":
                at += 1  # "vowed in an address on Tuesday to keep"
            later = self._text[self._tokens[min(at, end - 1)].start : self._tokens[end - 1].end]
            return any(
                words.startswith(("to ", "that ", "“", '"', "not to "))
                for words in (object_, later)
            )
        if a.kind is CueKind.DENY:
            return _SAID_NOUN.search(object_[:90]) is not None
        if verb in ("asked", "asks", "advised", "advises"):
            return re.match(r"(?:[\w.'’-]+ ){1,7}to \w", object_) is not None
        if verb in ("called", "calls") and not object_.startswith(("on ", "for ", "upon ")):
            return (
                "“" in object_
                or '"' in object_
                or (
                    self._types[start + 1 : start + 2] in "dpNC"
                    and not _CALLED_SOMETHING_ELSE.match(object_)
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
        if behind and not (quotes and quotes[-1][1] >= end):
            floor = quotes[-1][1] if quotes else start
            tail = _TAIL.search(self._text, max(floor, start + 12), end)
            if tail is not None:
                end = tail.start()
        cue = self._tokens[a.cue].start
        return place(self._text, start, end, quotes, a.source, behind=behind, cue=cue)

    @staticmethod
    def _quotes(tokens: list[Token]) -> list[tuple[int, int]]:
        return [(token.start, token.end) for token in tokens if token.type == "q"]
