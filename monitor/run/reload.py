"""The settings as they stand on the disk, and what became of the last change to them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.errors import ConfigError, MonitorError

_READ = (".yaml", ".txt")
"""How the names of files end that the settings are read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a changed setting, as `monitor check` would say it."""

    path: str
    problem: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Which settings are at work.

    `loaded_at` is when those were read. `refused_at` is when a change to them was read and held
    `problems`: the settings from before stay at work. `needs_restart` names settings that were
    changed and that a running process does not take up.
    """

    folder: str
    loaded_at: datetime
    refused_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    needs_restart: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Return whether what stands on the disk is not what is at work."""
        return self.refused_at is not None


def problems_of(exc: MonitorError) -> tuple[Problem, ...]:
    """Return what an error says is wrong with the settings, one entry for each problem."""
    found: tuple[ConfigError, ...] = getattr(exc, "problems", ())
    return tuple(
        Problem(path=getattr(one, "path", ""), problem=one.problem, hint=one.hint)
        for one in found or (exc,)
    )


def fingerprint(folder: Path, environ: Mapping[str, str]) -> Hashable:
    """Return what differs as soon as a settings file, or a file that holds a secret, was changed.

    Files are asked for their size, time and place, and not watched: a folder that is mounted into
    a container tells nobody of changes made outside it. A file that cannot be asked is one without
    all of these.
    """
    try:
        files = [path for path in folder.iterdir() if path.name.endswith(_READ)]
    except OSError:
        files = []
    files += [Path(value) for name, value in environ.items() if _names_file(name) and value]
    return tuple((str(path), _state(path)) for path in sorted(files))


def _names_file(name: str) -> bool:
    return name.startswith("MONITOR_") and name.endswith("_FILE")


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
