"""What every command starts from: the settings, and what is built of them when it is needed."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process
from sqlalchemy import make_url

import monitor
from monitor.cli.output import WrongUseError
from monitor.config.settings import Settings, load
from monitor.config.sources import SourceSettings
from monitor.pipeline.build import body_names, notifier_of, reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorded, Recorder
from monitor.pipeline.replay import Given, replay
from monitor.storage.engine import Database

_SHIPPED = Path(monitor.__file__).parent.parent
_SCRATCH = "sqlite://"
_SUGGESTED = 3
_ALIKE = 55


def default_folder() -> Path:
    """Return the settings folder: here, else the one that was shipped beside the package."""
    here = Path("config")
    shipped = _SHIPPED / "config"
    return here if here.is_dir() or not shipped.is_dir() else shipped


def _may_be_made(path: Path) -> bool:
    """Return whether there is no such file and one could be: a folder stands above it."""
    above = next((folder for folder in path.parents if folder.exists()), None)
    return not path.exists() and above is not None and above.is_dir()


def nearest(word: str, known: Mapping[str, str]) -> str:
    """Return a hint that names the ids most like a word, by id or by name."""
    given = word.casefold()
    found = process.extract(
        given, {key: key.casefold() for key in known}, scorer=fuzz.ratio, limit=_SUGGESTED
    )
    found += process.extract(
        given,
        {key: name.casefold() for key, name in known.items()},
        scorer=fuzz.partial_ratio,
        limit=_SUGGESTED,
    )
    ranked = sorted(found, key=lambda each: -each[1])
    keys = list(dict.fromkeys(key for _, score, key in ranked if score >= _ALIKE))[:_SUGGESTED]
    if not keys:
        return ""
    return "did you mean " + ", ".join(f"{key} ({known[key]})" for key in keys) + "?"


@dataclass
class Start:
    """The settings folder and what is made of it, each thing once and only when asked for."""

    folder: Path
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    @cached_property
    def settings(self) -> Settings:
        """Return the settings; raises ConfigProblems with all that is wrong."""
        return load(self.folder, self.environ)

    @cached_property
    def _reader(self) -> Reader:
        return reader_of(self.settings)

    def reader(self) -> Reader:
        """Return the compiled method."""
        return self._reader

    def notifier(self) -> Notifier:
        """Return who is told of shifts by the settings."""
        return notifier_of(self.settings)

    def database(self) -> Database:
        """Return the database that the settings name, its schema up to date."""
        return Database.open(self.settings.monitor.database_url)

    def stored(self) -> Database:
        """Return the same for reading: where there is none yet an empty one, and no file is made.

        What is written to that one is gone when it is closed.
        """
        url = make_url(self.settings.monitor.database_url)
        if url.get_backend_name() == "sqlite" and url.database and _may_be_made(Path(url.database)):
            return Database.open(_SCRATCH)
        return self.database()

    def seeds(self) -> Path:
        """Return the folder of seeds: beside the settings, else the one that was shipped."""
        beside = self.folder.resolve().parent / "seeds"
        return beside if beside.is_dir() else _SHIPPED / "seeds"

    def known(self, *, body: str | None = None, topic: str | None = None) -> None:
        """Refuse a body or a topic that the settings do not know, with the nearest as a hint."""
        for word, what, names in (
            (body, "body", self.bodies),
            (topic, "topic", self.topics),
        ):
            if word is not None and word not in names:
                plural = "bodies" if what == "body" else "topics"
                hint = nearest(word, names) or f"{plural}.yaml names them"
                raise WrongUseError(f"no {what} {word} in {plural}.yaml", hint=hint)

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Return the name for people of every body, by its id."""
        return body_names(self.settings.bodies)

    @cached_property
    def topics(self) -> dict[str, str]:
        """Return the name for people of every topic, by its id."""
        return {topic.id: topic.name for topic in self.settings.topics}

    def country(self, code: str | None) -> None:
        """Refuse a country that the settings do not know by its ISO code."""
        countries = self.settings.bodies.countries
        if code is None or code in {country.id for country in countries}:
            return
        names = {country.id: country.en[0] for country in countries if country.en}
        hint = nearest(code, names) or "two capitals by ISO 3166, as in CN"
        raise WrongUseError(f"no country {code}: an ISO 3166 code is wanted", hint=hint)

    def chosen(self, names: Iterable[str]) -> tuple[SourceSettings, ...]:
        """Return the sources of these ids, disabled ones too, or every enabled one."""
        wanted = tuple(names)
        by_id = {source.id: source for source in self.settings.sources}
        unknown = [name for name in wanted if name not in by_id]
        if unknown:
            raise WrongUseError(
                f"no source {', '.join(unknown)} in sources.yaml",
                hint=nearest(unknown[0], {key: one.name for key, one in by_id.items()})
                or "`monitor sources` lists them",
            )
        if wanted:
            return tuple(by_id[name] for name in dict.fromkeys(wanted))
        return tuple(source for source in self.settings.sources if source.enabled)

    def replay(self, documents: Iterable[Given]) -> Iterator[tuple[Given, Recorded]]:
        """Yield what each document comes to, with the settings' channels and nobody told."""
        recorder = Recorder(self.reader(), notifier=self.notifier().each_alone())
        return replay(documents, recorder)
