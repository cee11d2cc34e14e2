"""From a shift and what stands behind it to the message that people and programs get."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.clean import link, shortened, storable
from monitor.alerts.doubts import doubts
from monitor.alerts.excerpt import excerpt
from monitor.alerts.headline import headline
from monitor.alerts.html import html
from monitor.alerts.mark import Piece, PieceKind, mark
from monitor.alerts.payload import (
    LARGEST,
    Change,
    Feedback,
    Gloss,
    Named,
    Passage,
    Passages,
    Payload,
    Rule,
    Said,
    Source,
    Utterance,
    encode,
)
from monitor.alerts.plain import plain
from monitor.alerts.votes import Ballot
from monitor.alerts.words import id_words, kind_words
from monitor.statements.provisions import label
from monitor.statements.statement import SaidOn, Statement, Tier
from monitor.wording.shift import Shift

_NO_RULES: Mapping[str, str] = MappingProxyType({})
_LONGEST_DOUBT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """How much of a shift goes into a message, in characters and in numbers of things."""

    passage: int
    text: int
    words: int
    things: int
    against: int
    field: int
    url: int


# The first that fits is taken. The last fits whatever the text is made of: JSON needs at most six
# bytes for a character, and a mark about fifty.
_BOUNDS = (
    _Bounds(passage=1200, text=2400, words=300, things=40, against=5, field=500, url=2000),
    _Bounds(passage=1200, text=1000, words=200, things=20, against=3, field=300, url=2000),
    _Bounds(passage=800, text=400, words=100, things=10, against=2, field=200, url=1000),
    _Bounds(passage=400, text=100, words=60, things=5, against=1, field=100, url=300),
)


def compose(
    subject: Subject,
    *,
    now: datetime,
    base_url: str | None = None,
    rules: Mapping[str, str] = _NO_RULES,
    ballot: Ballot | None = None,
) -> Alert:
    """Return the message on a shift: subject line, plain text, HTML and JSON payload.

    `base_url` is where the monitor's own pages are reached from outside, `rules` gives rules'
    ids in plain words, `ballot` makes the links on which a reader says whether it was useful. The
    id depends on the shift alone, so that a replay says the same thing under the same name. The
    payload stays under 64 kB.
    """
    payload = _fitting(subject, now.astimezone(UTC), base_url, rules)
    if ballot is not None and base_url is not None:
        links = ballot.links(base_url, payload.id)
        feedback = Feedback(useful=links.useful, not_useful=links.not_useful)
        payload = payload.model_copy(update={"feedback": feedback})
    return Alert(
        id=payload.id,
        shift=subject.shift.id,
        thread=payload.thread,
        subject=payload.subject,
        text=plain(payload),
        html=html(payload),
        payload=encode(payload).decode(),
        created_at=now,
    )


def alert_id(shift: str) -> str:
    """Return the id of the alert on a shift, stable over replays: it is the `webhook-id`."""
    return f"msg_{_digest('alert', shift)}"


def thread_id(body: str | None, topic: str | None) -> str:
    """Return the id that all alerts of one body and topic share."""
    return f"thr_{_digest('thread', body or '', topic or '')}"


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(joined).hexdigest()[:24]


def _fitting(
    subject: Subject, now: datetime, base_url: str | None, rules: Mapping[str, str]
) -> Payload:
    payload = _payload(subject, now, base_url, rules, _BOUNDS[0])
    for bounds in _BOUNDS[1:]:
        if len(encode(payload)) <= LARGEST:
            break
        payload = _payload(subject, now, base_url, rules, bounds)
    return payload


def _payload(
    subject: Subject,
    now: datetime,
    base_url: str | None,
    rules: Mapping[str, str],
    bounds: _Bounds,
) -> Payload:
    shift = subject.shift
    marked = mark(shift.before, shift.after, shift.changes)
    against = subject.against[: bounds.against]
    return Payload(
        type="shift",
        version=1,
        id=alert_id(shift.id),
        thread=thread_id(shift.body, shift.topic),
        timestamp=now,
        subject=storable(headline(subject)),
        url=_record(base_url, shift.id),
        body=Named(id=_field(bounds, shift.body), name=_text(bounds, subject.body_name)),
        topic=Named(id=_field(bounds, shift.topic), name=_text(bounds, subject.topic_name)),
        shift=_change(shift, rules, bounds),
        passages=Passages(
            before=_passage(marked.before, bounds), after=_passage(marked.after, bounds)
        ),
        statement=_utterance(subject.statement, bounds) if subject.statement else None,
        against=tuple(_utterance(earlier, bounds) for earlier in against),
        against_more=len(subject.against) - len(against),
        document=Source(
            url=_url(bounds, subject.item_url), title=_text(bounds, subject.item_title)
        ),
        evidence=_text(bounds, subject.evidence),
        doubts=tuple(
            storable(shortened(doubt, _LONGEST_DOUBT)) for doubt in doubts(subject, rules)
        ),
        glosses=tuple(
            Gloss(words=_text(bounds, words), english=_text(bounds, english))
            for words, english in subject.glosses[: bounds.things]
        ),
    )


def _record(base_url: str | None, shift: str) -> str | None:
    return link(f"{base_url.rstrip('/')}/shifts/{storable(shift)}") if base_url else None


def _change(shift: Shift, rules: Mapping[str, str], bounds: _Bounds) -> Change:
    return Change(
        id=_text(bounds, shift.id),
        kinds=shift.kinds,
        words=tuple(kind_words(kind, shift) for kind in shift.kinds),
        level=shift.level,
        direction=shift.direction,
        severity=shift.severity,
        confidence=shift.confidence,
        provisional=shift.provisional,
        silenced=_field(bounds, shift.silenced),
        removed=_list(shift.removed, bounds),
        added=_list(shift.added, bounds),
        concepts_removed=_list(shift.concepts_removed, bounds),
        concepts_added=_list(shift.concepts_added, bounds),
        rules=tuple(
            Rule(id=_text(bounds, rule), words=_text(bounds, rules.get(rule) or id_words(rule)))
            for rule in shift.rules[: bounds.things]
        ),
    )


def _passage(pieces: Iterable[Piece], bounds: _Bounds) -> Passage:
    pieces = excerpt(tuple(pieces), bounds.passage)
    safe = tuple(Piece(text=storable(piece.text), kind=piece.kind) for piece in pieces)
    # Marks are bounded as well: a passage of single changed characters would be all marks.
    changed = (at for at, piece in enumerate(safe) if piece.kind is not PieceKind.SAME)
    last = next(islice(changed, bounds.passage // 8, None), None)
    if last is not None:
        safe = (*safe[:last], Piece(text=" …", kind=PieceKind.GAP))
    return Passage.of(safe)


def _utterance(statement: Statement, bounds: _Bounds) -> Utterance:
    return Utterance(
        id=_text(bounds, statement.id),
        utterance=_text(bounds, statement.utterance),
        url=_url(bounds, statement.url),
        source=_text(bounds, statement.source),
        body=_field(bounds, statement.body),
        speaker=_field(bounds, statement.speaker),
        role=_field(bounds, statement.role),
        said_on=_said(statement.said_on, bounds) if statement.said_on else None,
        published_at=statement.published_at,
        mode=statement.mode,
        tier=statement.tier.value,
        translator=statement.translator,
        language=_text(bounds, statement.language),
        text=storable(shortened(statement.text, bounds.text)),
        cut=len(statement.text) > bounds.text,
        provision=_field(bounds, _provision(statement)),
    )


def _provision(statement: Statement) -> str | None:
    return label(statement.text) if statement.tier is Tier.ISSUER else None


def _said(said_on: SaidOn, bounds: _Bounds) -> Said:
    return Said(
        day=said_on.day,
        precision=said_on.precision,
        evidence=_text(bounds, said_on.evidence),
        conflict=said_on.conflict,
    )


def _text(bounds: _Bounds, text: str) -> str:
    return storable(shortened(text, bounds.field))


def _field(bounds: _Bounds, text: str | None) -> str | None:
    return None if text is None else _text(bounds, text)


def _url(bounds: _Bounds, url: str) -> str:
    # The space keeps what is left from being taken for an address.
    return storable(url if len(url) <= bounds.url else f"{url[: bounds.url - 2]} …")


def _list(words: tuple[str, ...], bounds: _Bounds) -> tuple[str, ...]:
    return tuple(storable(shortened(word, bounds.words)) for word in words[: bounds.things])
