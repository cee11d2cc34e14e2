"""Find the attributions of one English sentence: who says, by which word, in which order."""

import re
from dataclasses import dataclass

from monitor.statements.cues import CueKind
from monitor.statements.lexicon_en import Token
from monitor.statements.sources_en import SourceReader
from monitor.statements.speakers import NOBODY, Source

KEPT = (CueKind.ACT, CueKind.DENY, CueKind.VOW)
"""Verbs that stay in the span, since the act is lost without them."""

OPENERS = frozenset(
    "on in at by after before when while during asked speaking responding commenting "
    "referring however meanwhile separately earlier also but and for as to with regarding "
    "concerning since following amid despite besides under through about from if instead "
    "later last yesterday today according addressing although though because unlike ahead "
    "late early additionally moreover furthermore similarly nevertheless still finally first "
    "second third given within days hours weeks months minutes answering questioned pressed "
    "without against beyond alongside along together apart aside due owing thanks regardless "
    "prior contrary nonetheless thus overall notably elsewhere afterwards subsequently "
    "previously recently".split()
)
_SUBORDINATE = frozenset("after when because as where although though if".split())
_AS_SAYING = re.compile(r"\b(?:quoted|cited)(?: by [\w\s.'’-]{2,40}?)?(?: [\w\s]{0,40}?)? as$")
_QUOTED = frozenset("quoted cited quotes cites quoting citing".split())
_ISSUED = frozenset("issued released published posted sent put gave made".split())
_ADDED_TO = re.compile(r"(?:(?!that |it |they )[^,“\"]){2,200}? to (?:its|the|a|their|an)\b")
_NEW_CLAUSE = re.compile(r",x(?=d?[jCsBKHRPNUpA])")
_REACH = 14
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and its verb: the tokens `first` to `after` (not included) hold both."""

    source: Source
    first: int
    after: int
    cue: int
    kind: CueKind
    inverted: bool


class AttributionReader:
    """Reads the attributions of one sentence, cut into tokens."""

    def __init__(self, text: str, tokens: list[Token], reader: SourceReader) -> None:
        self._text = text
        self._tokens = tokens
        self._reader = reader
        self._types = reader.types
        self._word = reader.word

    def outermost(self) -> list[Attribution]:
        """Return the attributions that are not nested in another's content, from the left.

        The unofficial ones are among them: what an analyst says is nobody else's words.
        """
        found = self._all()
        if self._opened():
            led = next((n for n, a in enumerate(found) if a.first and self._led(a)), 0)
            found = found[led:]
        kept: list[Attribution] = []
        for attribution in found:
            if kept and not self._coordinated(kept[-1], attribution):
                continue
            kept.append(attribution)
        last = kept[-1] if kept else None
        if len(kept) > 1 and self._types[kept[-1].first] == "L":
            # "X believes C, according to Y": Y tells of it
            kept = [a for a in kept[:-1] if not self._word(a.cue).startswith("believ")] + kept[-1:]
        if last is not None and last.source.official and len(kept) > 1 and self._closes(last):
            # "Analysts say C, but D, the ministry said": all before is what the ministry said.
            others = kept[:-1]
            spoke = [a for a in others if a.source.official and not self._subordinate(a)]
            if not spoke and "q" not in self._types:
                kept = [last]
            elif self._types[last.first] != "L" and all(self._within(a, last) for a in others):
                kept = [last]  # "Yeo called for a fair deal, the ministry said"
        for attribution in kept:
            self._note(attribution)
        return kept

    def _all(self) -> list[Attribution]:
        found: list[Attribution] = []
        at = 0
        label = self._label()
        if label is not None:
            found.append(label)
            self._note(label)
            at = label.after
        while at < len(self._tokens):
            attribution = self._attribution(at) if self._types[at] in "VGL" else None
            if attribution is None and self._types[at] == "w":
                attribution = self._behind_quote(at)
            if attribution is None and not found and self._types[at] == "V":
                attribution = self._second_verb(at)
            if attribution is not None:
                found.append(attribution)
                # "its minister … he said": the pronoun means who spoke in this very sentence.
                if attribution.kind not in KEPT or attribution.source.person:
                    self._note(attribution)
                at = max(at, attribution.after - 1)
            at += 1
        self._reader.forget()
        signed = None if found else self._signed()
        return found if signed is None else [signed]

    def _signed(self) -> Attribution | None:
        """Read “Q” — Donald Trump."""
        match = re.search(r"q-+([dRHjCsBKPN]+)\.?$", self._types)
        if match is None:
            return None
        subject = self._reader.object(match.start(1), match.end(1))
        if subject is None or not subject.source.official or not subject.source.person:
            return None
        dash = match.start() + 1
        return Attribution(subject.source, dash, match.end(1), dash, CueKind.SAY, inverted=True)

    def _note(self, attribution: Attribution) -> None:
        aside = self._types[attribution.first] == "L" and attribution.first > 0
        spoke = attribution.kind in (CueKind.SAY, CueKind.TELL)
        named = not attribution.first and self._types[:1] == "N"  # "Wingtech called on Dutch …"
        if attribution.source.official or (not aside and (spoke or named)):
            self._reader.remember(attribution.source)

    def _opened(self) -> bool:
        """Tell whether the sentence begins with an adjunct: "Asked whether …", "On Monday, …"."""
        at = 0
        while at < len(self._types) and self._types[at] in "tv":
            at += 1
        if at >= len(self._types):
            return False
        return at > 0 or self._word(at) in OPENERS or self._word(at).endswith("ing")

    def _led(self, attribution: Attribution) -> bool:
        at = attribution.first - 1
        while at > 0 and self._types[at] in "tva":
            at -= 1
        return self._types[at] == ","

    def _closes(self, attribution: Attribution) -> bool:
        """Tell whether nothing but time and place follows: "…, the ministry said on Friday."."""
        if not self._led(attribution) and self._types[attribution.first - 1] != "q":
            return False
        at = attribution.after
        if attribution.kind is CueKind.TELL:
            addressed = re.match(r"[dwNCcBKPjs]{1,7}?(?=[tv,.]|$)", self._types[at:])
            at += addressed.end() if addressed else 0
        while at < len(self._types) and self._types[at] in "tvaC":
            at += 1
        if at < len(self._types) and self._types[at] == ",":
            return at + 1 < len(self._types) and self._word(at + 1) not in ("and", "but", "that")
        return at >= len(self._types) or self._types[at] == "."

    def _subordinate(self, a: Attribution) -> bool:
        """Tell whether an attribution is part of "… after the president threatened C"."""
        return a.first > 2 and self._word(a.first - 1) in _SUBORDINATE

    def _within(self, inner: Attribution, last: Attribution) -> bool:
        """Tell whether all of a clause, who speaks in it included, is what a later one tells."""
        told = self._types[inner.after : last.first]
        return (
            not inner.inverted
            and self._types[max(0, inner.first - 1)] != "q"
            and (";" not in told and _NEW_CLAUSE.search(told) is None)
        )

    def _ends(self, at: int) -> bool:
        return re.fullmatch(r"[tva]*(?:\.|,.*)?", self._types[at:]) is not None

    def _coordinated(self, outer: Attribution, inner: Attribution) -> bool:
        """Tell whether a later attribution begins a clause of its own and is not within content."""
        if inner.first <= outer.cue:
            return False
        clause = self._types[inner.cue + 1 : inner.cue + 2] == "h"
        if inner.kind in KEPT and not clause and self._types[inner.first] == "p":
            return False
        if self._types[outer.first] == "L" and not outer.first and outer.source.official:
            return self._closes(inner)  # "According to the ministry, Wang mentioned C"
        if self._types[outer.first] == "L" or (outer.inverted and inner.first > outer.after):
            return True
        before = self._types[inner.first - 1] if inner.first else ","
        if self._types[inner.cue] == "G" and self._word(inner.first - 1) == "with":
            return inner.source.official
        if before == "q" or (before == "," and (inner.inverted or self._closes(inner))):
            return True
        if before in "tv":
            before = self._types[max(0, inner.first - 2)]
        if before == "x":
            joint = self._word(inner.first - 1)
            if joint in _SUBORDINATE and self._types[inner.first] == "p":
                return False  # "X told him, after he admitted that …"
            aside = joint == "and" and self._types[max(0, inner.first - 2)] == ","
            acts = inner.kind in KEPT and self._types[inner.first : inner.cue] in ("C", "dC")
            return inner.source.official or (joint in ("while", "but") and not acts) or aside
        return before in ";-"

    def _attribution(self, at: int) -> Attribution | None:
        if self._types[at] == "L":
            return self._according_to(at)
        kind = self._tokens[at].payload
        assert isinstance(kind, CueKind)
        if self._types[at] == "G":
            return self._gerund(at, kind)
        if at and self._types[at - 1] in "djs" and self._word(at - 1) not in ("both", "all"):
            return None
        if self._word(at) in ("added", "adds") and at + 1 < len(self._tokens):
            rest = self._text[self._tokens[at + 1].start : self._tokens[-1].end]
            if _ADDED_TO.match(rest):
                return None  # "added 23 entities to its list"
        subject = self._reader.before(at)
        if subject is not None and not subject.source.official and self._types[at - 1] == ",":
            turned = self._inverted(at, kind)  # "… by Nexperia, a chipmaker, said the ministry"
            if turned is not None and turned.source.official and self._ends(turned.after):
                return turned
        if subject is not None:
            document = self._reader.is_document(subject.first, subject.after)
            if kind is CueKind.READ and not document and self._word(at - 1) != "it":
                return None
            return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)
        if at == 0 or self._types[at - 1] in ",q":
            return self._inverted(at, kind)
        common = self._types[at - 2 : at] in ("dw", "jw", "sw")
        if common and kind not in KEPT and self._types[at + 1 : at + 2] in ("", *".h:q"):
            # "the regulator said": somebody speaks, though nobody whom we know.
            return Attribution(NOBODY, at - 2, at + 1, at, kind, inverted=False)
        return None

    def _behind_quote(self, at: int) -> Attribution | None:
        """Read “Q,” the minister thundered: between a quotation and its end any verb reports."""
        word = self._word(at).rstrip(".")
        if not word.endswith("ed") or len(word) < 5 or at == 0:
            return None
        if self._types[at - 1] == "q" and self._commaed(at - 1):
            subject = self._reader.after(at)
            first = at
        else:
            subject = self._reader.before(at)
            if subject is None or subject.first < 1 or self._types[subject.first - 1] != "q":
                return None
            if not self._commaed(subject.first - 1):
                return None
            first = subject.first
        if subject is None or not subject.source.official:
            return None
        inverted = first == at
        after = subject.after if inverted else at + 1
        ends = self._types[after : after + 1] in ("", ".", ",", "t", "v", "o", "x")
        if not ends and self._word(after) != "about":
            return None
        return Attribution(subject.source, first, after, at, CueKind.CLAUSE, inverted=inverted)

    def _commaed(self, quote: int) -> bool:
        """Tell whether a quotation ends as one that is reported does: with a comma, "?" or "!"."""
        token = self._tokens[quote]
        return self._text[token.start : token.end].rstrip("”\"’'")[-1:] in (",", "?", "!")

    def _label(self) -> Attribution | None:
        """Read "Ministry spokesperson: C" at the head of a sentence."""
        colon = self._types.find(":", 0, _LONGEST_LABEL)
        if colon < 1 or not set("BKHRP") & set(self._types[:colon]):
            return None
        subject = self._reader.labelled(colon)
        if subject is None or not subject.source.official:
            return None
        return Attribution(subject.source, 0, colon + 1, colon, CueKind.SAY, inverted=False)

    def _second_verb(self, at: int) -> Attribution | None:
        """Read "The ministry summoned the envoy and said that C"."""
        before = at - 1
        while before > 0 and self._types[before] == "a":
            before -= 1
        kind = self._tokens[at].payload
        if before <= 1 or self._word(before) not in ("and", "but", "then"):
            return None
        if not isinstance(kind, CueKind) or kind is CueKind.READ:
            return None
        if self._types[at + 1 : at + 2] in ("", ",", ".") and self._types[at + 2 : at + 3] != "q":
            return None  # "questions and answers,"
        subject = self._reader.opening(before)
        if subject is None:
            return None
        return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)

    def _inverted(self, at: int, kind: CueKind) -> Attribution | None:
        if kind not in (CueKind.SAY, CueKind.CLAUSE, CueKind.READ) or at == 0:
            return None
        subject = self._reader.after(at)
        if subject is None or self._types[subject.after : subject.after + 1] in ("a", "n", "V"):
            return None
        if kind is CueKind.READ and not self._reader.is_document(subject.first, subject.after):
            return None
        return Attribution(subject.source, at, subject.after, at, kind, inverted=True)

    def _gerund(self, at: int, kind: CueKind) -> Attribution | None:
        """Read "was quoted by Xinhua as saying", "issued a statement saying", "is urging"."""
        if at and self._word(at - 1) == "as":
            quoted = self._quoted_as(at, kind)
            if quoted is not None:
                return quoted
            before = self._text[self._tokens[0].start : self._tokens[at - 1].end]
            match = _AS_SAYING.search(before)
            if match is None:
                return None
            verb = self._tokens[0].start + match.start()
            was = next((n for n, token in enumerate(self._tokens) if token.start >= verb), at)
            while was > 0 and self._types[was - 1] == "a":
                was -= 1
            subject = self._reader.before(was, gerund=True)
            if subject is None:
                return None
            return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)
        if at and self._word(at - 1) in ("is", "are", "was", "were", "been"):
            subject = self._reader.before(at, gerund=True)
            if subject is not None and (kind in KEPT or self._types[at + 1 : at + 2] == "h"):
                return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)
            return None
        return self._issued(at, kind) or self._saying(at, kind) or self._with(at, kind)

    def _quoted_as(self, at: int, kind: CueKind) -> Attribution | None:
        """Read "Reuters quoted X as saying": the object speaks, not who quotes."""
        span = range(max(0, at - 2 * _REACH), at - 1)
        verb = next((n for n in reversed(span) if self._word(n) in _QUOTED), None)
        if verb is None or verb + 1 >= at - 1 or self._types[verb + 1] in "otvhq,":
            return None
        if verb and self._word(verb - 1) in ("was", "were", "been", "is", "are", "be"):
            return None
        subject = self._reader.object(verb + 1, at - 1)
        if subject is None:
            return None
        first = verb
        while first > 0 and self._types[first - 1] not in ",q;-":
            first -= 1
        return Attribution(subject.source, first, at + 1, at, kind, inverted=False)

    def _with(self, at: int, kind: CueKind) -> Attribution | None:
        """Read "…, with a spokesperson for the ministry saying that C"."""
        subject = self._reader.before(at, gerund=True)
        if subject is None or not subject.source.official or subject.first < 1:
            return None
        before = range(max(0, subject.first - 2), subject.first + 1)
        if not any(self._word(n) == "with" for n in before):
            return None
        return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)

    def _saying(self, at: int, kind: CueKind) -> Attribution | None:
        """Read "The ministry hit back on Friday, saying C": the clause's subject says it."""
        before = at - 1
        while before > 0 and self._types[before] in "tva":
            before -= 1
        if before <= 0 or self._types[before] != "," or kind is CueKind.READ:
            return None
        if "V" in self._types[:before] or "q" in self._types[:1]:
            return None
        subject = self._reader.opening(before)
        if subject is None:
            return None
        return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)

    def _issued(self, at: int, kind: CueKind) -> Attribution | None:
        """Read "The ministry issued a statement on Tuesday saying that C"."""
        span = range(max(0, at - _REACH), at)
        noun = next((n for n in reversed(span) if self._types[n] in "Mv"), None)
        if noun is None:
            return None
        verbs = reversed(range(max(0, noun - 6), noun))
        verb = next((n for n in verbs if self._word(n) in _ISSUED), None)
        if verb is None:
            return None
        subject = self._reader.before(verb)
        if subject is None:
            return None
        return Attribution(subject.source, subject.first, at + 1, at, kind, inverted=False)

    def _according_to(self, at: int) -> Attribution | None:
        subject = self._reader.after(at)
        if subject is None:
            return None
        return Attribution(subject.source, at, subject.after, at, CueKind.SAY, inverted=True)
