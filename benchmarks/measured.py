"""What a piece of work cost this process and its children: seconds of wall and CPU, peak memory."""

import resource
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds by the clock and of CPU, and the largest resident size in MB."""

    wall: float
    cpu: float
    peak: float


class Stopwatch:
    """Started when made."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._cpu = _cpu()

    def cost(self) -> Cost:
        """Return what was spent since the start."""
        return Cost(
            wall=time.perf_counter() - self._wall,
            cpu=_cpu() - self._cpu,
            peak=_peak(),
        )


def _peak() -> float:
    # Not `ru_maxrss`: that outlives exec, so that it would tell what whoever started us held.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
