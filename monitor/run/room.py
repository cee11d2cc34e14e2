"""Whether the disk that holds the database has room for another visit."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_RELIEF = 1.5
"""How many times the reserve must be free again: a disk at its edge would start and stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is free; `short` says why nothing is fetched, and is empty where all is well."""

    free: int
    reserve: int
    short: str = ""


class Disk:
    """Watches the room on one disk: below the reserve visits rest, and go on when there is more.

    Alerts are still sent and marked meanwhile: the reserve is theirs.
    """

    def __init__(
        self,
        path: Path,
        *,
        reserve: int,
        free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._folder = path.parent
        self.reserve = reserve
        self._free = free
        self._short = False

    def look(self) -> Room | None:
        """Return how it stands now, or None where the system does not say."""
        try:
            free = self._free(self._folder)
        except OSError:
            return None
        self._short = free < self.reserve * (_RELIEF if self._short else 1)
        if not self._short:
            return Room(free=free, reserve=self.reserve)
        needed = int(self.reserve * _RELIEF)
        return Room(
            free=free,
            reserve=self.reserve,
            short=f"the disk of the database is full: {_mb(free)} free; nothing is fetched until "
            f"{_mb(needed)} are",
        )


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
