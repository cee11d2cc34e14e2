"""config/cues.en.yaml and cues.zh.yaml → the words that report speech."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from monitor.config.models import Model, Word, fit
from monitor.config.problems import Findings
from monitor.config.yamlfile import read_yaml
from monitor.statements.cues import ChineseCue, CueKind, CueTable, EnglishCue


class EnglishCueEntry(Model):
    """English verbs of one kind, in their finite and their -ing forms."""

    kind: CueKind
    finite: Annotated[tuple[Word, ...], Field(min_length=1)]
    gerund: tuple[Word, ...] = ()


class ChineseCueEntry(Model):
    """Chinese reporting words of one kind, in simplified characters."""

    kind: CueKind
    words: Annotated[tuple[Word, ...], Field(min_length=1)]


class EnglishCuesFile(Model):
    """The whole of cues.en.yaml."""

    cues: Annotated[tuple[EnglishCueEntry, ...], Field(min_length=1)]


class ChineseCuesFile(Model):
    """The whole of cues.zh.yaml."""

    cues: Annotated[tuple[ChineseCueEntry, ...], Field(min_length=1)]


def load_cues(folder: Path) -> CueTable:
    """Return the reporting words of both languages. Raises ConfigProblems with every problem."""
    findings = Findings()
    english = chinese = None
    with findings.gathered():
        english = fit(read_yaml(folder / "cues.en.yaml"), EnglishCuesFile, findings)
    with findings.gathered():
        chinese = fit(read_yaml(folder / "cues.zh.yaml"), ChineseCuesFile, findings)
    findings.raise_any()
    assert english is not None
    assert chinese is not None
    return CueTable(
        en=tuple(EnglishCue(**dict(cue)) for cue in english.model.cues),
        zh=tuple(ChineseCue(**dict(cue)) for cue in chinese.model.cues),
    )
