"""Words that report speech, as data."""

from dataclasses import dataclass
from enum import StrEnum


class CueKind(StrEnum):
    """How a reporting word stands to its content; config/cues.en.yaml says what each means."""

    SAY = "say"
    CLAUSE = "clause"
    TELL = "tell"
    ACT = "act"
    DENY = "deny"
    VOW = "vow"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishCue:
    """One English verb (or several of one sort) in its finite and its -ing forms."""

    kind: CueKind
    finite: tuple[str, ...]
    gerund: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseCue:
    """Chinese reporting words of one sort, in simplified characters."""

    kind: CueKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTable:
    """The reporting words of both languages."""

    en: tuple[EnglishCue, ...]
    zh: tuple[ChineseCue, ...]
