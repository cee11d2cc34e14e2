"""Who speaks: the source of a claim, and what a document has said so far about its sources."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.statements.bodies import Holder, office

_ANY_HOUSE = frozenset("agency office bureau body institution authority regulator".split())
_SPEAKING_TITLES = ("spokes", "press secretary", "official", "representative", "director")
REACH = 3
"""Paragraphs within which "he" or "the ministry" still means the last speaker."""


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a claim is put to. `official` is false for experts, media, companies, the unnamed."""

    official: bool
    body: str | None = None
    speaker: str | None = None
    role: str | None = None
    person: bool = False


NOBODY = Source(official=False)


@dataclass(slots=True)
class Memory:
    """What one document has told so far: speakers in order, names, and which country's ministry.

    Lives for one extraction only.
    """

    day: date | None
    home: str | None
    by_kind: dict[tuple[str, str], str]
    country_of: dict[str, str]
    names: dict[str, Source] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    latest: list[tuple[int, Source]] = field(default_factory=list)
    default: Source | None = None
    country: str | None = None
    heads: Mapping[tuple[str, str], list[tuple[str, Holder]]] = field(default_factory=dict)
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    people: list[tuple[int, Source]] = field(default_factory=list)
    actor: str | None = None
    subject: tuple[int, str] | None = None
    abroad: bool = False
    scene: tuple[int, str | None] = (-1, None)
    short: dict[str, str] = field(default_factory=dict)
    surnamed: Mapping[str, list[tuple[str, Holder]]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    states: tuple[tuple[str, int], ...] = ()

    def remember(self, paragraph: int, source: Source) -> None:
        """Take note of who spoke in `paragraph`, whether official or not."""
        self.latest.append((paragraph, source))

    def settle(self, kind: str, body: str) -> None:
        """Take `body` for the institution of this kind from here on, if it is one at all."""
        country = self.country_of.get(body, body.split("-", 1)[0])
        if self.by_kind.get((country, kind)) == body:
            self.bound[kind] = body

    def country_named(self, body: str | None) -> str:
        """Return the country of a body, "" for none."""
        return self.country_of.get(body, body.split("-", 1)[0]) if body else ""

    def mention(self, paragraph: int, body: str) -> None:
        """Take note of a body that `paragraph` names without having it speak."""
        self.mentions.append((paragraph, body))

    def meant(self, paragraph: int, word: str, *, named: bool = True) -> Source | None:
        """Return the body that "the ministry" means: the last one to speak, else to be named.

        `word` must be among the words that the body is called by; an empty one fits any body.
        Without `named` only one who has spoken is meant: "the minister".
        """
        spoke = next(
            (
                (at, source)
                for at, source in reversed(self.latest[-12:])
                if (source.body is not None and self._called(source.body, word))
                or (source.body is None and word and word in (source.role or ""))
                or (word and (source.role or "").split()[-1:] == [word])
            ),
            None,
        )
        named_at, body = next(
            ((at, body) for at, body in reversed(self.mentions[-12:]) if self._called(body, word)),
            (-REACH, None),
        )
        nearer = spoke is not None and (spoke[0] >= named_at or (word and named_at < paragraph))
        if spoke is not None and nearer and paragraph - spoke[0] <= REACH:
            return spoke[1]
        if named and body is not None and paragraph - named_at <= REACH:
            return Source(official=True, body=body)
        if word in _ANY_HOUSE and self.latest:
            at, source = self.latest[-1]
            if source.official and not source.person and paragraph - at <= REACH:
                return source
        if word == "commission" and self.country == "EU":
            return Source(official=True, body=self.bind("government", "EU"))
        return None

    def _called(self, body: str, word: str) -> bool:
        called = self.called.get(body, frozenset())
        return all(part in called for part in word.replace("-", " ").split())

    def spokesman(self, paragraph: int) -> Source | None:
        """Return the last one within reach whom "the spokesperson" can mean, official or not.

        An analyst heard in between is no spokesperson; a company's spokesperson is one.
        """
        for at, source in reversed(self.latest[-12:]):
            if paragraph - at > REACH:
                return None
            if source.role and not any(title in source.role for title in _SPEAKING_TITLES):
                continue
            if source.official or source.role:
                return source
        for at, body in reversed(self.mentions[-12:]):
            if paragraph - at <= REACH:
                return Source(official=True, body=body)
        return None

    def it(self, paragraph: int) -> Source | None:
        """Return the body that "it" means: the last to speak, itself or by its spokesperson."""
        for at, source in reversed(self.latest[-12:]):
            if paragraph - at > REACH:
                return None
            if source.person and "spokes" not in (source.role or ""):
                if not source.official and at == paragraph:
                    return NOBODY  # "Wingtech called on …," it said: as good as a name's
                continue
            return replace(source, speaker=None, role=None, person=False)
        return None

    def around(self, paragraph: int, *, spoken: bool = False) -> str | None:
        """Return the country that a paragraph is about: its last speaker's, else the first named.

        `spoken` leaves the second out.
        """
        if self.latest and self.latest[-1][0] == paragraph:
            country = self.country_named(self.latest[-1][1].body)
            if country and country != "INT":
                return country
        return self.scene[1] if self.scene[0] == paragraph and not spoken else None

    def bind(self, kind: str, country: str | None) -> str | None:
        """Return the body for an institution; without a country, the one meant by the context.

        That is the last body of this kind named with its country, else the outlet's own.
        """
        if country is not None:
            body = self.by_kind.get((country, kind))
            if body is not None:
                self.bound[kind] = body
            return body
        if kind in self.bound:
            return self.bound[kind]
        return self.by_kind.get((self.home, kind)) if self.home else None

    def last(
        self, paragraph: int, *, person: bool | None = None, kinds: tuple[str, ...] = ()
    ) -> Source | None:
        """Return the last speaker within reach, who may be no official, or None.

        `person` asks for someone who can be "he" or "she" (or for a body that is "it").
        """
        for at, source in reversed(self.latest[-12:]):
            if paragraph - at > REACH:
                return None
            if person is True and source.official and not source.person:
                continue
            if kinds and source.body is not None and not self._is(source.body, kinds):
                continue
            return source
        return None

    def he(self, paragraph: int) -> Source | None:
        """Return whom "he" or "she" means: the last to speak, or who was named since."""
        spoke = next(
            (
                (at, source)
                for at, source in reversed(self.latest[-12:])
                if source.person or not source.official
            ),
            (-REACH, None),
        )
        seen = self.people[-1] if self.people else (-REACH, None)
        at, source = seen if seen[0] > spoke[0] else spoke
        return source if source is not None and paragraph - at <= REACH else None

    def quiet(self, paragraph: int) -> bool:
        """Tell whether no person has spoken in `paragraph` or the one before it."""
        return not any(s.person and paragraph - at <= 1 for at, s in self.latest[-4:])

    def _is(self, body: str, kinds: tuple[str, ...]) -> bool:
        country = self.country_of.get(body, body.split("-", 1)[0])
        return any(self.by_kind.get((country, kind)) == body for kind in kinds)

    def known(self, name: str) -> Source | None:
        """Return whom a name or surname met before stands for."""
        found = self.names.get(_bare(name))
        first, _, rest = name.partition(" ")
        if found is None and rest and first.lower() in _PARTICLES:
            return self.known(rest)  # Van Leeuwen at the head of a sentence
        return found

    def alone(self, surname: str) -> Source | None:
        """Return the one office holder whom a surname can mean in a text that names their body.

        That is for a text without its lead: "Waller said", where the text speaks of the Fed. A
        text that names somebody else of that surname in full means them.
        """
        if surname in self.others:
            return None
        held = [
            (body, holder)
            for body, holder in self.surnamed.get(surname, ())
            if holder.held(self.day)
        ]
        named = [office for office in held if office[0] in self.named]
        if not named and len({holder.name for _, holder in held}) == 1:
            # Nobody else in office has that surname, and the text speaks of the country.
            country = self.country_of.get(held[0][0], "")
            if country in {state for state, _ in self.states} - _SURNAME_FIRST:
                named = held
        return self.holder(tuple(named)) if len({h.name for _, h in named}) == 1 else None

    def abbreviated(self, letters: str, paragraph: int) -> Source | None:
        """Return the last speaker whose title begins with these letters: "the PS said"."""
        if not (letters.isupper() and 2 <= len(letters) <= 3):
            return None
        for at, source in reversed(self.latest[-4:]):
            title = "".join(word[0] for word in (source.role or "").replace("-", " ").split())
            if paragraph - at <= REACH and source.person and title.upper().endswith(letters):
                return source
        return None

    def introduce(self, name: str, source: Source) -> None:
        """Take note of a person named in full: the surname alone stands for them from here on."""
        self.names[_bare(name)] = source
        parts = [part for part in _bare(name).split() if part.rstrip(".") not in _SUFFIXES]
        if len(parts) < 2:
            return
        if parts[0] in _NOBLE:
            self.names[" ".join(parts[:2])] = source  # Prince Abdulaziz
        for part in surnames(parts, self.country_of.get(source.body or "", "")):
            self.names[part] = source
        for part in parts[1:-1]:  # Louis Watum Kabamba is Watum
            if len(part) > 3:
                self.names.setdefault(part, source)

    def head(self, kind: str, surname: str) -> Source | None:
        """Return who leads an institution of this kind under that surname: Trade Minister Muto."""
        known = self.known(surname)
        body = known.body if known is not None else None
        if body is not None and self.by_kind.get((self.country_named(body), kind)) == body:
            return known
        found = office(self.heads.get((kind, surname), ()), self.day)
        return self.holder((found,)) if found is not None else None

    def holder(self, offices: tuple[tuple[str, Holder], ...]) -> Source:
        """Return the source that an office holder's name stands for on the document's day."""
        found = office(offices, self.day)
        if found is None:
            # Out of office by then: the name still tells who spoke, not for which body.
            return Source(official=False, speaker=offices[0][1].name, person=True)
        body, holder = found
        source = Source(
            official=True, body=body, speaker=holder.name, role=holder.role, person=True
        )
        if self.known(holder.name) != source:
            self.introduce(holder.name, source)
        return source


_SURNAME_FIRST = frozenset(("CN", "TW", "HK", "KR", "KP", "SG", "VN", "INT"))
"""Countries whose few surnames many people share; and no country at all."""

_PARTICLES = frozenset("van von der den de del di da dos du la le bin al el ten".split())
_NOBLE = frozenset("Prince Princess Sheikh Sheikha Lord Dame Sultan King Queen Emir".split())
_HONOURS = frozenset("Tengku Tun Tan Sri Datuk Dato Seri Haji Encik Dr Puan Raja".split())
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III"))


def _bare(name: str) -> str:
    """Return a name without its accents: Séjourné and Sejourne are one."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def surnames(parts: list[str], country: str) -> tuple[str, ...]:
    """Return the words of a full name that may stand for it alone."""
    if country in ("TW", "HK", "SG") and len(parts) == 2 and "-" not in parts[1]:
        return (parts[0], parts[1])  # Karen Kuo, J.W. Kuo
    if country in ("MY", "ID"):
        borne = [part for part in parts if part.rstrip(".") not in _HONOURS]
        return (parts[0], *borne[:1], parts[-1])  # Anwar, Prabowo, Tengku Datuk Seri Zafrul
    if country in ("CN", "TW", "HK", "KR", "KP", "SG"):
        return (parts[0],)
    if len(parts) == 2 and re.search(r"-[a-z]", parts[1]):
        return (parts[0],)  # Ban Ki-moon
    if not country:
        return (parts[0], parts[-1])
    return (parts[-1],)


def named(source: Source, name: str, role: str | None) -> Source:
    """Return `source` with a person's name and role in place of none."""
    return replace(source, speaker=name, role=role or source.role, person=True)
