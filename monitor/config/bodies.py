"""config/bodies.yaml → who counts as an official source."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from monitor.config.models import Fitted, Model, Word, fit, guess, note_repeated
from monitor.config.problems import ConfigProblems, Findings
from monitor.config.yamlfile import read_yaml
from monitor.statements.bodies import ANY_COUNTRY, Body, BodyTable, Country, Holder, Kind, Roles

Words = tuple[Word, ...]
CountryId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
BodyId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)?$")]


class KindEntry(Model):
    """An institution that every state has one of."""

    id: Word
    suffix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+$")]
    en: Words = ()
    en_heads: Words = ()
    zh: Words = ()
    zh_heads: Words = ()


class HolderEntry(Model):
    """A person in an office, from `since` up to, not including, `until`."""

    name: Word
    role: Word | None = None
    en: Words = ()
    zh: Words = ()
    since: date | None = None
    until: date | None = None


class BodyEntry(Model):
    """A body with names of its own."""

    id: BodyId
    country: CountryId
    kinds: Words = ()
    en: Words = ()
    en_heads: Words = ()
    zh: Words = ()
    zh_heads: Words = ()
    holders: tuple[HolderEntry, ...] = ()


class CountryEntry(Model):
    """A state's names in both languages."""

    id: CountryId
    en: Words = ()
    adjectives: Words = ()
    capitals: Words = ()
    zh: Words = ()
    zh_short: Words = ()
    zh_capitals: Words = ()


class UnnamedEntry(Model):
    """Words for people who speak without a name."""

    en: Words = ()
    zh: Words = ()


class RolesEntry(Model):
    """Titles that speak for a body."""

    en: Words = ()
    zh: Words = ()
    unnamed: UnnamedEntry = UnnamedEntry()


class BodiesFile(Model):
    """The whole of bodies.yaml."""

    kinds: tuple[KindEntry, ...]
    roles: RolesEntry = RolesEntry()
    bodies: Annotated[tuple[BodyEntry, ...], Field(min_length=1)]
    countries: Annotated[tuple[CountryEntry, ...], Field(min_length=1)]


def load_bodies(path: Path) -> BodyTable:
    """Return the table of bodies in a YAML file. Raises ConfigProblems with every problem."""
    findings = Findings()
    fitted = fit(read_yaml(path), BodiesFile, findings)
    if fitted is not None:
        _check(fitted, findings)
    findings.raise_any()
    assert fitted is not None
    try:
        return _table(fitted.model)
    except ValueError as exc:
        findings.add(str(exc), path=fitted.where(("bodies",)))
        raise ConfigProblems(findings.found) from exc


def _check(fitted: Fitted[BodiesFile], findings: Findings) -> None:
    for section in ("kinds", "bodies", "countries"):
        note_repeated(fitted, section, findings)
    kinds = tuple(kind.id for kind in fitted.model.kinds)
    countries = (*(country.id for country in fitted.model.countries), ANY_COUNTRY)
    claimed: dict[tuple[str, str], str] = {}
    for at, body in fitted.entries("bodies"):
        # A body that is its own country, such as the Holy See, needs no entry among the states.
        if body.country not in (*countries, body.id):
            findings.add(
                f"{body.id} belongs to {body.country}, which is not among the countries",
                path=fitted.where((*at, "country")),
                hint=f"Add it under countries, or write {ANY_COUNTRY} where no state owns it.",
            )
        for kind in body.kinds:
            if kind not in kinds:
                findings.add(
                    f"{body.id} claims {kind}, which is no kind",
                    path=fitted.where((*at, "kinds")),
                    hint=guess(kind, kinds),
                )
            owner = claimed.setdefault((body.country, kind), body.id)
            if owner != body.id:
                findings.add(
                    f"{body.id} claims {kind} of {body.country}, which {owner} has",
                    path=fitted.where((*at, "kinds")),
                )
        for place, holder in enumerate(body.holders):
            if holder.since and holder.until and holder.since >= holder.until:
                findings.add(
                    f"{holder.name} left office before coming into it",
                    path=fitted.where((*at, "holders", place)),
                )


def _table(model: BodiesFile) -> BodyTable:
    roles = model.roles
    return BodyTable(
        countries=tuple(Country(**dict(country)) for country in model.countries),
        kinds=tuple(Kind(**dict(kind)) for kind in model.kinds),
        bodies=tuple(
            Body(**{**dict(body), "holders": tuple(Holder(**dict(one)) for one in body.holders)})
            for body in model.bodies
        ),
        roles=Roles(
            en=roles.en, zh=roles.zh, unnamed_en=roles.unnamed.en, unnamed_zh=roles.unnamed.zh
        ),
    )
