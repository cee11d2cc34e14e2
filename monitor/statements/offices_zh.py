"""Read what office the phrase in front of a Chinese reporting word names."""

from dataclasses import dataclass, replace

from monitor.statements.binding_zh import BodyBinder
from monitor.statements.bodies import Holder
from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.names_zh import NameReader
from monitor.statements.phrases_zh import Phrases
from monitor.statements.speakers import NOBODY, Memory, Source, named
from monitor.statements.words_zh import MINISTER, STATE_OFFICE, SUBOFFICE

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


class ChineseOffices:
    """Interprets phrases of one sentence, in the light of the document so far."""

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

    def _interpret(self, first: int, after: int, *, lead: int | None) -> Subject | None:
        kinds = self.types[first:after]
        person = kinds.rfind("P")
        if kinds[0] == "A":
            return Subject(self._back(first), first, first + 1, pronoun=True)
        led = lead is not None
        company = self._names.company(
            first if lead is None else lead, after if person < 0 else first + person
        )
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
            plain = set(kinds) <= {"C", "g"} or self.words(first + 1, after) == "方面"
            if self._tokens[first].payload == "EU" and plain:
                body = self._memory.bind("government", "EU")
                return Subject(Source(official=True, body=body), first, after)
            rest = self.words(first + 1, after)
            if 2 <= len(rest) <= 12 and rest.endswith(("部", "省", "署", "局", "委员会")):
                return Subject(Source(official=True), first, after)
            # 中方 and 美方 are no body, and in an official's words they are no speaker either.
            return Subject(NOBODY, first, after) if rest not in ("", "方面", "当局") else None
        return None

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
        self._names.shortened(start, source)
        if role is not None and self.types[last] in "KH" and self._abroad(start, after):
            country = self._binder.around(first)
            kind = str(self._tokens[last].payload).removeprefix("kind:")
            home = self._binder.country(first, last)
            if home is None and country is not None and not kind.startswith("body:"):
                body = self._memory.bind(kind, country)
                source = replace(source, body=body)
        if role is None:
            return self._plain_body(source, first, bodies[-1], after)
        name, end = self._names.read(start, after, foreign=self._names.foreign(body))
        if name is not None:
            source = named(source, name, role)
            self._names.introduce(name, source)
            return Subject(source, first, end)
        return Subject(replace(source, person=role is not None), first, start)

    def _abroad(self, start: int, after: int) -> bool:
        """Tell whether a name follows that is given in Latin letters too: 阿马多尔（Edgar…）."""
        end = start
        while end < after and self.types[end] in "w·":
            end += 1
        aside = self.words(end, end + 1) if self.types[end : end + 1] == "g" else ""
        return end > start and len(aside) > 4 and aside[1:-1].replace(" ", "").isascii()

    def _plain_body(self, source: Source, first: int, last: int, after: int) -> Subject:
        end = last + 1
        while end < after and self.types[end] in "wDg" and end - last < 14:
            end += 1
        part = self.words(last if end == last + 1 else last + 1, end)
        if part.endswith(SUBOFFICE) and len(part) > 4 and source.body is not None:
            # 国际贸易署 is 贸易署 from here on.
            for name in (part, part[-3:]):
                self._memory.names[name] = source
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
        met = self._memory.names.get(self.words(at, at + 1))
        if not bodies and not source.official and met is not None and met.official:
            # 行政院秘书长龚明鑫, who holds another office by the table: met by that title since.
            source = met
        if source.official and source.body:
            if bodies:
                self._memory.names[self.words(at, at + 1)] = source
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
        unknown = self._unknown_before(first)
        if not countries and words in MINISTER and 2 <= len(unknown) <= 10:
            # 国家发展部长李智陞: whatever the ministry is, a minister of that name speaks for it.
            name, end = self._names.read(at + 1, after, foreign=False)
            if name is not None and first == at and "的" not in unknown:
                source = Source(official=True, body=None, role=words, speaker=name, person=True)
                self._names.introduce(name, source)
                return Subject(source, first, end)
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
        if not source.official and self._mentioned is not None and words.endswith("发言人"):
            # 商务部举行发布会，发言人指
            source = replace(self._mentioned, role=words, person=True)
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
        spoke = self._memory.last(self._paragraph)
        person = self._memory.last(self._paragraph, person=True)
        country = self._memory.country_named
        abroad = (
            spoke is not None
            and person is not None
            and person.official
            and {country(person.body), country(spoke.body)} - {"CN", "HK"} != set()
        )
        if (
            words.endswith("发言人")
            and spoke is not None
            and spoke.official
            and not spoke.person
            and not abroad
        ):
            if "对此" in self.words(max(0, at - 3), at):
                # 美商务部宣布…。对此，发言人表示: another's, who is not told.
                return self._memory.default or Source(official=True, role=words, person=True)
            return replace(spoke, role=words, person=True)
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
