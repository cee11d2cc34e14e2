"""Read which body an English institution or office means: its own name, or a kind and a country."""

import re

from monitor.statements.bodies import Holder
from monitor.statements.lexicon_en import LAST_NAMED, MEMBER, Token
from monitor.statements.speakers import NOBODY, Memory, Source
from monitor.statements.titles_en import TitleReader

# Where the houses of government are departments, a bare "ministry" is another country's; with the
# kinds that are ministries there all the same.
_DEPARTMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("US", "AU", "CA", "HK", "IE", "NZ", "PH", "EU"), ()),
    "GB": ("defence", "justice"),
}
_CLEARLY = 3
"""As many times as any other must a state be named for a text to be about it."""

_SECRETARIES = frozenset(("US", "HK", "PH"))


class HouseReader(TitleReader):
    """Reads bodies in the tokens of one sentence, in the light of the document so far."""

    def __init__(self, text: str, tokens: list[Token], memory: Memory, paragraph: int) -> None:
        self._memory = memory
        self._paragraph = paragraph
        self._its: str | None = None
        super().__init__(text, tokens)

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

    def _has_body(self, *parts: range) -> bool:
        return any(self.types[at] in "BKHA" for part in parts for at in part)

    def _body(self, near: list[int], tail: list[int]) -> str | None:
        """Return the body that a noun phrase names: its own words, bound to a country in it."""
        countries = (self._country(at) for at in [*near, *tail] if self.types[at] == "C")
        owning = [at for at in near if self.types[at : at + 2] == "cs"]  # "Beijing's ambassador"
        owner = self._country(owning[0]) if owning else None
        country = owner or next(countries, None) or self._its
        capital = next((self._country(at) for at in tail if self.types[at] == "c"), None)
        for part in (near, tail):
            # "the Commerce Department's Bureau of Industry and Security": the last is the speaker.
            order = reversed(part) if part is near else part
            own = next((at for at in order if self.types[at] == "B"), None)
            if own is not None:
                beside = [at for at in [*near, *tail] if self.types[at] == "C" and at < own]
                where = country if beside or owner or self._its else None
                return self._checked(str(self._tokens[own].payload), where)
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
            around = self._memory.around(self._paragraph)
            country = self._acting_state(at) or self._whose(at) if here else around
        elif country is None and self.types.startswith("oc,"):
            country = self._country(1)  # "In Beijing, the Foreign Ministry urged"
        elif country is None and str(self._tokens[at].payload) not in self._memory.bound:
            country = self._acting_state(at)
        return self._bound(str(self._tokens[at].payload), country, at)

    def _whose(self, at: int) -> str | None:
        """Return the state that the sentence named before "the government" at a place."""
        about = re.match(r"(?:[tvxo],?)*d?[jN]*[Cc]", self.types[:at])
        return self._country_before(at) if about or not self._memory.home else None

    def _headed(self, at: int, country: str | None) -> str | None:
        """Return the body of whoever is titled "Japanese trade minister", "commerce secretary"."""
        sort, _, value = str(self._tokens[at].payload).partition(":")
        if sort == "body":
            country = country or self._elsewhere(value)
            return self._checked(value, country) or self._counterpart(value, country)
        if sort == MEMBER[:-1]:
            return None
        if country is None and value == "embassy":
            return None  # an ambassador's country stands beside the title
        if value == "president" and at and self.word(at - 1) in ("council", "committee"):
            return None  # "the Council President" is no state's
        if country is None and not self._bare_head(value):
            return self._compatriot(value, None) or self._only_state(value, at)
        return self._bound(value, country, at)

    def _elsewhere(self, body: str) -> str | None:
        """Return the last speaker's state for "the trade chief" where a text names no EU."""
        of = self._memory.country_of.get(body)
        latest = self._memory.latest
        last = self._memory.country_named(latest[-1][1].body) if latest else ""
        here = of == self._memory.home or of in {state for state, _ in self._memory.states}
        return None if here or last in ("", of) else last

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
                    return self._only_state(kind, at) if self._memory.abroad else None
        if country is None and self.word(at).startswith("presidential"):
            # A presidential office is what Seoul or Taipei has, and Washington has not.
            bound = self._memory.country_named(self._memory.bound.get(kind))
            country = self._memory.home if bound == "US" else None
        if self._memory.abroad and kind not in self._memory.bound:
            near = self._compatriot(kind, country)
            near = near or self._only_state(kind, at) if country is None else near
            if near is not None:
                return near
        return self._memory.bind(kind, country) or self._compatriot(kind, country)

    def _only_state(self, kind: str, at: int) -> str | None:
        """Return the body of the one state that a text is about which can have "the ministry"."""
        states = self._memory.states
        others = _DEPARTMENTS if "ministry" in self.word(at) else _SECRETARIES
        states = tuple(state for state in states if state[0] not in others)
        most = [times for _, times in states[:2]]
        alone = len(most) == 1 or (len(most) == 2 and most[0] >= _CLEARLY * most[1])
        return self._memory.by_kind.get((states[0][0], kind)) if alone else None

    def _acting_state(self, at: int) -> str | None:
        """Return the state that acts in the sentence: "China suspended …, the ministry said"."""
        acting = re.match(r"(?:[tvx],?)*d?(C)(s?j?K)?(?=[awVnt])", self.types[:at])
        if acting is None:
            return None
        token = self._tokens[acting.start(1)]
        written = self._text[token.start : token.end]
        adjective = acting[2] is None and written.endswith(("an", "ese", "ish", "ch", "i"))
        return None if adjective else self._country(acting.start(1))

    def _compatriot(self, kind: str, country: str | None) -> str | None:
        """Return the body of a kind in the state whose officials spoke last, if none else tells."""
        if country is not None:
            return None
        last = next((s.body for _, s in reversed(self._memory.latest[-4:]) if s.body), None)
        of = self._memory.country_named(last) if last else self._memory.actor
        return self._memory.by_kind.get((of, kind)) if of else None

    def _owners(self, near: list[int]) -> str | None:
        """Return the body of "Trump's spokesman"."""
        owner = next((at for at in near[:-1] if self.types[at] == "P"), None)
        if owner is None or self.types[owner + 1] != "s":
            return None
        return self._memory.holder(offices_of(self._tokens[owner])).body

    def _cabinet(self, role: str | None, around: list[int]) -> str | None:
        """Return the government that a minister whose portfolio no kind of house has is of.

        That is of the state named beside them, else of the outlet's own; None where it is no
        body by itself, and for any other role.
        """
        if role is None or not role.endswith("minister"):
            return None
        home = None if self._memory.abroad else self._memory.home
        state = next((self._country(at) for at in around if self.types[at] == "C"), home)
        kind, owner = self._field(around)
        state = owner or state
        if state and kind is not None:
            return self._memory.by_kind.get((state, kind))
        body = self._memory.by_kind.get((state, "government")) if state else None
        return body if body is not None and body.endswith("-GOV") else None

    def _field(self, around: list[int]) -> tuple[str | None, str | None]:
        """Return the kind of house of the first field in "Mali's Mines and Energy Minister".

        With it comes the state whose it is, if one owns the portfolio. Its words stand before the
        title or behind its "of".
        """
        title = next((at for at in around if self.word(at).endswith("minister")), None)
        if title is None:
            return None, None
        first = title
        while first > 0 and (self.types[first - 1] in "Nj" or self.word(first - 1) in ("and", ",")):
            first -= 1
        owned = first > 1 and self.types[first - 2 : first] == "Cs"
        owner = self._country(first - 2) if owned else None
        words = [self.word(at) for at in range(first, around[-1] + 1) if at != title]
        for at in range(len(words)):
            for size in (3, 2, 1):
                kind = self._memory.fields.get(" ".join(words[at : at + size]))
                if kind is not None:
                    return kind, owner
        return None, owner

    def _of_cabinet(
        self, owner: range, core: range, tail: range, role: str | None
    ) -> Source | None:
        """Return the source of "Ghana's minister of lands", of "the Minister of Lands" at home."""
        if role is None or not role.endswith("minister"):
            return None
        everything = [*owner, *core, *tail]
        cabinet = self._cabinet(role, everything)
        own = bool(tail) and self._text[self._tokens[core[-1]].start].isupper()
        if any(self.types[at] == "C" for at in everything) or (own and cabinet):
            return Source(official=True, body=cabinet, role=role, person=True)
        return None

    def _leader(self, core: range) -> Source:
        """Return whom "the Turkish leader" is: the last of that state's chiefs to speak."""
        for _, source in reversed(self._memory.latest[-6:]):
            chief = source.person and re.search("president|minister|chancellor", source.role or "")
            if chief and self._same_country(core, source):
                return source
        return NOBODY

    def _same_country(self, core: range, last: Source) -> bool:
        """Tell whether a source is of the state that a phrase names; any, where it names none."""
        said = next((self._country(at) for at in core if self.types[at] == "C"), None)
        return said is None or self._memory.country_of.get(last.body or "") == said

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


def offices_of(token: Token) -> tuple[tuple[str, Holder], ...]:
    """Return the offices that a token for a person carries."""
    assert isinstance(token.payload, tuple)
    return token.payload
