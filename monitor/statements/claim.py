"""What both languages' readers hand over: who said which range of a folded text."""

from dataclasses import dataclass

from monitor.statements.speakers import Source
from monitor.statements.statement import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One range of a folded text put to an official source.

    `about` are the ranges around it that belong to the attribution, where its date stands.
    `more` are further parts of a broken quotation. `cue` is where the reporting word stands:
    of several dates in the attribution the nearest to it tells when the words were said. `scene` is
    an earlier sentence that sets time and place ("On June 12 the spokesman met the press.").
    """

    start: int
    end: int
    mode: Mode
    source: Source
    paragraph: int
    sentence: int
    about: tuple[tuple[int, int], ...] = ()
    more: tuple[tuple[int, int], ...] = ()
    cue: int | None = None
    scene: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FoldedSentence:
    """A sentence in the folded text, with its place in the document."""

    start: int
    end: int
    paragraph: int
    number: int
