"""Read the attributions of one Chinese sentence, and which of its words each one reports."""

import re
from dataclasses import dataclass

from monitor.statements.attributions_zh import KEPT, Attribution, AttributionReader
from monitor.statements.content_zh import place
from monitor.statements.cues import CueKind
from monitor.statements.lexicon_zh import Token
from monitor.statements.sources_zh import ChineseSources
from monitor.statements.speakers import Source
from monitor.statements.statement import Mode

# 对, 因, 由 open what the words are about or for: a date in it is not the day of speech.
_OF_OTHERS = ("对", "将", "把", "因", "为", "由", "从", "经", "随", "随着", "以")


_OCCASION = re.compile(
    r"采访|专访|受访|访问|访谈|出席|参加|主持|记者会|发布会|吹风会|招待会|讲话|致辞|演讲|演说|听证|质询|论坛|会议|"
    r"会谈|会见|会晤|通话|视频|发文|发帖|公告|声明|通报|答记者|提问|问及|问到|举行|召开"
)
"""What makes a clause tell of the occasion on which somebody then speaks."""


@dataclass(frozen=True, slots=True)
class Found:
    """Content of one attribution: its range, its mode, and whether it stands behind the cue.

    `about` are the ranges of the attribution in which its date can stand.
    """

    start: int
    end: int
    mode: Mode
    source: Source
    behind: bool
    cue: int
    about: tuple[tuple[int, int], ...] = ()


class ChineseSentence:
    """One sentence; `spoke` is true where anyone at all is reported to speak in it."""

    def __init__(
        self, text: str, tokens: list[Token], sources: ChineseSources, speaking: Source | None
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._sources = sources
        self._types = self.types = sources.types
        self._attributions = AttributionReader(text, tokens, sources, speaking).read()
        self.spoke = False
        self.heard: list[Source] = []

    def found(self, *, asked: bool = False) -> list[Found]:
        """Return what officials are reported to say in this sentence, in order.

        `asked` tells that it is a reporter's question, whole, which later ones go on with.
        """
        kept: list[Attribution] = []
        for attribution in self._attributions[:1] if asked else self._answering(self._attributions):
            if kept and self._only_background(kept[-1], attribution):
                kept.pop()
            if kept and not self._stands_alone(kept[-1], attribution):
                continue
            kept.append(attribution)
        self.spoke = bool(kept)
        # Who asks is not who speaks next: 发言人 behind a question is still the one who answers.
        self.heard = [a.source for a in kept if self._types[a.cue] != "Q"]
        found: list[Found] = []
        left = 0
        for number, attribution in enumerate(kept):
            right = len(self._tokens)
            if number + 1 < len(kept):
                right = self._clause_start(kept[number + 1].first)
            if attribution.source.official:
                found.extend(self._contents(attribution, left, right))
            left = right
        return found

    def _answering(self, found: list[Attribution]) -> list[Attribution]:
        """Return the attributions without those of a reporter's question that comes first.

        Whoever answers in the same sentence is the last who is named; a sentence that ends with
        a question mark holds no answer.
        """
        # 某媒体报道，有外媒提问，C: who relays the question stands before it.
        ahead = next((n for n, a in enumerate(found) if a.source.official), len(found))
        question = next((n for n, a in enumerate(found[:ahead]) if self._types[a.cue] == "Q"), None)
        if question is None:
            return found
        found = found[question:]
        behind = self._types[found[0].after : found[0].after + 1]
        if behind in (":", "：") or self._types.rstrip("”").endswith(("？", "?")):
            return found[:1]
        last = next((n for n in range(len(found) - 1, 0, -1) if found[n].source.person), None)
        return found[:1] if last is None else [found[0], *found[last:]]

    def tells_of_someone(self) -> bool:
        """Return whether the sentence is about a person or a capital: nobody's own words."""
        first = self._types.lstrip("taxyg,")[:1]
        subject, led = self._sources.subject(0, len(self._tokens))
        if subject is None or led:
            return first == "c"
        return first == "c" or subject.source.speaker is not None

    def opens_with_speech(self) -> bool:
        """Return whether the sentence begins with its attribution: 他说, …"""
        return any(self._sources.phrases.adjuncts(0, a.first) for a in self._attributions[:1])

    def _stands_alone(self, outer: Attribution, inner: Attribution) -> bool:
        """Tell whether a later attribution begins a span of its own and is not within content."""
        if inner.first < outer.after or inner.elliptic:
            return False
        start = self._clause_start(inner.first)
        before = self._types[start - 1] if start else ","
        if outer.kind is CueKind.CLAUSE and not outer.source.official:
            return inner.source.official
        if before == "q" or (before == "," and start > 1 and self._types[start - 2] == "q"):
            return inner.source.official or self._types[outer.after : start].strip(",：:") == "q"
        if before not in ",。；;？！":
            return False
        if not inner.source.official:
            return False
        if inner.pronoun and self._words(inner.cue) in ("相信", "预计", "预期"):
            return False
        if self._same(outer.source, inner):
            # 他表示，他相信C: the second is within what is said.
            within = start > outer.after and self._sources.phrases.adjuncts(outer.after, start)
            return outer.kind in KEPT or not within
        contrast = "x" in self._types[start : inner.cue] or self._words(inner.cue)[0] in "回反驳"
        quoted = self._types[inner.after : inner.after + 2] in (":q", "：q")
        led = self._sources.words(start, inner.cue)
        if any(word in self._sources.words(outer.after, start) for word in ("虽", "尽管", "即使")):
            # 虽然…，但川普也曾提到: one argument, in which another is quoted.
            return quoted
        return contrast or quoted or "则" in led or "对此" in led

    def _only_background(self, outer: Attribution, inner: Attribution) -> bool:
        """Tell whether a clause is only when another speaks: 甲宣布管制后，乙表示."""
        if not inner.source.official or inner.elliptic or outer.kind in KEPT:
            return False
        end = self._types.find(",", outer.after)
        if not outer.after < end <= inner.first:
            return False
        words = self._sources.words(outer.after, end)
        return words.endswith(("后", "之后", "之际", "以来", "之时")) and not inner.pronoun

    def _same(self, source: Source, inner: Attribution) -> bool:
        if not source.official:
            return False
        if inner.pronoun:
            back = self._words(inner.first)
            plain = self._types[inner.first] in "pA" or back.endswith("发言人")
            return plain or inner.source.body == source.body
        if inner.source.body != source.body:
            return False
        if inner.source.speaker is None:
            return not inner.source.person or source.speaker is None
        return inner.source.speaker == source.speaker

    def _clause_start(self, first: int) -> int:
        while first > 0 and self._types[first - 1] in "taxyg":
            first -= 1
        return first

    def _contents(self, a: Attribution, left: int, right: int) -> list[Found]:
        """Return the content of one attribution between two token limits."""
        about = self._about(a, left)
        pieces: list[Found] = []
        start = a.cue if a.kind in KEPT else a.after
        while start < right and self._types[start] in ",:：":
            start += 1
        right = self._quoted_end(start, right)
        first = self._clause_start(a.first)
        if self._sources.phrases.adjuncts(left, first):
            first = left
        ahead = self._ahead(left, first)
        if start >= right or not self._types[start:right].strip("。！？；…,:：e"):
            if ahead is None and not a.elliptic:
                end = first
                if end - left >= 3 and self._types[end - 1 : end] in (",", "q"):
                    ahead = (left, end)
            if ahead is not None:
                tail = (self._tokens[first].start, self._tokens[a.cue].end)
                pieces += self._piece(a, *ahead, behind=False, about=(*about, tail))
            return pieces
        if ahead is not None:
            pieces += self._piece(a, *ahead, behind=False, about=about)
        return [*pieces, *self._piece(a, start, right, behind=True, about=about)]

    def _quoted_end(self, start: int, right: int) -> int:
        """Return where content ends that opens with a quotation of whole sentences: with it."""
        at = start
        closed = False
        while at < right and self._types[at] in "q，,。！？、;；":
            if self._types[at] == "q":
                inner = self._text[self._tokens[at].start : self._tokens[at].end].rstrip('”"')
                closed = inner.endswith(("。", "！", "？", "…"))
            at += 1
        return at if closed and at < right else right

    def _ahead(self, left: int, first: int) -> tuple[int, int] | None:
        """Return the quotation that stands before its speaker, if that is all that does."""
        at = left
        last: int | None = None
        begin: int | None = None
        while at < first and self._types[at] in "q,。！？、;；":
            if self._types[at] == "q":
                begin = at if begin is None else begin
                last = at
            at += 1
        if begin is None or last is None or not self._sources.phrases.adjuncts(last + 1, first):
            return None
        token = self._tokens[begin]
        return (begin, last + 1) if token.end - token.start > 4 else None

    def _about(self, a: Attribution, left: int) -> tuple[tuple[int, int], ...]:
        """Return the ranges of the attribution in which the date of speech can stand."""
        ranges: list[tuple[int, int]] = []
        at = left
        while at < a.cue or (a.leads and at < a.after):
            aside = self._other_matter(at, a)
            if aside is not None:
                at = aside
                continue
            kind = self._types[at]
            if kind in "iQ" or (kind == "r" and self._words(at) in _OF_OTHERS):
                at = max(at + 1, min(self._sources.phrases.end(at, a.cue), a.cue))
                continue
            if kind in "ta":
                ranges.append((self._tokens[at].start, self._tokens[at].end))
            at += 1
        return tuple(_joined(ranges))

    def _other_matter(self, at: int, a: Attribution) -> int | None:
        """Return where a clause before the speaker's ends that tells of another matter than speech.

        随着两国元首30日会晤，X表示: the 30th is not the day on which X speaks.
        """
        if at and self._types[at - 1] not in ",。；;？！：":
            return None
        end = at
        while end < a.first and self._types[end] not in ",。；;？！：":
            end += 1
        if end >= a.first or self._sources.phrases.adjuncts(at, end):
            return None
        if _OCCASION.search(self._sources.words(at, end)):
            subject, unknown = self._sources.subject(at, end)
            if not unknown and (subject is None or subject.source.body == a.source.body):
                return None
        return end + 1

    def _words(self, at: int) -> str:
        return self._sources.words(at, at + 1)

    def _piece(
        self,
        a: Attribution,
        first: int,
        after: int,
        *,
        behind: bool,
        about: tuple[tuple[int, int], ...],
    ) -> list[Found]:
        tokens = self._tokens[first:after]
        if not tokens:
            return []
        quotes = [(token.start, token.end) for token in tokens if token.type == "q"]
        placed = place(
            self._text,
            tokens[0].start,
            tokens[-1].end,
            quotes,
            foreign=self._sources.foreign(a.source),
        )
        if placed is None:
            return []
        start, end, mode = placed
        return [Found(start, end, mode, a.source, behind, self._tokens[a.cue].start, about)]


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
