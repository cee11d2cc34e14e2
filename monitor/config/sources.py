"""config/sources.yaml → what is polled, how, and who speaks there."""

import codecs
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from monitor.config.addresses import checked_url
from monitor.config.bodies import BodyId, CountryId
from monitor.config.models import Fitted, Id, Model, Word, fit, guess, note_repeated
from monitor.config.problems import Findings
from monitor.config.units import Duration, spell
from monitor.config.yamlfile import Loc, YamlFile, read_yaml
from monitor.sources.cadence import Cadence
from monitor.sources.guard import Policy
from monitor.sources.identity import KeyPolicy
from monitor.sources.looks import STAGES, Stage, ordered
from monitor.sources.pages import ListingRule
from monitor.sources.selector import selector

_YEAR = "{year}"


class SourceKind(StrEnum):
    """What a source's address answers with."""

    FEED = "feed"
    PAGE = "page"
    JSON = "json"


class Grade(StrEnum):
    """How well it is known that an address works: A checked, B in wide use, C unchecked."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """One source as it is polled and read.

    `body` names the issuer where all that the source publishes is that body's own words (tier 1).
    `zone` is the IANA name that a time without one is read in. `topics` narrows what is kept; empty
    keeps every topic. `listing` says how entries are found where the source is no feed. `looks`
    say how often the pages of its items are looked at again; empty means never.
    """

    id: str
    name: str
    url: str
    kind: SourceKind
    enabled: bool
    why: str
    grade: Grade
    body: str | None
    speaker: str | None
    outlet_country: str | None
    language: str | None
    zone: str | None
    charset: str | None
    full_text: bool
    article_selector: str | None
    key: KeyPolicy
    listing: ListingRule | None
    cadence: Cadence
    topics: tuple[str, ...]
    looks: tuple[Stage, ...] = STAGES

    def address(self, at: datetime) -> str:
        """Return the URL to ask at a time (aware): `{year}` in it is the year in the source's zone.

        Some offices begin a list of their own with each year.
        """
        return self.url.replace(_YEAR, f"{at.astimezone(ZoneInfo(self.zone or 'UTC')).year}")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as exc:
        raise ValueError(f"{name!r} is no IANA time zone, such as Asia/Shanghai") from exc
    return name


def _charset(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as exc:
        raise ValueError(f"{name!r} is no character encoding, such as gb18030") from exc


def _selector(css: str) -> str:
    selector(css)
    return css


def _country(code: object) -> object:
    if isinstance(code, str) and re.fullmatch(r"[A-Z]{2,3}", code) is None:
        raise ValueError(f"{code!r} is no code of a country: write it by ISO 3166, as in CN")
    return code


class CadenceEntry(Model):
    """Bounds of how often a source is asked; what is left out is as in monitor.yaml."""

    minimum: Duration | None = None
    maximum: Duration | None = None
    initial: Duration | None = None

    def over(self, common: Cadence) -> Cadence:
        """Return the common bounds with these in their place; ValueError where they cross."""
        low, high = self.minimum or common.minimum, self.maximum or common.maximum
        if low > high:
            raise ValueError(f"the minimum of {spell(low)} is above the maximum of {spell(high)}")
        # With bounds of its own a source starts within them, wherever the common start lies.
        first = self.initial or max(low, min(common.initial, high))
        return Cadence(minimum=low, maximum=high, initial=first)


class StageEntry(Model):
    """Until an item is so old, its page is looked at so often."""

    until: Duration
    every: Duration


def stages_of(entries: tuple[StageEntry, ...]) -> tuple[Stage, ...]:
    """Return the stages of looks as they are written; ValueError where they are out of order."""
    return ordered([Stage(until=one.until, every=one.every) for one in entries])


class SourceEntry(Model):
    """One source."""

    id: Id
    name: Word
    url: Word
    kind: SourceKind = SourceKind.FEED
    enabled: bool = True
    why: Annotated[str, Field(description="Why the source is not enabled.")] = ""
    grade: Grade = Grade.C
    body: BodyId | None = None
    speaker: Word | None = None
    outlet_country: Annotated[CountryId, BeforeValidator(_country)] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    zone: Annotated[str, AfterValidator(_zone)] | None = None
    charset: Annotated[str, AfterValidator(_charset)] | None = None
    full_text: bool = False
    article_selector: Annotated[str, AfterValidator(_selector)] | None = None
    key: KeyPolicy = KeyPolicy.AUTO
    listing: ListingRule | None = None
    cadence: CadenceEntry = CadenceEntry()
    topics: tuple[Word, ...] = ()
    looks: tuple[StageEntry, ...] | None = None


class SourcesFile(Model):
    """The whole of sources.yaml."""

    sources: Annotated[tuple[SourceEntry, ...], Field(min_length=1)]


def load_sources(
    path: Path,
    *,
    policy: Policy,
    cadence: Cadence,
    looks: tuple[Stage, ...] = STAGES,
    bodies: tuple[str, ...] | None,
    countries: tuple[str, ...] | None,
    topics: tuple[str, ...] | None,
) -> tuple[SourceSettings, ...]:
    """Return the sources in the file's order. Raises ConfigProblems with every problem.

    A name is checked against `bodies`, `countries` and `topics` where these are given.
    """
    findings = Findings()
    fitted = fit(read_yaml(path), SourcesFile, findings)
    found: list[SourceSettings] = []
    if fitted is not None:
        known = _Known(bodies=bodies, countries=countries, topics=topics)
        note_repeated(fitted, "sources", findings)
        _check_addresses(fitted, policy, findings)
        for at, entry in fitted.entries("sources"):
            _check(entry, fitted.file, at, findings)
            _check_names(entry, fitted.file, at, known, findings)
            try:
                own = looks if entry.looks is None else stages_of(entry.looks)
            except ValueError as exc:
                findings.add(f"{entry.id}: {exc}", path=fitted.where((*at, "looks")))
                own = looks
            try:
                found.append(_settings(entry, cadence, own))
            except ValueError as exc:
                findings.add(f"{entry.id}: {exc}", path=fitted.where((*at, "cadence")))
    findings.raise_any()
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    bodies: tuple[str, ...] | None
    countries: tuple[str, ...] | None
    topics: tuple[str, ...] | None


def _check_addresses(fitted: Fitted[SourcesFile], policy: Policy, findings: Findings) -> None:
    urls: dict[str, str] = {}
    for at, entry in fitted.entries("sources"):
        where = fitted.where((*at, "url"))
        if urls.setdefault(entry.url, entry.id) != entry.id:
            findings.add(
                f"{entry.id} has the address of {urls[entry.url]}",
                path=where,
                hint="One of them is enough: each would report what the other does.",
            )
        checked_url(entry.url, where, policy=policy, findings=findings)


def _check(entry: SourceEntry, file: YamlFile, at: Loc, findings: Findings) -> None:
    if not entry.enabled and not entry.why:
        findings.add(
            f"{entry.id} is not enabled and does not say why",
            path=file.where((*at, "enabled")),
            hint="Write the reason in why: a colleague will ask.",
        )
    if entry.kind is SourceKind.FEED and entry.listing is not None:
        findings.add(
            f"{entry.id} is a feed, which needs no listing",
            path=file.where((*at, "listing")),
            hint="Write kind: page, or kind: json, if it is none.",
        )
    if entry.kind is SourceKind.JSON and entry.listing is None:
        findings.add(
            f"{entry.id} is {entry.kind} and has no listing",
            path=file.where((*at, "listing")),
            hint="listing says where the entries, their links, titles and dates stand.",
        )
    if entry.speaker is not None and entry.body is None:
        findings.add(f"{entry.id} has a speaker and no body", path=file.where((*at, "speaker")))
    if entry.listing is not None and entry.kind is not SourceKind.FEED:
        wanted = "html" if entry.kind is SourceKind.PAGE else "json"
        if entry.listing.kind != wanted:
            findings.add(
                f"{entry.id} is {entry.kind} and its listing is {entry.listing.kind}",
                path=file.where((*at, "listing", "kind")),
            )


def _check_names(
    entry: SourceEntry, file: YamlFile, at: Loc, known: _Known, findings: Findings
) -> None:
    named: list[tuple[str, str, tuple[str, ...] | None]] = [
        ("topics", topic, known.topics) for topic in entry.topics
    ]
    if entry.body is not None:
        named.append(("body", entry.body, known.bodies))
    if entry.outlet_country is not None:
        named.append(("outlet_country", entry.outlet_country, known.countries))
    for key, name, names in named:
        if names is not None and name not in names:
            findings.add(
                f"{entry.id} names {name}, which is not among the {_PLURALS[key]}",
                path=file.where((*at, key)),
                hint=guess(name, names),
            )


_PLURALS = {"topics": "topics", "body": "bodies", "outlet_country": "countries"}


def _settings(entry: SourceEntry, cadence: Cadence, looks: tuple[Stage, ...]) -> SourceSettings:
    own = {"cadence": entry.cadence.over(cadence), "looks": looks}
    return SourceSettings(**{**dict(entry), **own})
