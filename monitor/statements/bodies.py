"""Who counts as an official source: states' institutions, bodies, and who held office when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ANY_COUNTRY = "INT"
"""The country of a body that belongs to no state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state (or the EU): its ISO 3166 code and its names in both languages.

    `zh_short` are single characters that count only directly before an institution: 美商务部.
    """

    id: str
    en: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    zh_short: tuple[str, ...] = ()
    zh_capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An institution that every state has one of, and the titles of those who lead it."""

    id: str
    suffix: str
    en: tuple[str, ...] = ()
    en_heads: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    zh_heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person in an office from `since` up to, not including, `until`. `name` is canonical."""

    name: str
    role: str | None = None
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"{self.name} left office before coming into it")

    def held(self, day: date | None) -> bool:
        """Return whether the office was held on `day`; always where no day is known."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An official body: its id, its country, the kinds it is for that country, its own names."""

    id: str
    country: str
    kinds: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    en_heads: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    zh_heads: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Titles that speak for a body, and words for people who do so without a name."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    unnamed_en: tuple[str, ...] = ()
    unnamed_zh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTable:
    """All countries, kinds, bodies and roles; every country and kind that is named exists."""

    countries: tuple[Country, ...]
    kinds: tuple[Kind, ...]
    bodies: tuple[Body, ...]
    roles: Roles

    def __post_init__(self) -> None:
        kinds = {kind.id for kind in self.kinds}
        seen: set[str] = set()
        claimed: set[tuple[str, str]] = set()
        for body in self.bodies:
            if body.id in seen:
                raise ValueError(f"body {body.id} stands there twice")
            seen.add(body.id)
            for kind in body.kinds:
                if kind not in kinds:
                    raise ValueError(f"body {body.id} claims {kind}, which is no kind")
                if (body.country, kind) in claimed:
                    raise ValueError(
                        f"body {body.id} claims {kind} of {body.country} a second time"
                    )
                claimed.add((body.country, kind))

    def by_kind(self) -> dict[tuple[str, str], str]:
        """Return the body id for every (country, kind), by claim, else by pattern (`IR-MFA`)."""
        found = {
            (country.id, kind.id): f"{country.id}-{kind.suffix}"
            for country in self.countries
            for kind in self.kinds
        }
        found.update({(body.country, kind): body.id for body in self.bodies for kind in body.kinds})
        return found


def office(candidates: Iterable[tuple[str, Holder]], day: date | None) -> tuple[str, Holder] | None:
    """Return the one (body id, holder) among `candidates` in office on `day`, the latest first."""
    held = [(body, holder) for body, holder in candidates if holder.held(day)]
    return max(held, key=lambda pair: pair[1].since or date.min, default=None)
