"""Read what an English noun phrase says of a source: its body, its person, its office."""

import re
from dataclasses import replace

from monitor.statements.bodies import Holder
from monitor.statements.lexicon_en import LAST_NAMED, MEMBER, Token
from monitor.statements.speakers import NOBODY, Memory, Source
from monitor.statements.titles_en import TitleReader

_SPLIT = frozenset(("of", "for", "at", "with", "from", "in", "by", "on", "to"))
_POSSESSIVES = frozenset(("its", "their", "his", "her"))
_NAMED_AIDES = frozenset("official aide diplomat".split())
_LEADS = r"(?:.*minister|.*director|.*chancellor|top diplomat|secretary of.*)"
_CHIEF = re.compile(rf"^{_LEADS}\n{_LEADS}$")
_ANYBODYS = re.compile(r"^(?:president|chief|head|member|officer|chairman|chair|leader)$")
_GENERIC = frozenset("spokesperson spokesman spokeswoman minister secretary".split())
_HOUSES = frozenset(
    "ministry department agency commission bureau committee council embassy administration "
    "government office regulator".split()
)
# Where the houses of government are departments, a bare "ministry" is another country's; with the
# kinds that are ministries there all the same.
_DEPARTMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("US", "AU", "CA", "HK", "IE", "NZ", "PH", "EU"), ()),
    "GB": ("defence", "justice"),
}
_SECRETARIES = frozenset(("US", "HK", "PH"))


class PhraseReader(TitleReader):
    """Reads noun phrases in the tokens of one sentence, in the light of the document so far."""

    def __init__(self, text: str, tokens: list[Token], memory: Memory, paragraph: int) -> None:
        self._memory = memory
        self._paragraph = paragraph
        self._text = text
        self._its: str | None = None
        self._possessed = False
        if memory.short:
            tokens = [self._in_full(token) for token in tokens]
        super().__init__(text, tokens)
        for token in tokens:
            if token.type == "P":
                memory.holder(offices_of(token))

    def _in_full(self, token: Token) -> Token:
        """Return a token that the text made an abbreviation of a body as that body."""
        body = self._memory.short.get(self._text[token.start : token.end])
        return replace(token, type="B", payload=body) if body and token.type == "N" else token

    def _interpret(self, first: int, after: int) -> Source | None:
        """Return what a noun phrase says of its source; NOBODY where it is no official one."""
        self._its = None
        self._possessed = False
        while first < after and self.types[first] in "djao":
            self._possessed = self._possessed or self.word(first) in _POSSESSIVES
            if self.word(first) in ("its", "their"):
                self._its = self._country_before(first)
            first += 1
        if first >= after:
            return None
        split = after
        for at in range(first + 1, after):
            if self.types[at] == "o" and self.word(at) in _SPLIT:
                split = at
                break
        core = first
        for at in range(first, split):
            if self.types[at] == "s":
                core = at + 1
        if any(self.types[at] == "f" for at in range(first, split)):
            return NOBODY
        return self._read(range(first, core), range(core, split), range(split + 1, after))

    def _country_before(self, at: int) -> str | None:
        """Return the country that "its" or "the country's" at a place means.

        That is the subject of the sentence ("China … to the US, its ministry said"), else the
        country that the text named last.
        """
        near = [
            n for n in range(at) if self.types[n] in "Cc" and self._tokens[n].payload != LAST_NAMED
        ]
        subject = next((n for n in near if n == 0 or self.types[n - 1] not in "od"), None)
        named = subject if subject is not None else near[-1] if near else None
        return str(self._tokens[named].payload) if named is not None else self._memory.country

    def _country(self, at: int) -> str | None:
        payload = self._tokens[at].payload
        return self._country_before(at) if payload == LAST_NAMED else str(payload)

    def _read(self, owner: range, core: range, tail: range) -> Source | None:
        if not core:
            return None
        kinds = {self.types[at] for at in core}
        if kinds == {"p"}:
            return self._surnamed_he(core[0]) or self._pronoun(self.word(core[0]))
        name = self._name(core)
        person = next((at for at in core if self.types[at] == "P"), None)
        if person is None and kinds & set("HR") and tail and self.types[tail[-1]] == "P":
            titled = self._person(tail[-1], tail)
            if (titled.role or "").startswith(self._role(core) or "-"):
                return titled  # "Counselor to the President Kellyanne Conway"
        if person is not None and "N" not in self.types[person + 1 : core.stop]:
            source = self._person(person, core)
            if source.official or not kinds & set("HKB") or source is NOBODY:
                return source
            # Out of the office that we know of: the title beside the name tells the present one.
            name = name or source.speaker
        if name is None and kinds & set("RH") and tail:
            name = self._name_behind(tail)
        if name is not None:
            with_name = self._named(name, kinds, owner, core, tail)
            if with_name is not None:
                return with_name
        if "U" in kinds:
            return NOBODY
        return self._unnamed(kinds, owner, core, tail)

    def _person(self, person: int, core: range) -> Source:
        """Return what the office holder at `person` stands for: NOBODY in "a Trump aide"."""
        source = self._memory.holder(offices_of(self._tokens[person]))
        for at in core:
            if self.types[at] == "K" and source.body is not None:
                self._memory.settle(str(self._tokens[at].payload), source.body)
        house_last = self.types[core[-1]] == "A" and core[-1] > person
        unnamed = any(self.types[at] == "U" for at in core)
        return NOBODY if unnamed or house_last else source

    def _named(
        self, name: str, kinds: set[str], owner: range, core: range, tail: range
    ) -> Source | None:
        """Return the source of a phrase with a name in it, None where the name means no person."""
        if not kinds & set("BKHRAM") and not tail:
            return self._by_name(name)
        if "H" in kinds and not kinds & set("CBK"):
            head = next(str(self._tokens[at].payload) for at in core if self.types[at] == "H")
            known = self._memory.head(head.removeprefix("kind:"), name)
            if known is not None:
                return known
            here = any(self.types[n] in "Cc" for n in range(owner.start))
            if here:
                self._its = self._its or self._country_before(owner.start)
            elif not tail:
                self._its = self._its or self._memory.around(self._paragraph)
        elif "K" in kinds and not kinds & set("CBP"):
            self._its = self._its or self._memory.around(self._paragraph, spoken=True)
        if self._of_an_organisation(core, tail):
            return replace(NOBODY, speaker=name, person=True)
        aide = kinds >= {"U"} and kinds & set("BKA")
        if not kinds & set("HRA") and not (aide and self._words(core) & _NAMED_AIDES):
            # "Commerce Ministry data", "White House Correspondents"
            return NOBODY if kinds & set("BK") and "M" not in kinds else None
        role = self._role(core)
        body = self._body([*owner, *core], [*tail])
        of_state = role is not None and (
            role.endswith("minister") or ("C" in kinds and role.endswith("secretary"))
        )
        placed = "H" in kinds or self._has_body(owner, core, tail) or of_state
        if body is None and not placed:
            body = self._of_the_house(core, tail, role)
            if body is None:
                return self._by_name(name)
        source = Source(official=True, body=body, speaker=name, role=role, person=True)
        self._memory.introduce(name, source)
        return source

    def _unnamed(self, kinds: set[str], owner: range, core: range, tail: range) -> Source | None:
        """Return the source of a phrase without a name: a document, a title, an institution."""
        of_somebody = self._possessed and not kinds & set("BKC") and kinds & set("HR")
        if of_somebody and re.search("minister|spokes", self._role(core) or "") is None:
            return NOBODY  # "Jens Eskelund, its president": hardly a state's
        body = self._body([*owner, *core], [*tail])
        if self._of_an_organisation(core, tail):
            return NOBODY
        if kinds <= {"A", "R", "H", "C"} and self._some_official(core, tail):
            return NOBODY
        if "M" in kinds:
            return self._document(owner, core, tail, body)
        if kinds & set("HR"):
            return self._titled(owner, core, tail, body, self._role(core))
        if kinds & set("BK"):
            if self.types[core[-1]] not in "BKC" and tail:
                return NOBODY
            return Source(official=True, body=body)
        if "A" in kinds:
            return self._titled(owner, core, tail, body, None)
        if kinds == {"C"} and self._tokens[core[-1]].payload == "EU" and not owner:
            return self._union(core)
        return NOBODY

    def _of_the_house(self, core: range, tail: range, role: str | None) -> str | None:
        """Return the body of "Governor Malhotra", whose central bank the text has just named."""
        first = self._text[self._tokens[core[0]].start]
        if role is None or tail or self.types[core[0]] not in "HR":
            return None
        if role.startswith("spokes") and self._memory.latest:
            at, last = self._memory.latest[-1]
            house = last.official and (not last.person or last.speaker is None)
            return last.body if house and self._paragraph - at <= 1 else None
        if not first.isupper():
            return None
        if _ANYBODYS.match(role):
            return None
        meant = self._memory.meant(self._paragraph, role)
        return meant.body if meant is not None else None

    def _union(self, core: range) -> Source:
        token = self._tokens[core[-1]]
        if self._text[token.start : token.end] == "European":
            return NOBODY
        return Source(official=True, body=self._memory.bind("government", "EU"))

    def _has_body(self, *parts: range) -> bool:
        return any(self.types[at] in "BKHA" for part in parts for at in part)

    def _surnamed_he(self, at: int) -> Source | None:
        """Return the Mr or Ms He that a capital within a sentence tells: "…," He said."""
        written = self._text[self._tokens[at].start : self._tokens[at].end]
        within = written == "He" and self.types[max(0, at - 1) : at] in ("q", ",")
        return self._memory.known(written) if within else None

    def _pronoun(self, word: str) -> Source:
        if word in ("he", "she"):
            return self._memory.he(self._paragraph) or NOBODY
        if word == "it":
            return self._memory.it(self._paragraph) or NOBODY
        return self._memory.last(self._paragraph) or NOBODY

    def _by_name(self, name: str) -> Source:
        return self._memory.known(name) or replace(NOBODY, speaker=name, person=True)

    def _body(self, near: list[int], tail: list[int]) -> str | None:
        """Return the body that a noun phrase names: its own words, bound to a country in it."""
        countries = (self._country(at) for at in [*near, *tail] if self.types[at] == "C")
        country = next(countries, None) or self._its
        capital = next((self._country(at) for at in tail if self.types[at] == "c"), None)
        for part in (near, tail):
            # "the Commerce Department's Bureau of Industry and Security": the last is the speaker.
            order = reversed(part) if part is near else part
            own = next((at for at in order if self.types[at] == "B"), None)
            if own is not None:
                return self._checked(str(self._tokens[own].payload), country)
            for at in reversed(part):
                body = None
                if self.types[at] == "K":
                    return self._institution(at, country or capital)
                if self.types[at] == "H" and not any(self.types[n] in "BK" for n in tail):
                    body = self._headed(at, country)
                elif self.types[at] == "A" and part is tail:
                    body = self._anaphor(self.word(at))
                if body is not None:
                    return body
        if country == "EU":
            return self._memory.bind("government", "EU")
        return self._owners(near)

    def _institution(self, at: int, country: str | None) -> str | None:
        """Return the body of "the Japanese foreign ministry", "the government"."""
        if country is None and " " not in self.word(at):
            last = self._memory.meant(self._paragraph, self.word(at))
            if last is not None:
                return last.body
            here = any(self.types[n] in "Cc" for n in range(at))
            country = self._country_before(at) if here else self._memory.around(self._paragraph)
        elif country is None and self.types.startswith("oc,"):
            country = self._country(1)  # "In Beijing, the Foreign Ministry urged"
        return self._bound(str(self._tokens[at].payload), country, at)

    def _headed(self, at: int, country: str | None) -> str | None:
        """Return the body of whoever is titled "Japanese trade minister", "commerce secretary"."""
        sort, _, value = str(self._tokens[at].payload).partition(":")
        if sort == "body":
            return self._checked(value, country) or self._counterpart(value, country)
        if sort == MEMBER[:-1]:
            return None
        if country is None and (value == "embassy" or not self._bare_head(value)):
            return None  # an ambassador's country stands beside the title
        return self._bound(value, country, at)

    def _counterpart(self, body: str, country: str | None) -> str | None:
        """Return what does in `country` what `body` does at home: India's commerce secretary."""
        of = self._memory.country_of.get(body)
        kinds = (kind for (_, kind), name in self._memory.by_kind.items() if name == body)
        kind = next(kinds, None) if country not in (None, of) else None
        return self._memory.bind(kind, country) if kind is not None else None

    def _bound(self, kind: str, country: str | None, at: int) -> str | None:
        """Return the body of a kind; a bare "ministry" is not the home's where that has none."""
        home = self._memory.home
        if country is None and kind not in self._memory.bound and home in _DEPARTMENTS:
            word = self.word(at)
            if ("ministry" in word and kind not in _DEPARTMENTS[home]) or (
                "minister" in word and home in _SECRETARIES
            ):
                country = self._country_before(at)
                if country is None or country in _DEPARTMENTS:
                    return None
        return self._memory.bind(kind, country)

    def _owners(self, near: list[int]) -> str | None:
        """Return the body of "Trump's spokesman"."""
        owner = next((at for at in near[:-1] if self.types[at] == "P"), None)
        if owner is None or self.types[owner + 1] != "s":
            return None
        return self._memory.holder(offices_of(self._tokens[owner])).body

    def _bare_head(self, kind: str) -> bool:
        return kind in self._memory.bound or self._memory.home is not None

    def _checked(self, body: str, country: str | None) -> str | None:
        """Return a body by its own name, unless another state's adjective stands beside it."""
        of = self._memory.country_of.get(body, "INT")
        if country is not None and of not in (country, "INT"):
            return None
        for kind in ("mfa", "trade", "defence", "finance"):
            if self._memory.by_kind.get((of, kind)) == body:
                self._memory.bound[kind] = body
        return body

    def _anaphor(self, word: str) -> str | None:
        last = self._memory.meant(self._paragraph, word)
        return last.body if last is not None else None

    def _document(self, owner: range, core: range, tail: range, body: str | None) -> Source:
        if body is not None or self._has_body(owner, core, tail):
            if body is None:
                body = next(
                    (
                        self._anaphor(self.word(at))
                        for at in [*owner, *tail]
                        if self.types[at] in "Ap"
                    ),
                    None,
                )
            return Source(official=True, body=body) if body else NOBODY
        if any(self.types[at] in "N" for part in (owner, core, tail) for at in part):
            return NOBODY
        if any(
            self.word(at).startswith("joint") for at in range(max(0, core[0] - 2), core[-1] + 1)
        ):
            return NOBODY
        last = self._memory.meant(self._paragraph, "")
        return Source(official=True, body=last.body) if last is not None else NOBODY

    def _titled(
        self, owner: range, core: range, tail: range, body: str | None, role: str | None
    ) -> Source:
        """Return the source of "the spokesperson", "a spokesperson for B", "the ministry"."""
        everything = [*owner, *core, *tail]
        if body is not None and self._has_body(owner, core, tail):
            chief = self._memory.latest[-1][1] if self._memory.latest else NOBODY
            leads = chief.body == body and chief.speaker and chief.role and role
            if leads and (role == chief.role or _CHIEF.search(f"{chief.role}\n{role}")):
                return chief  # "Comey said … The FBI director also confirmed"
            return Source(official=True, body=body, role=role, person=role is not None)
        if any(self.types[at] in "BK" for at in everything):
            return Source(official=True, body=None, role=role, person=role is not None)
        if any(self.types[at] == "N" for at in core) or any(
            self.types[at] in "Nc" for at in [*owner, *tail]
        ):
            return replace(NOBODY, role=role)  # a spokesperson for a company
        word = self.word(core[-1])
        if word == "spokespeople":
            return NOBODY
        house = next(
            (self.word(at) for at in [*owner, *core[:-1], *tail] if self.types[at] == "A"), None
        )
        if role is not None and house is not None and house not in _GENERIC:
            meant = self._memory.meant(self._paragraph, house)
            if meant is None and house in ("committee", "council", "office", "agency", "bureau"):
                return NOBODY  # many a one of them is no state's
            return Source(official=True, body=meant.body if meant else None, role=role, person=True)
        last = (
            self._memory.meant(self._paragraph, word, named=word in _HOUSES or word == "embassy")
            if role is None or not word.startswith("spokes")
            else self._memory.spokesman(self._paragraph)
        )
        if last is None or not last.official:
            return NOBODY
        if any(self.types[at] == "C" for at in core) and not self._same_country(core, last):
            return NOBODY
        if word in _HOUSES:
            return Source(official=True, body=last.body)
        if role is None or last.person:
            return last
        return Source(official=True, body=last.body, role=role, person=True)

    def _same_country(self, core: range, last: Source) -> bool:
        said = next(self._country(at) for at in core if self.types[at] == "C")
        return self._memory.country_of.get(last.body or "") == said


def offices_of(token: Token) -> tuple[tuple[str, Holder], ...]:
    """Return the offices that a token for a person carries."""
    assert isinstance(token.payload, tuple)
    return token.payload
