"""Read who speaks from the tokens in front of a Chinese reporting word."""

from dataclasses import dataclass, replace

from monitor.statements.binding_zh import BodyBinder
from monitor.statements.bodies import Holder
from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.names_zh import NameReader
from monitor.statements.phrases_zh import Phrases
from monitor.statements.speakers import NOBODY, Memory, Source, named
from monitor.statements.words_zh import (
    COMPANY,
    MINISTER,
    PRONOUN,
    SKIPPED,
    STATE_OFFICE,
    SUBOFFICE,
    WORD,
)

_NOUNS = frozenset("CscBKHRPUDAwg、·")
_OPENS_PHRASE = frozenset("ribVLn")
_LONGEST_RUN = 18
_LONGEST_PHRASE = 60
_TITLE_ENDS = ("国务卿", "代表", "大使", "主席")


@dataclass(frozen=True, slots=True)
class Subject:
    """A source found in a sentence: the tokens from `first` up to, not including, `after`.

    `pronoun` is true where it only points back: 他, 该发言人.
    """

    source: Source
    first: int
    after: int
    pronoun: bool = False


class ChineseSources:
    """Reads sources in the tokens of one sentence, in the light of the document so far."""

    def __init__(
        self,
        lexicon: ChineseLexicon,
        text: str,
        tokens: list[Token],
        memory: Memory,
        paragraph: int,
    ) -> None:
        self._lexicon = lexicon
        self._text = text
        self._tokens = tokens
        self._memory = memory
        self._paragraph = paragraph
        self.types = "".join(token.type for token in tokens)
        self.phrases = Phrases(self.types)
        self._binder = BodyBinder(lexicon, text, tokens, memory)
        self._names = NameReader(lexicon, text, tokens, memory)
        self._mentioned: Source | None = None

    def words(self, first: int, after: int) -> str:
        """Return the text of the tokens `first` to `after`."""
        after = min(after, len(self._tokens))
        if first >= after:
            return ""
        return self._text[self._tokens[first].start : self._tokens[after - 1].end]

    def subject(self, first: int, after: int) -> tuple[Subject | None, bool]:
        """Return the subject of the clause in the tokens `first` to `after`, if it has one.

        The second value tells that the clause begins with words that are no known source: then
        someone unknown speaks, or an act is told.
        """
        at = first
        lead: int | None = None
        while at < after:
            kind = self.types[at]
            if kind in SKIPPED or kind in ",;:、“”—…·q":
                at += 1
            elif kind in _OPENS_PHRASE and not (kind in "bV" and lead is not None):
                at = self.phrases.end(at, after)
            else:
                subject = self.noun_phrase(at, after, lead=lead)
                if subject is not None:
                    return subject, lead is not None
                if lead is None and kind not in "eD":
                    lead = at
                at += 1
        return None, lead is not None

    def noun_phrase(self, at: int, after: int, *, lead: int | None) -> Subject | None:
        """Return the source that the noun phrase beginning at `at` names, or None for none.

        `lead` is where words begin in its clause that are no known source, if there are any.
        """
        kind = self.types[at]
        if kind == PRONOUN:
            return self._pronoun(at)
        if kind == WORD:
            return self._known_name(at, after)
        if kind not in "CscBKHRPUAD":
            return None
        end = self._extent(at, after)
        kinds = self.types[at:end]
        if not set(kinds) & set("BKHRPUAD") and kind != "C":
            return None
        if self._former(at):
            return Subject(NOBODY, at, end)
        return self._interpret(at, end, lead=lead)

    def _former(self, at: int) -> bool:
        """Tell whether 前 or 原 stands before a title: who left office speaks for no body."""
        if at == 0 or self.words(at - 1, at) not in ("前", "原", "前任", "已故"):
            return False
        return at == 1 or self.types[at - 2] in SKIPPED or self.types[at - 2] in ",、Cqe"

    def _extent(self, at: int, after: int) -> int:
        end = at
        run = 0
        after = min(after, at + _LONGEST_PHRASE)
        while end < after:
            kind = self.types[end]
            if kind not in _NOUNS and not (end > at and self._joins(end, after)):
                break
            run = run + 1 if kind == "w" else 0
            if run > _LONGEST_RUN:
                break
            end += 1
            if kind == "P" and self.types[end : end + 1] not in ("g", "、", "R", "H"):
                break
        return end

    def _joins(self, at: int, after: int) -> bool:
        """Tell whether 和 or 有关 stands within a source, as in 能源和矿产资源部长."""
        if self.types[at] == "a":
            return self.words(at, at + 1) in ("有关", "相关") and "R" in self.types[at + 1 : at + 5]
        if (
            self.types[at] != "r"
            or self.words(at, at + 1) not in ("和", "与", "及")
            or self.types[at - 1] != "w"
        ):
            return False
        place = at + 1
        while place < after and self.types[place] == "w" and place - at < 8:
            place += 1
        return place > at + 1 and self.types[place : place + 1] in ("R", "H")

    def introduce(self) -> None:
        """Take note of everyone whom the sentence names with title and name, as 会见首相桑切斯."""
        at = 0
        while at < len(self.types):
            if self.types[at] in "CsBKH":
                end = self._extent(at, len(self.types))
                kinds = set(self.types[at:end])
                if kinds & set("BK") or (kinds & set("RH") and self.types[end - 1] in "wC"):
                    self._interpret(at, end, lead=None)
                at = max(end, at + 1)
            else:
                at += 1

    def recent(self) -> Source | None:
        """Return the last official source within reach, or None."""
        source = self._memory.last(self._paragraph)
        return source if source is not None and source.official else None

    def _pronoun(self, at: int) -> Subject | None:
        source = self._memory.last(self._paragraph, person=True)
        return Subject(source or NOBODY, at, at + 1, pronoun=True)

    def _known_name(self, at: int, after: int) -> Subject | None:
        start = self._tokens[at].start
        for name, source in self._memory.names.items():
            if self._text.startswith(name, start):
                end = at
                while end < after and self._tokens[end].start < start + len(name):
                    end += 1
                return Subject(source, at, end)
        return None

    def _interpret(self, first: int, after: int, *, lead: int | None) -> Subject | None:
        kinds = self.types[first:after]
        person = kinds.rfind("P")
        if kinds[0] == "A":
            return Subject(self._back(first), first, first + 1, pronoun=True)
        led = lead is not None
        company = self._company(first if lead is None else lead, first, after, person)
        if person >= 0:
            return self._person(first, first + person, company=company)
        if "U" in kinds or company:
            return Subject(NOBODY, first, after)
        bodies = [at for at in range(first, after) if self.types[at] in "BKH"]
        if bodies:
            if led and self._glued(first):
                return self._after_surname(first, after, bodies)
            return self._office(first, after, bodies)
        if kinds[0] == "D":
            return None
        role = kinds.rfind("R")
        if role >= 0:
            return self._role(first, first + role, after, led=led)
        if kinds[0] == "C":
            if self._tokens[first].payload == "EU" and set(kinds) <= {"C", "g"}:
                body = self._memory.bind("government", "EU")
                return Subject(Source(official=True, body=body), first, after)
            rest = self.words(first + 1, after)
            if 2 <= len(rest) <= 12 and rest.endswith(("部", "省", "署", "局", "委员会")):
                return Subject(Source(official=True), first, after)
            # 中方 and 美方 are no body, and in an official's words they are no speaker either.
            return Subject(NOBODY, first, after) if rest not in ("", "方面", "当局") else None
        return None

    def _company(self, lead: int, first: int, after: int, person: int) -> bool:
        end = first + person if person >= 0 else after
        # The names of bodies do not count: 市场监管总局 is no market.
        words = "".join(
            self.words(at, at + 1) if self.types[at] in "wUR" else "|" for at in range(lead, end)
        )
        return any(word in words for word in COMPANY)

    def _glued(self, first: int) -> bool:
        """Tell whether the phrase only continues an unknown name: 欧洲汽车业协会秘书长."""
        if first == 0 or self.types[first - 1] != "w":
            return False
        return self.words(first - 1, first) not in ("的", "名", "位", "者")

    def _office(self, first: int, after: int, bodies: list[int]) -> Subject:
        last = self._binder.leading(bodies)
        body = self._binder.body(first, last)
        tail = [at for at in range(last + 1, after) if self.types[at] == "R"]
        head = self.types[last] == "H"
        # 商务部 followed by 长 or 副部长 is its minister.
        rest = self.words(last + 1, after)
        role = self.words(tail[-1], tail[-1] + 1) if tail else None
        start = tail[-1] + 1 if tail else last + 1
        if not tail and (head or self.words(last, last + 1).endswith(_TITLE_ENDS)):
            role = self.words(last, last + 1)
        if not tail and rest.startswith("长") and self.words(last, last + 1)[-1] in "部局署院省厅":
            role, start = self.words(last, last + 1)[-1] + "长", last + 2
        source = Source(
            official=body is not None or head or self.types[last] in "BK", body=body, role=role
        )
        if source.official:
            self._mentioned = Source(official=True, body=body)
        if role is None:
            return self._plain_body(source, first, bodies[-1], after)
        name, end = self._names.read(start, after, foreign=self._names.foreign(body))
        if name is not None:
            source = named(source, name, role)
            self._names.introduce(name, source)
            return Subject(source, first, end)
        return Subject(replace(source, person=role is not None), first, start)

    def _plain_body(self, source: Source, first: int, last: int, after: int) -> Subject:
        end = last + 1
        while end < after and self.types[end] in "wDg" and end - last < 14:
            end += 1
        if self.types[last + 1 : last + 2] in ("w", "、"):
            run = self.words(last + 1, end)
            if run.endswith(("研究院", "研究所", "学院", "大学", "记者")):
                return Subject(NOBODY, first, end)
            if run.endswith((*SUBOFFICE, "官网", "网站", "方面", "当局", "总署")):
                return Subject(source, first, end)
        return Subject(source, first, last + 1)

    def _person(self, first: int, at: int, *, company: bool) -> Subject:
        payload = self._tokens[at].payload
        assert isinstance(payload, tuple)
        offices: tuple[tuple[str, Holder], ...] = payload
        bodies = [n for n in range(first, at) if self.types[n] in "BKH"]
        body = self._binder.body(first, bodies[-1]) if bodies else None
        same = tuple(office for office in offices if office[0] == body)
        if not same and body is None and company:
            return Subject(NOBODY, first, at + 1)
        source = self._memory.holder(same or offices)
        told = bool(bodies) and (
            self.types[bodies[-1]] == "B" or self._binder.country(first, bodies[-1]) is not None
        )
        if body is not None and not same and not (source.official and not told):
            # Another person of that name, or one who has changed office: the title decides.
            source = Source(official=True, body=body, speaker=self.words(at, at + 1), person=True)
            known = next((h for b, h in offices if self._related(b, body, h)), None)
            if known is not None:
                source = replace(source, speaker=known.name, role=known.role)
        elif body is not None and not source.official:
            holder = same[0][1]
            source = Source(
                official=True, body=body, speaker=holder.name, role=holder.role, person=True
            )
        if source.official and source.body:
            self._binder.meant(source.body)
            self._names.by_surname(self.words(at, at + 1), source)
        after = at + 1
        if self.words(after, after + 1) == "的" and self.types[after + 1 : after + 2] == "R":
            return self._spokesman(source, first, after + 1)
        while self.types[after : after + 1] in ("R", "H"):
            after += 1
        return Subject(source, first, after)

    def _spokesman(self, source: Source, first: int, at: int) -> Subject:
        """Return whom 古特雷斯的发言人迪雅里克 names: someone who speaks for the person's body."""
        if self.types[at + 1 : at + 2] == "P":
            return self._person(first, at + 1, company=False)
        name, end = self._names.read(
            at + 1, len(self.types), foreign=self._names.foreign(source.body)
        )
        found = replace(source, speaker=name, role=self.words(at, at + 1), person=True)
        if name is not None:
            self._names.introduce(name, found)
        return Subject(found, first, end if name else at + 1)

    def _related(self, one: str, other: str, holder: Holder) -> bool:
        country_of = self._lexicon.country_of
        return holder.held(self._memory.day) and country_of.get(one) == country_of.get(other)

    def _role(self, first: int, at: int, after: int, *, led: bool) -> Subject | None:
        words = self.words(at, at + 1)
        countries = [n for n in range(first, at) if self.types[n] == "C"]
        before = self.words(countries[-1] + 1, at) if countries else self.words(first, at)
        if countries and before and words in MINISTER:
            name, end = self._names.read(at + 1, after, foreign=True)
            source = Source(official=True, body=None, role=words, speaker=name, person=True)
            if name is not None:
                self._names.introduce(name, source)
            return Subject(source, first, end if name else at + 1)
        if before.endswith(STATE_OFFICE):
            name, end = self._names.read(at + 1, after, foreign=True)
            return Subject(Source(official=True, role=words, speaker=name, person=True), first, end)
        lead = self._unknown_before(first)
        if words.endswith("发言人") and lead in ("一名", "一位", "其", "名", "位"):
            found = self._mentioned or self._back(at)
            return Subject(replace(found, role=words, person=True), first, at + 1)
        if not countries and (before or lead).endswith(SUBOFFICE) and self._mentioned is not None:
            name, end = self._names.read(at + 1, after, foreign=False)
            source = replace(self._mentioned, speaker=name, role=words, person=True)
            if name is not None:
                self._names.introduce(name, source)
            return Subject(source, first, end if name else at + 1)
        if countries or before or (led and self._glued(first)):
            return Subject(NOBODY, first, after)
        source = self._back(at)
        name, end = self._names.read(at + 1, after, foreign=False)
        if name is not None and source.official:
            source = named(source, name, words)
            self._names.introduce(name, source)
        return Subject(source, first, end if name else at + 1, pronoun=name is None)

    def _after_surname(self, first: int, after: int, bodies: list[int]) -> Subject:
        """Read 木原官房长官: a short name before a state's own title; else nobody known."""
        surname = self._unknown_before(first)
        if self.types[bodies[-1]] != "H" or not 1 <= len(surname) <= 3:
            return Subject(NOBODY, first, after)
        found = self._office(first, after, bodies)
        for name, offices in self._lexicon.names.items():
            if name.startswith(surname):
                held = next((h for body, h in offices if body == found.source.body), None)
                if held is not None and held.held(self._memory.day):
                    source = replace(found.source, speaker=held.name, role=held.role)
                    self._names.introduce(surname, source)
                    return replace(found, source=source)
        return found

    def _unknown_before(self, first: int) -> str:
        """Return the unknown words directly before a phrase."""
        at = first
        while at > 0 and self.types[at - 1] == "w" and first - at < 12:
            at -= 1
        return self.words(at, first)

    def _back(self, at: int) -> Source:
        """Return whom 该发言人 or 该部 stands for: the last compatible source."""
        words = self.words(at, at + 1)
        a_person = not any(
            word in words
            for word in ("部门", "该部", "机构", "局", "署", "委", "馆", "院", "省", "组织", "团")
        ) or words.endswith(("长", "人"))
        source = self._memory.last(self._paragraph, person=True if a_person else None)
        if source is None and a_person:
            source = self._memory.last(self._paragraph) or self._memory.default
        if source is None:
            source = self._memory.default
        return source or NOBODY
