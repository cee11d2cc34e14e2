"""What an alert says, row by row: text, HTML and terminal show the same rows."""

from dataclasses import dataclass
from typing import NamedTuple

from monitor.alerts.clean import link, one_line, visible
from monitor.alerts.columns import fitted
from monitor.alerts.mark import Piece, PieceKind
from monitor.alerts.payload import Change, Passage, Payload, Utterance
from monitor.alerts.words import (
    day_words,
    direction_words,
    evidence_words,
    form_words,
    id_words,
    level_words,
    said_on_words,
)
from monitor.statements.statement import SaidOn, Tier
from monitor.wording.shift import Direction, Kind, Level

_NOTHING_BEFORE = "Nothing like it is on record."
_NOTHING_IN_THE_PAGE = "The earlier version has no such passage."
_NOTHING_AFTER = "The passage is gone."
# The words that lead are for a glance; the passages below hold them all.
_MOST_WORDS = 4
_LONGEST_WORDS = 80
# More concepts than these are the sense of a whole text, which the passage tells better.
_MOST_CONCEPTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of thought: a label (empty where the row goes on), words, and perhaps a link.

    `pieces` are safe to show: hidden characters are spelled out. `link` is http or https.
    `language` is that of the pieces where it is not English, `passage` says that they are the
    official words, `listed` that they are one of several things under a label.
    """

    label: str
    pieces: tuple[Piece, ...]
    link: str | None = None
    language: str = "en"
    passage: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and the rows under it."""

    title: str
    rows: tuple[Row, ...]


class Absent(NamedTuple):
    """What is said in place of a passage that is not there."""

    before: str
    after: str


def absent(kinds: tuple[Kind, ...]) -> Absent:
    """Return what is said in place of a passage that a shift of these kinds does not have."""
    edited = Kind.TEXT_EDIT in kinds
    return Absent(_NOTHING_IN_THE_PAGE if edited else _NOTHING_BEFORE, _NOTHING_AFTER)


def layout(payload: Payload) -> tuple[Row, ...]:
    """Return the rows of an alert in the order in which a reader wants them."""
    statement, shift = payload.statement, payload.shift
    language = statement.language if statement else _guessed(payload)
    earlier = payload.against[0].language if payload.against else language
    nothing = absent(shift.kinds)
    rows = [
        Row(label="What", pieces=_what(shift)),
        _passage("Before", payload.passages.before, earlier, nothing.before),
        *_who(payload, payload.against[:1]),
        _passage("After", payload.passages.after, language, nothing.after),
        *_who(payload, (statement,) if statement else ()),
    ]
    # Where there is one passage alone, all of its sense is lost or gained.
    if payload.passages.before.text and payload.passages.after.text:
        if shift.concepts_removed:
            rows.append(_list("Sense lost", shift.concepts_removed))
        if shift.concepts_added:
            rows.append(_list("Sense gained", shift.concepts_added))
    rows += _listed("In English", tuple(f"{one.words}: {one.english}" for one in payload.glosses))
    rows += _listed("Not known", payload.doubts)
    rows.append(Row(label="Source", pieces=_same(one_line(payload.document.title) or "untitled")))
    rows.append(_address("", payload.document.url))
    if statement and statement.url and statement.url != payload.document.url:
        rows.append(_address("", statement.url))
    rows.append(Row(label="Body", pieces=_same(_named(payload.body.name, payload.body.id))))
    if statement:
        rows += _statement(payload, statement)
    for number, utterance in enumerate(payload.against):
        words = f"{said_words(payload, utterance)}; {_form(utterance)}"
        rows.append(Row(label="" if number else "Against", pieces=_same(words)))
        rows.append(_address("", utterance.url))
    if payload.against_more:
        rows.append(Row(label="", pieces=_same(f"and {payload.against_more} more")))
    judged = judged_words(shift.level, shift.severity, shift.confidence, shift.direction)
    rows.append(Row(label="Judged", pieces=_same(judged)))
    rows += _listed("Rules", tuple(rule.words for rule in shift.rules))
    if payload.url:
        rows.append(_address("Record", payload.url))
    if payload.feedback:
        rows.append(_offer("Useful", "Yes, it was", payload.feedback.useful))
        rows.append(_offer("", "No, it was not", payload.feedback.not_useful))
    return tuple(rows)


def _what(shift: Change) -> tuple[Piece, ...]:
    pieces = [*_same("; ".join(shift.words) or "no change of meaning")]
    for words, kind in ((shift.removed, PieceKind.REMOVED), (shift.added, PieceKind.ADDED)):
        for number, changed in enumerate(filter(None, map(one_line, words[:_MOST_WORDS]))):
            pieces += _same(" · " if number else ": " if len(pieces) == 1 else " → ")
            pieces.append(Piece(text=fitted(visible(changed), _LONGEST_WORDS), kind=kind))
        if len(words) > _MOST_WORDS:
            pieces.append(Piece(text=" · …", kind=PieceKind.GAP))
    return tuple(pieces)


def _same(text: str) -> tuple[Piece, ...]:
    return (Piece(text=visible(text), kind=PieceKind.SAME),)


def _named(name: str, key: str | None) -> str:
    return f"{one_line(name)} ({key})" if key and key != name else one_line(name)


def _guessed(payload: Payload) -> str:
    text = payload.passages.after.text or payload.passages.before.text
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return "zh" if han > len(text) / 4 else "en"


def _passage(label: str, passage: Passage, language: str, nothing: str) -> Row:
    pieces = tuple(
        Piece(text=visible(piece.text), kind=piece.kind) for piece in passage.pieces() if piece.text
    )
    if not pieces:
        return Row(label=label, pieces=(Piece(text=nothing, kind=PieceKind.GAP),))
    return Row(label=label, pieces=pieces, language=language, passage=True)


def _who(payload: Payload, utterances: tuple[Utterance, ...]) -> list[Row]:
    return [
        Row(label="", pieces=_same(f"— {said_words(payload, utterance)}"))
        for utterance in utterances
    ]


def said_words(payload: Payload, utterance: Utterance) -> str:
    """Return who said something and when, of an act also where in it, on one line."""
    said_on = utterance.said_on
    when = said_on_words(SaidOn(day=said_on.day, precision=said_on.precision) if said_on else None)
    body = utterance.body
    if body is not None and body == payload.body.id:
        body = payload.body.name
    who = one_line(utterance.speaker or utterance.role or body or "speaker not named")
    where = f", {_provision(one_line(utterance.provision))}" if utterance.provision else ""
    return f"{who}, {when}{where}"


def _provision(number: str) -> str:
    """Return what a provision is called: Article 3 and 第三条 say it themselves."""
    named = number[0] in "第附§" or len(number.split()) > 1
    return number if named else f"point {number}"


def _form(utterance: Utterance) -> str:
    return form_words(utterance.mode, Tier(utterance.tier), utterance.translator)


def _statement(payload: Payload, statement: Utterance) -> list[Row]:
    who = [one_line(part) for part in (statement.speaker, statement.role) if part]
    if not who and Tier(statement.tier) is Tier.ISSUER:
        who = [one_line(payload.body.name)]
    said_on = statement.said_on
    when = said_on_words(SaidOn(day=said_on.day, precision=said_on.precision) if said_on else None)
    if said_on and (known := evidence_words(one_line(said_on.evidence))):
        when += f" ({known})"
    published = statement.published_at
    if published:
        when += f"; published {day_words(published.date())}, {published:%H:%M} UTC"
    return [
        Row(label="Said by", pieces=_same(", ".join(who) or "not named")),
        Row(label="Said on", pieces=_same(when)),
        Row(label="Form", pieces=_same(_form(statement))),
    ]


def _address(label: str, url: str) -> Row:
    safe = link(url)
    shown = safe or f"{one_line(url) or 'no address'} (not a web address)"
    return Row(label=label, pieces=_same(shown), link=safe)


def _offer(label: str, words: str, url: str) -> Row:
    return Row(label=label, pieces=_same(words), link=link(url))


def judged_words(level: Level, severity: float, confidence: float, direction: Direction) -> str:
    """Return what a shift was judged to be, on one line."""
    parts = [
        level_words(level),
        f"severity {severity:.1f}",
        f"confidence {confidence:.0%}",
        direction_words(direction),
    ]
    return " · ".join(parts)


def _list(label: str, words: tuple[str, ...]) -> Row:
    shown = [id_words(one_line(word)) for word in words[:_MOST_CONCEPTS]]
    more = len(words) - len(shown)
    return Row(label=label, pieces=_same(", ".join(shown) + (f" and {more} more" if more else "")))


def _listed(label: str, words: tuple[str, ...]) -> list[Row]:
    return [
        Row(label="" if number else label, pieces=_same(one_line(line)), listed=True)
        for number, line in enumerate(words)
    ]
