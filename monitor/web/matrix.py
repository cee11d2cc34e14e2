"""What a thread's page shows beside the statements: formulations by day, and ladders. Kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.pipeline.threads import Matrix, Rung, in_thread, matrix
from monitor.statements.statement import Statement
from monitor.web.kept import Kept
from monitor.web.served import Served

MOST_CHARACTERS = 40_000
"""Of a thread's latest words: cutting them into clauses takes about 5 ms for each thousand."""
MOST_ROWS = 40
_KEPT = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A matrix for each language in which something recurs, and each statement's rungs by id.

    `read` of the statements, the latest, were short enough together to be read.
    """

    matrices: tuple[tuple[str, Matrix], ...]
    rungs: dict[str, tuple[Rung, ...]]
    read: int


class Analyses:
    """Analyses of threads, the last kept: a thread's words are the same until it speaks again."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._kept: Kept[Analysis] = Kept(_KEPT)

    def of(self, topic: str, said: Sequence[Statement], now: datetime) -> Analysis:
        """Return the analysis of a thread's statements, latest first, as it is today."""
        key = (topic, now.date(), *(one.id for one in said))
        return self._kept.of(key, lambda: self._made(topic, _readable(said), now))

    def _made(self, topic: str, said: Sequence[Statement], now: datetime) -> Analysis:
        ladders = self._served.ladders
        return Analysis(
            matrices=self._matrices(topic, said, now),
            rungs={} if ladders is None else {one.id: ladders.highest(one) for one in said},
            read=len(said),
        )

    def _matrices(
        self, topic: str, said: Sequence[Statement], now: datetime
    ) -> tuple[tuple[str, Matrix], ...]:
        if self._served.formulate is None:
            return ()
        found = [one for one in self._served.formulate(said, now) if one.topic == topic]
        made = []
        for language in sorted({one.language for one in found}):
            rows = [one for one in found if one.language == language]
            most = sorted(rows, key=lambda one: (-one.days, -one.last_seen.toordinal(), one.id))
            kept = {one.id for one in most[:MOST_ROWS]}
            thread = in_thread(said, topic, language)
            made.append((language, matrix([one for one in rows if one.id in kept], thread)))
        return tuple(made)


def _readable(said: Sequence[Statement]) -> Sequence[Statement]:
    total = 0
    for number, one in enumerate(said):
        total += len(one.text)
        if total > MOST_CHARACTERS and number:
            return said[:number]
    return said
