"""When a published page is looked at again, and what makes an answer doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(minutes=10)
"""Between two looks that have to agree before a text or a page counts as gone: an empty frame, a
wall before the site or a faulty deployment is gone by then, as a rule."""
_SPREAD = 0.1
_SHRUNK = 3
"""How many times longer a text was than one that has to be seen twice to be believed."""
_SHORTEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Until an item is so old, its page is looked at so often."""

    until: timedelta
    every: timedelta

    def __post_init__(self) -> None:
        if not timedelta() < self.every <= self.until:
            raise ValueError("a stage of looks has 0 < every <= until")
        if self.every < PAUSE:
            raise ValueError("pages are looked at again after 10m at the soonest")


STAGES = (
    Stage(until=timedelta(hours=6), every=timedelta(hours=1)),
    Stage(until=timedelta(days=7), every=timedelta(days=1)),
    Stage(until=timedelta(days=365), every=timedelta(days=30)),
)


def ordered(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return the stages as they are; ValueError where one does not go on from the one before."""
    for earlier, later in pairwise(stages):
        if not (earlier.until < later.until and earlier.every <= later.every):
            raise ValueError("stages of looks go from young to old, and from often to rarely")
    return tuple(stages)


def next_look(
    published: datetime, *, now: datetime, stages: Sequence[Stage], jitter: float = 0.5
) -> datetime | None:
    """Return when to look again at a page of that time, or None where it matters no more.

    `jitter`, from 0 to 1, spreads looks by a tenth either way.
    """
    age = now - published
    stage = next((one for one in stages if age < one.until), None)
    return None if stage is None else now + stage.every * (1 + _SPREAD * (2 * jitter - 1))


def first_look(
    published: datetime, *, now: datetime, stages: Sequence[Stage], place: float
) -> datetime | None:
    """Return when to look first at a page that was there before we were.

    `place`, from 0 to 1, spreads what a first visit finds over the whole of its stage's time.
    """
    age = now - published
    stage = next((one for one in stages if age < one.until), None)
    return None if stage is None else now + PAUSE + stage.every * place


def lost_most(before: str, after: str) -> bool:
    """Return whether a text lost so much of itself that it has to be seen twice to be believed."""
    return len(before) >= _SHORTEST and len(after) * _SHRUNK < len(before)
