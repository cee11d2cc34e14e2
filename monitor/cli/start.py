"""What every command starts from: the settings, and what is built of them when it is needed."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import monitor
from monitor.cli.output import WrongUseError
from monitor.config.settings import Settings, load
from monitor.config.sources import SourceSettings
from monitor.pipeline.build import body_names, reader_of
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorded, Recorder
from monitor.pipeline.replay import Given, replay
from monitor.storage.engine import Database

_SHIPPED = Path(monitor.__file__).parent.parent


def default_folder() -> Path:
    """Return the settings folder: here, else the one that was shipped beside the package."""
    here = Path("config")
    shipped = _SHIPPED / "config"
    return here if here.is_dir() or not shipped.is_dir() else shipped


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

    def database(self) -> Database:
        """Return the database that the settings name, its schema up to date."""
        return Database.open(self.settings.monitor.database_url)

    def seeds(self) -> Path:
        """Return the folder of seeds: beside the settings, else the one that was shipped."""
        beside = self.folder.resolve().parent / "seeds"
        return beside if beside.is_dir() else _SHIPPED / "seeds"

    def known_body(self, body: str) -> None:
        """Refuse a body that the settings do not know, with the nearest ones as a hint."""
        known = self.reader().body_names
        if body not in known:
            raise WrongUseError(
                f"no body {body} in bodies.yaml",
                hint=f"one of {', '.join(sorted(known)[:400])}",
            )

    def unknown(self, *, body: str | None, topic: str | None) -> tuple[str, ...]:
        """Return, as sentences, which of the names asked for the settings do not know."""
        found = []
        if body is not None and body not in body_names(self.settings.bodies):
            found.append(f"no body {body} in bodies.yaml")
        if topic is not None and topic not in {one.id for one in self.settings.topics}:
            found.append(f"no topic {topic} in topics.yaml")
        return tuple(found)

    def chosen(self, names: Iterable[str]) -> tuple[SourceSettings, ...]:
        """Return the sources of these ids, disabled ones too, or every enabled one."""
        wanted = tuple(names)
        by_id = {source.id: source for source in self.settings.sources}
        unknown = [name for name in wanted if name not in by_id]
        if unknown:
            raise WrongUseError(
                f"no source {', '.join(unknown)} in sources.yaml",
                hint=f"one of {', '.join(sorted(by_id))}",
            )
        if wanted:
            return tuple(by_id[name] for name in dict.fromkeys(wanted))
        return tuple(source for source in self.settings.sources if source.enabled)

    def replay(self, documents: Iterable[Given]) -> Iterator[tuple[Given, Recorded]]:
        """Yield what each document comes to, with the settings' channels and nobody told."""
        recorder = Recorder(self.reader(), channels=self.settings.channel_rules)
        return replay(documents, recorder)
