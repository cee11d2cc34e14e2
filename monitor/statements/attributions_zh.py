"""Find the reporting words of one Chinese sentence, and whose each of them is."""

import re
from dataclasses import dataclass, replace

from monitor.statements.cues import CueKind
from monitor.statements.lexicon_zh import Token
from monitor.statements.nouns_zh import (
    MEDIA,
    NOUN_AFTER,
    NOUN_BEFORE,
    OUTLET,
    RELAYED,
    SPEAKING,
    SPEECH_NOUN,
)
from monitor.statements.offices_zh import Subject
from monitor.statements.phrases_zh import past_addressee
from monitor.statements.sources_zh import ChineseSources
from monitor.statements.speakers import NOBODY, Source

KEPT = (CueKind.ACT, CueKind.DENY, CueKind.VOW)
_OWN_VERBS = ("要求", "希望", "支持", "欢迎", "反对", "建议", "期待", "坚决反对", "承诺", "保证")
_NO_LANGUAGE = "V" * 8  # reporting words in a row, each of which would be read to the last
_SAID_NEXT = re.compile(r",[taxyg]*V")
_OPENERS_READ = 4
_CLAUSES_BACK = 6  # in which an understood subject is looked for
_LONGEST_CLAUSE = 150
"""Tokens: bounds the work on a text without punctuation."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting word with its subject: tokens `first` to `after`, content from there."""

    source: Source
    first: int
    after: int
    cue: int
    kind: CueKind
    pronoun: bool = False
    elliptic: bool = False
    leads: bool = False


class AttributionReader:
    """Reads the attributions of one sentence; `speaking` is whoever spoke last before it."""

    def __init__(
        self, text: str, tokens: list[Token], sources: ChineseSources, speaking: Source | None
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._sources = sources
        self._types = sources.types
        self._speaking = speaking

    def read(self) -> list[Attribution]:
        """Return every attribution of the sentence in order, nested ones and nobody's too."""
        found: list[Attribution] = []
        at = 0
        limit = 0
        while at < len(self._tokens):
            kind = self._types[at]
            attribution = None
            if kind == "V":
                attribution = self._read(at, limit)
            elif kind in ":：" and self._types[at + 1 : at + 2] == "q":
                attribution = self._quotes(at, limit)
            elif kind in "LG":
                attribution = self._according(at, limit)
            elif kind == "D" and self._types[at + 1 : at + 2] in (",", ":", "："):
                attribution = self._announces(at, limit)
            elif kind == "Q" and self._asks(at):
                attribution = Attribution(NOBODY, limit, at + 1, at, CueKind.CLAUSE)
            if attribution is not None and not self._of_a_side(attribution):
                attribution = self._still(found, attribution)
                found.append(attribution)
                limit = attribution.after
                at = max(at + 1, attribution.after)
                continue
            at += 1
        return found

    def _of_a_side(self, a: Attribution) -> bool:
        """Tell whether 日方指责… is what one side does, told in an official's own words."""
        kept = self._tokens[a.cue].payload in KEPT
        return kept and not a.source.official and self._types[a.first : a.first + 1] == "C"

    def _still(self, found: list[Attribution], a: Attribution) -> Attribution:
        """Return an attribution to 他 with whoever spoke before in the same sentence."""
        if not found or not a.pronoun or self._types[a.first] != "p":
            return a
        last = found[-1].source
        return replace(a, source=last) if last.person and last.official else a

    def _asks(self, at: int) -> bool:
        if self._types[at + 1 : at + 2] == "e":
            return False
        start = self._clause(at, 0)
        asker = self._types.find("U", start, at)
        # 面对媒体提问 and 在回答记者提问时 tell of the one who answers.
        if asker >= 0:
            return not set(self._types[start:asker]) & set("ribV")
        return self._words(at).startswith(("有记者", "有媒体", "记者"))

    def _read(self, at: int, limit: int) -> Attribution | None:
        """Read the reporting word at token `at`: its subject, and whether it reports at all."""
        token = self._tokens[at]
        assert isinstance(token.payload, CueKind)
        kind = token.payload
        if at and (self._types[at - 1] == "n" or self._types.startswith(_NO_LANGUAGE, at)):
            return None
        after = at + 1
        if kind in KEPT and self._words(after) in ("说", "称", "道"):
            kind, after = CueKind.SAY, after + 1
        if kind is CueKind.TELL:
            after = past_addressee(self._types, after)
        elif kind is CueKind.SAY and self._types[after : after + 1] not in (":", "：", ","):
            # 警告北京：C
            colon = next(
                (n for n in range(after, after + 7) if self._types[n : n + 1] in (":", "：")), after
            )
            after = colon if set(self._types[after:colon]) <= set("CcPoHRwU") else after
        while kind not in KEPT and after < len(self._tokens) and self._types[after] == "V":
            following = self._tokens[after].payload
            assert isinstance(following, CueKind)
            if following in KEPT or following is CueKind.READ:
                break
            kind = CueKind.SAY if CueKind.SAY in (kind, following) else kind
            after += 1
        named = kind
        if (
            kind in KEPT
            and self._types[after : after + 1] in (",", ":", "：")
            and self._types[after + 1 : after + 2]
        ):
            kind = CueKind.CLAUSE
        if not self._reports(at, after, kind):
            return None
        if kind is CueKind.CLAUSE and self._said_next(after):
            return None
        if self._types[at - 1 : at] == "g" and OUTLET.search(self._words(at - 1)):
            return Attribution(NOBODY, at - 1, after, at, kind)
        if kind is CueKind.READ or self._document(at):
            return self._document_reads(at, after, limit, kind)
        subject, elliptic = self._subject(at, limit, kind)
        if subject is None or (named is not kind and self._types[at - 2 : at] == "wa"):
            # 对华公开威胁，…: the noun.
            return None
        return Attribution(
            subject.source, subject.first, after, at, kind, subject.pronoun, elliptic
        )

    def _said_next(self, after: int) -> bool:
        """Tell whether another reporting word follows the comma, as in 回应，强调C."""
        match = _SAID_NEXT.match(self._types, after)
        return match is not None and self._tokens[match.end() - 1].payload not in KEPT

    def _quotes(self, at: int, limit: int) -> Attribution | None:
        """Read 贝森特谈到协议：“C”: whatever an official does before a quotation."""
        start = self._clause(at, limit)
        if start == at and at and self._types[at - 1] != ",":
            return None
        subject, unknown = self._sources.subject(start, at)
        if subject is None or unknown or not subject.source.person or subject.after >= at:
            return None
        token = self._tokens[at + 1]
        whole = self._text[token.start : token.end].rstrip('”"').endswith(("。", "！", "？", "…"))
        if not whole or self._types[subject.first] not in "PpBKHCscwA":
            return None
        return Attribution(subject.source, subject.first, at, at, CueKind.SAY, subject.pronoun)

    def _document(self, at: int) -> bool:
        while at > 1 and self._types[at - 1] in "ay":
            at -= 1
        titled = self._types[at - 1] == "g" and self._words(at - 1)[0] == "《"
        return at > 0 and (self._types[at - 1] == "D" or titled)

    def _reports(self, at: int, after: int, kind: CueKind) -> bool:
        """Tell whether the word is a verb of speech here, by what stands around it."""
        following = self._types[after : after + 1]
        behind = self._text[self._tokens[after - 1].end : self._tokens[after - 1].end + 2]
        if NOUN_BEFORE.search(
            self._text, max(0, self._tokens[at].start - 4), self._tokens[at].start
        ):
            return False
        if kind is CueKind.CLAUSE and following == "q" and self._words(after + 1) == "的":
            return False
        if kind in (CueKind.CLAUSE, CueKind.TELL):
            return following in (",", ":", "q", "：") and behind[:1] in '，：:,“"'
        if NOUN_AFTER.match(behind) and following != "q":
            return False
        if kind in KEPT:
            return following not in ("", ",", "。", ":", "：", "；", "、")
        return True

    def _subject(self, at: int, limit: int, kind: CueKind) -> tuple[Subject | None, bool]:
        """Return the subject of the word at `at`, and whether it is only understood."""
        start = self._clause(at, limit)
        if "L" in self._types[start:at]:
            return None, False
        subject, unknown = self._sources.subject(start, at)
        if subject is not None:
            if not self._linked(subject, at, kind):
                return None, False
            if limit == 0 and subject.pronoun and self._types[subject.first] == "p":
                earlier, _ = self._understood(start, start, limit, CueKind.CLAUSE)
                if earlier is not None and (earlier.source.person or not earlier.source.official):
                    return replace(subject, source=earlier.source), False
            return subject, False
        openers = [n for n in range(start, at) if self._types[n] in "ribV"][:_OPENERS_READ]
        if any(self._sources.phrases.covers(n, at) for n in openers):
            return None, False
        if unknown:
            return self._unknown(start, at, limit, kind)
        return self._understood(start, at, limit, kind)

    def _unknown(
        self, start: int, at: int, limit: int, kind: CueKind
    ) -> tuple[Subject | None, bool]:
        """Read a clause that begins with words that are no known source."""
        if self._text.endswith(RELAYED, 0, self._tokens[at].start):
            return None, False
        word = self._words(at)
        if kind in KEPT:
            noun = self._types[start:at].lstrip("taxyg")[:1] == "w"
            if limit == 0 and noun and word not in _OWN_VERBS:
                return Subject(NOBODY, start, at), False
            return None, False
        if self._types[at - 1] in "wU":
            if len(word) == 1 and word not in "说称":
                return None, False
            return Subject(NOBODY, start, at), False
        if self._types[at - 1] in "yea,":
            return self._understood(start, at, limit, kind)
        return None, False

    def _understood(
        self, start: int, at: int, limit: int, kind: CueKind
    ) -> tuple[Subject | None, bool]:
        """Look for the subject in the clauses before, else among those who spoke before."""
        end = start - 1
        for _ in range(_CLAUSES_BACK):
            if end <= limit:
                break
            first = self._clause(end, limit)
            subject, _ = self._sources.subject(first, end)
            if subject is not None:
                # 政府拨款，支持企业 tells of an act; 外长发表讲话，支持… of speech.
                acts = self._words(at) in _OWN_VERBS and not SPEAKING.search(
                    self._sources.words(first, end)
                )
                return (None, False) if acts else (subject, True)
            if kind in KEPT and set(self._types[first:end]) & set("PHU"):
                # 引起特朗普不满，威胁…: whose threat it is is not told.
                return None, False
            end = first - 1
        opens = all(kind in "taxyi,g" for kind in self._types[limit:start]) and limit == 0
        if not opens or self._speaking is None:
            return None, False
        if kind in KEPT and not set(self._types[start:at]) & set("axy"):
            return None, False
        if kind is CueKind.CLAUSE or set(self._types[start:at]) - set("taxyrieg,"):
            return None, False
        words = self._text[self._tokens[at].start : self._tokens[at].end]
        if start == at and words in ("认为", "相信", "预计", "预期", "形容", "讲", "指", "说"):
            following = self._types[at + 1 : at + 2]
            if following not in (",", ":", "：", "q"):
                return None, False
        return Subject(self._speaking, start, at), False

    def _linked(self, subject: Subject, at: int, kind: CueKind) -> bool:
        """Tell whether only adjuncts stand between a subject and its reporting word."""
        place = subject.after
        while place < at:
            sort = self._types[place]
            if sort in "taegxy、":
                place += 1
            elif sort == "n":
                return False
            elif sort in "ribVLQGA":
                if self._sources.phrases.covers(place, at):
                    return False
                place = self._sources.phrases.end(place, at)
                if place == at and sort == "i" and self._has_own(at, kind):
                    return False
            elif sort in "D," or (sort == "q" and self._types[place + 1] in "tayVb"):
                place += 1
            elif sort == "w" and at - place <= 4 and self._words(at) in ("说", "称", "道"):
                return set(self._types[place:at]) == {"w"}
            else:
                return self._types[at - 1] == "e" or (
                    self._types[at - 1] in "ya,D" and kind not in KEPT
                )
        return True

    def _announces(self, at: int, limit: int) -> Attribution | None:
        """Read 交通运输部10日公告，C, where the noun is the verb."""
        verbal = self._words(at) in ("公告", "通报", "通告", "声明")
        if not verbal or self._types[at - 1 : at] not in ("t", "a", "K", "B"):
            return None
        start = self._clause(at, limit)
        subject, unknown = self._sources.subject(start, at)
        if subject is None or unknown or not self._linked(subject, at, CueKind.ACT):
            return None
        return Attribution(subject.source, subject.first, at + 1, at, CueKind.CLAUSE)

    def _has_own(self, at: int, kind: CueKind) -> bool:
        """Tell whether a verb within 就… has a subject of its own there: 就日方要求…一事表示."""
        if self._types[at - 1] in "HRPKB":
            return True
        stop = at + 1
        while stop < len(self._types) and self._types[stop] not in ",。；：":
            stop += 1
        return kind in KEPT and "V" in self._types[at + 1 : stop]

    def _document_reads(self, at: int, after: int, limit: int, kind: CueKind) -> Attribution | None:
        """Read 商务部公告称, 海关总署数据显示, 声明指出."""
        start = self._clause(at, limit)
        if kind is CueKind.READ and "L" in self._types[start:at]:
            # 依据第301条款规定，C: the rule is only the ground.
            return None
        noun = next((n for n in range(at - 1, start - 1, -1) if self._types[n] in "Dg"), None)
        if noun is None and kind is CueKind.READ:
            return None
        subject, unknown = self._sources.subject(start, at)
        if subject is not None:
            if kind in KEPT and not self._linked(subject, at, kind):
                return None
            return Attribution(subject.source, subject.first, after, at, kind)
        if unknown:
            return Attribution(NOBODY, start, after, at, kind)
        speaking = self._speaking or self._sources.recent()
        if noun is not None and speaking is not None and self._words(noun) == "会议":
            speaking = Source(official=True, body=speaking.body)
        if (
            speaking is not None
            and noun is not None
            and not set(self._types[start:noun]) - set("tagx")
        ):
            return Attribution(speaking, start, after, at, kind, pronoun=True)
        understood, elliptic = self._understood(start, at, limit, kind)
        if understood is None:
            return None
        return Attribution(understood.source, understood.first, after, at, kind, elliptic=elliptic)

    def _according(self, at: int, limit: int) -> Attribution | None:
        """Read 据商务部介绍，C and 记者从商务部获悉，C."""
        comma = self._types.find(",", at, at + _LONGEST_CLAUSE)
        if self._types[at] == "G":
            start = at
            while start > limit and self._types[start - 1] not in ",。；":
                start -= 1
            origin = self._types.find("r", start, at)
            if origin < 0:
                return None
            subject, _ = self._sources.subject(origin + 1, at)
            if subject is None or not subject.source.official:
                return None
            return Attribution(subject.source, start, at + 1, at, CueKind.SAY, leads=True)
        if comma < 0 or any(self._types[n] not in "taxg,、" for n in range(limit, at)):
            return None
        words = self._text[self._tokens[at].end : self._tokens[comma].start]
        if not SPEECH_NOUN.search(words) or MEDIA.search(words):
            return None
        if words in (
            "介绍",
            "其介绍",
            "其透露",
            "其表示",
            "他介绍",
            "他透露",
            "通报",
            "公告",
            "公告显示",
            "该公告",
            "声明",
        ):
            speaking = self._speaking or self._sources.recent()
            if speaking is None:
                return None
            return Attribution(speaking, at, comma, at, CueKind.SAY, pronoun=True, leads=True)
        # 消息 alone is nobody's; behind a body's name it is what the body puts out.
        end = comma - 1 if self._words(comma - 1) == "消息" else comma
        subject, unknown = self._sources.subject(at + 1, end)
        if subject is None or unknown or not subject.source.official:
            return None
        return Attribution(subject.source, at, comma, at, CueKind.SAY, leads=True)

    def _clause(self, at: int, limit: int) -> int:
        """Return where the clause begins that the token `at` stands in or ends."""
        limit = max(limit, at - _LONGEST_CLAUSE)
        while at > limit and self._types[at - 1] not in ",。；;？！：":
            at -= 1
        return at

    def _words(self, at: int) -> str:
        return self._sources.words(at, at + 1)
