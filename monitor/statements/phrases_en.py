"""Read what an English noun phrase says of a source: its body, its person, its office."""

import re
from dataclasses import replace

from monitor.statements.houses_en import HouseReader, offices_of
from monitor.statements.lexicon_en import MEMBER, Token
from monitor.statements.speakers import NOBODY, Memory, Source

_SPLIT = frozenset(("of", "for", "at", "with", "from", "in", "by", "on", "to"))
_POSSESSIVES = frozenset(("its", "their", "his", "her"))
_NAMED_AIDES = frozenset("official aide diplomat".split())
_LEADS = r"(?:.*minister|.*director|.*chancellor|top diplomat|secretary of.*)"
_CHIEF = re.compile(rf"^{_LEADS}\n{_LEADS}$")
_ANYBODYS = re.compile(r"^(?:president|chief|head|member|officer|chairman|chair|leader)$")
_GENERIC = frozenset("spokesperson spokesman spokeswoman minister secretary".split())
_HOUSES = frozenset(
    "ministry department agency commission bureau committee council embassy administration "
    "government office regulator fund organization organisation".split()
)


_PERSON_FIRST = re.compile(
    r"(?:[tv],?)*(d?[jCsBK]*(?:H?(?:P|(?<=H)N{2,4})|(?<=[jCs])H))(?=[anwV,])"
)
_BODY_FIRST = re.compile(r"(?:[tvax],?)*(d?[jC]?s?j?[BK])(?:\([NB]\))?(?=[anwVtq])")
_UNITS = frozenset(
    "fleet command bureau office division directorate department committee headquarters centre "
    "center administration service authority agency council board".split()
)


class PhraseReader(HouseReader):
    """Reads noun phrases in the tokens of one sentence, in the light of the document so far."""

    def __init__(self, text: str, tokens: list[Token], memory: Memory, paragraph: int) -> None:
        self._text = text
        self._possessed = False
        self._memory = memory
        if memory.short:
            tokens = [self._in_full(token) for token in tokens]
        super().__init__(text, tokens, memory, paragraph)
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

    def _read(self, owner: range, core: range, tail: range) -> Source | None:
        if not core:
            return None
        kinds = {self.types[at] for at in core}
        if kinds == {"p"}:
            return (
                self._surnamed_he(core[0])
                or self._named_here(core[0])
                or self._pronoun(self.word(core[0]))
            )
        owned = self._namesake(core, tail) or self._names_own(owner, core)
        owned = owned or (self._owned(owner, core) if not tail else None)
        if owned is not None:
            return owned
        name = self._name(core)
        person = next((at for at in core if self.types[at] == "P"), None)
        if person is None and kinds & set("HR") and tail and self.types[tail[-1]] == "P":
            titled = self._person(tail[-1], tail)
            if (titled.role or "").startswith(self._role(core) or "-"):
                return titled  # "Counselor to the President Kellyanne Conway"
        if person is not None and "N" not in self.types[person + 1 : core.stop]:
            source = self._person(person, core)
            entitled = bool(kinds & set("HKB")) or ("R" in kinds and self._has_body(owner))
            if source.official or not entitled or source is NOBODY:
                return source
            # Out of the office that we know of: the title beside the name tells the present one.
            name = name or source.speaker
        if name is None and kinds & set("RH") and tail:
            name = self._name_behind(tail)
        if name is not None:
            with_name = self._minister(name, core) or self._named(name, kinds, owner, core, tail)
            if with_name is not None:
                return with_name
        if "U" in kinds:
            return self._that_official(core) or NOBODY
        return self._unnamed(kinds, owner, core, tail)

    def _that_official(self, core: range) -> Source | None:
        """Return who "the central bank official" is, where one of that body has just spoken."""
        housed = any(self.types[at] in "BK" for at in core)
        if not housed or self.word(core[-1]) != "official" or self.word(core[0] - 1) != "the":
            return None
        at, last = self._memory.latest[-1] if self._memory.latest else (0, NOBODY)
        near = last.official and last.speaker is not None and self._paragraph - at <= 1
        return last if near and self._body([*core], []) == last.body else None

    def _namesake(self, core: range, tail: range) -> Source | None:
        """Return whom the name of a country means: Jordan, when Rep. Jim Jordan has been named."""
        if len(core) > 1 or tail or self.types[core[0]] != "C":
            return None
        token = self._tokens[core[0]]
        return self._memory.known(self._text[token.start : token.end])

    def _minister(self, name: str, core: range) -> Source | None:
        """Return whom "Senator Farrell" is, where the text has named him as a minister."""
        if not any(self._tokens[at].payload == MEMBER for at in core):
            return None
        known = self._memory.known(name)
        return known if known is not None and known.body is not None else None

    def _person(self, person: int, core: range) -> Source:
        """Return what the office holder at `person` stands for: NOBODY in "a Trump aide"."""
        source = self._memory.holder(offices_of(self._tokens[person]))
        for at in core:
            if source.body is None:
                continue
            sort, _, kind = str(self._tokens[at].payload).partition(":")
            if self.types[at] == "K":
                self._memory.settle(sort, source.body)
            elif self.types[at] == "H" and sort == "kind" and kind not in self._memory.bound:
                self._memory.settle(kind, source.body)  # "President Marcos"
        house_last = self.types[core[-1]] == "A" and core[-1] > person
        unnamed = any(self.types[at] == "U" for at in core)
        return NOBODY if unnamed or house_last else source

    def _named(
        self, name: str, kinds: set[str], owner: range, core: range, tail: range
    ) -> Source | None:
        """Return the source of a phrase with a name in it, None where the name means no person."""
        if not kinds & set("BKHRAM") and not tail:
            return self._by_name(name)
        if kinds == {"N"} and " " in name and self._member_of(tail):
            source = Source(official=True, body=self._body([], [*tail]), speaker=name, person=True)
            self._memory.introduce(name, source)
            return source
        if "H" in kinds and not kinds & set("CBK"):
            head = next(str(self._tokens[at].payload) for at in core if self.types[at] == "H")
            known = self._memory.head(head.removeprefix("kind:"), name)
            if known is not None:
                return known
            here = any(self.types[n] in "Cc" for n in range(owner.start))
            if here:
                self._its = self._its or self._whose(owner.start)
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
        known = self._memory.known(name) if body is None and not kinds & set("CBK") else None
        if known is not None and known.body is not None:
            return known  # "Minister Kambamura", whose ministry the text has named
        if body is None and (not placed or "A" in kinds or kinds == {"R", "N"}):
            body = self._of_the_house(core, tail, role)
            if body is None and not placed:
                return self._by_name(name)
        body = body or self._cabinet(role, [*owner, *core, *tail])
        source = Source(official=True, body=body, speaker=name, role=role, person=True)
        self._memory.introduce(name, source)
        return source

    def _member_of(self, tail: range) -> bool:
        """Tell whether "of the World Health Organization" stands behind a name."""
        house = "".join(self.types[at] for at in tail)
        return re.fullmatch(r"d?[jC]?s?[BK]", house) is not None and (
            self.word(tail[0] - 1) in ("of", "from")
        )

    def _owned(self, owner: range, core: range) -> Source | None:
        """Return the body of "the Navy's 7th Fleet", "Yeo's office", "his office", if any."""
        last = self.word(core[-1])
        if last == "office" and len(core) == 1:
            if owner:
                person = self._read(range(0), range(owner.start, owner.stop - 1), range(0))
            else:
                his = core[0] - 1
                possessed = self.word(his) in ("his", "her") if his >= 0 else False
                person = (self._named_here(his) or self._pronoun("he")) if possessed else None
            if person is not None and person.official and person.person:
                return Source(official=True, body=person.body)
        elif last in _UNITS and owner and self.types[owner.stop - 2] in "BK":
            return Source(official=True, body=self._body([*owner], []))
        return None

    def _names_own(self, owner: range, core: range) -> Source | None:
        """Return who "Wang's spokesman" or "Ontario's premier" is: the named one's, else nobody."""
        around = {self.types[at] for at in core}
        if not owner or not around & set("HR") or around & set("CBKP"):
            return None
        name = [at for at in owner if self.types[at] not in "sdj"]
        if not name or any(self.types[at] != "N" for at in name):
            return None
        start, end = self._tokens[name[0]].start, self._tokens[name[-1]].end
        known = self._memory.known(self._text[start:end]) or NOBODY
        person = self._name(core)
        return replace(known, speaker=person, role=self._role(core), person=True)

    def _unnamed(self, kinds: set[str], owner: range, core: range, tail: range) -> Source | None:
        """Return the source of a phrase without a name: a document, a title, an institution."""
        of_somebody = self._possessed and not kinds & set("BKC") and kinds & set("HR")
        if of_somebody and re.search("minister|spokes", self._role(core) or "") is None:
            return NOBODY  # "Jens Eskelund, its president": hardly a state's
        body = self._body([*owner, *core], [*tail])
        if self._of_an_organisation(core, tail):
            return NOBODY
        if kinds <= {"A", "R", "H", "C", "K"} and self._some_official(core, tail):
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
        house = next((self.word(at) for at in core if self.types[at] == "A"), None)
        if house in _HOUSES and role is not None and not tail:
            meant = self._memory.meant(self._paragraph, house)  # "ministry spokesman N"
            return meant.body if meant is not None else None
        if role is None or tail or self.types[core[0]] not in "HR":
            return None
        begun = _BODY_FIRST.match(self.types, 0, core.start)
        if role.startswith("spokes") and self._possessed and begun is not None:
            its = self._interpret(*begun.span(1))  # "The army “will attack,” its spokesman N said"
            return its.body if its is not None else None
        if role.startswith("spokes") and self._memory.latest:
            at, last = self._memory.latest[-1]
            heard = last.official and (not last.person or last.speaker is None)
            return last.body if heard and self._paragraph - at <= 1 else None
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

    def _surnamed_he(self, at: int) -> Source | None:
        """Return the Mr or Ms He that a capital within a sentence tells: "…," He said."""
        written = self._text[self._tokens[at].start : self._tokens[at].end]
        within = written == "He" and self.types[max(0, at - 1) : at] in ("q", ",")
        return self._memory.known(written) if within else None

    def _named_here(self, at: int) -> Source | None:
        """Return the official with whom the sentence began: "Premier X upset A after she said"."""
        word = self.word(at)
        if word not in ("he", "she", "it", "his", "her") or at < 2:
            return None
        begun = (_BODY_FIRST if word == "it" else _PERSON_FIRST).match(self.types, 0, at)
        if begun is None:
            return None
        source = self._interpret(*begun.span(1))
        if source is None or not source.official or source.person == (word == "it"):
            return None
        return source

    def _pronoun(self, word: str) -> Source:
        if word in ("he", "she"):
            return self._memory.he(self._paragraph) or NOBODY
        if word == "it":
            subject = self._memory.subject
            spoke = self._memory.latest[-1][0] if self._memory.latest else -1
            if subject is not None and subject[0] == self._paragraph > spoke:
                return Source(official=True, body=subject[1])  # the body the sentence before is of
            return self._memory.it(self._paragraph) or NOBODY
        return self._memory.last(self._paragraph) or NOBODY

    def _by_name(self, name: str) -> Source:
        known = self._memory.known(name) or self._memory.alone(name)
        known = known or self._memory.abbreviated(name, self._paragraph)
        return known or replace(NOBODY, speaker=name, person=True)

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
        minister = self._of_cabinet(owner, core, tail, role)
        if minister is not None:
            return minister
        if any(self.types[at] == "N" for at in core) or any(
            self.types[at] in "Nc" for at in [*owner, *tail]
        ):
            return replace(NOBODY, role=role)  # a spokesperson for a company
        word = self.word(core[-1])
        if word == "spokespeople":
            return NOBODY
        if word == "leader" and "C" in {self.types[at] for at in core}:
            return self._leader(core)
        house = next(
            (self.word(at) for at in [*owner, *core[:-1], *tail] if self.types[at] == "A"), None
        )
        if role is not None and house is not None and house not in _GENERIC:
            meant = self._memory.meant(self._paragraph, house)
            if meant is None and house in ("committee", "council", "office", "agency", "bureau"):
                return NOBODY  # many a one of them is no state's
            return Source(official=True, body=meant.body if meant else None, role=role, person=True)
        last = self._meant(word, role)
        if last is None or not last.official or not self._same_country(core, last):
            return NOBODY
        if word in _HOUSES:
            return Source(official=True, body=last.body)
        if role is None or last.person:
            return last
        return Source(official=True, body=last.body, role=role, person=True)

    def _meant(self, word: str, role: str | None) -> Source | None:
        """Return whom "the ministry", "the diplomat" or "the spokesperson" means, or None."""
        if word == "diplomat":
            return self._memory.last(self._paragraph, person=True, kinds=("mfa", "embassy"))
        if role is None or not word.startswith("spokes"):
            named = word in _HOUSES or word == "embassy"
            return self._memory.meant(self._paragraph, word, named=named)
        return self._memory.spokesman(self._paragraph)
