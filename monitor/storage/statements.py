"""What official bodies said, by body and day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.orm import Session

from monitor.statements.statement import Mode, Precision, SaidOn, Statement, Tier, Translator
from monitor.storage import search
from monitor.storage.rows import add, add_new, batches
from monitor.storage.tables import STATEMENT, STATEMENT_TOPIC
from monitor.text.document import Span


def put(
    session: Session,
    statements: Sequence[Statement],
    *,
    item: str | None,
    now: datetime,
    baseline: bool = False,
    seed: bool = False,
) -> tuple[str, ...]:
    """Store the statements of an item (None: of none), and return the ids that were new.

    One that is stored already stays as it is. `baseline` marks those of a source's first visit,
    `seed` those loaded from a file.
    """
    more = {"item": item, "created_at": now, "baseline": baseline, "seed": seed}
    rows = [{**_values(one), **more, "day": _day(one, now)} for one in statements]
    new = add_new(session, STATEMENT, rows, column="id")
    add(
        session,
        STATEMENT_TOPIC,
        [
            {"topic": topic, "statement": one.id, "body": one.body, "day": _day(one, now)}
            for one in statements
            if one.id in new
            for topic in dict.fromkeys(one.topics)
        ],
    )
    for one in {each.id: each for each in statements if each.id in new}.values():
        _index(session, one)
    return tuple(dict.fromkeys(one.id for one in statements if one.id in new))


def history(
    session: Session,
    body: str,
    *,
    topics: Collection[str] | None = None,
    until: date | None = None,
    limit: int = 400,
    read: dict[str, Statement] | None = None,
) -> tuple[Statement, ...]:
    """Return what a body said, latest first, in the wording that stands.

    Ordered by day of speech (where unknown: of publication), then by time of publication.
    `topics` keeps statements on at least one of them, `until` those of that day and before.
    Statements of a superseded version of their page are left out. `read` holds statements by id
    that were read before and are not read again, as none ever changes; it takes those that are.
    """
    what = (STATEMENT,) if read is None else (STATEMENT.c.id,)
    found = select(*what).where(STATEMENT.c.body == body, STATEMENT.c.superseded_at.is_(None))
    if topics is not None:
        on = exists().where(
            STATEMENT_TOPIC.c.statement == STATEMENT.c.id, STATEMENT_TOPIC.c.topic.in_(topics)
        )
        found = found.where(on)
    if until is not None:
        found = found.where(STATEMENT.c.day <= until)
    order = (
        STATEMENT.c.day.desc(),
        STATEMENT.c.published_at.desc().nulls_last(),
        STATEMENT.c.id,
    )
    rows = session.execute(found.order_by(*order).limit(limit))
    if read is None:
        return tuple(stored(row) for row in rows.all())
    ids = rows.scalars().all()
    read |= {one.id: one for one in get_many(session, [id_ for id_ in ids if id_ not in read])}
    return tuple(read[id_] for id_ in ids)


def of_item(session: Session, item: str) -> tuple[Statement, ...]:
    """Return the statements of the item's current version, in their order in the text."""
    found = select(STATEMENT).where(STATEMENT.c.item == item, STATEMENT.c.superseded_at.is_(None))
    order = (STATEMENT.c.start, STATEMENT.c.end, STATEMENT.c.id)
    return tuple(stored(row) for row in session.execute(found.order_by(*order)))


def supersede(session: Session, item: str, keep: Collection[str], now: datetime) -> int:
    """Let the item's statements but those in `keep` be history no longer; return how many.

    Nothing is deleted. One in `keep` that was superseded, because the page was changed back, is
    history again.
    """
    found = select(STATEMENT.c.id, STATEMENT.c.superseded_at).where(STATEMENT.c.item == item)
    rows = session.execute(found).all()
    kept = frozenset(keep)
    old = [row.id for row in rows if row.superseded_at is None and row.id not in kept]
    back = [row.id for row in rows if row.superseded_at is not None and row.id in kept]
    for ids, at in ((old, now), (back, None)):
        for batch in batches(ids):
            session.execute(
                update(STATEMENT).where(STATEMENT.c.id.in_(batch)).values(superseded_at=at)
            )
    return len(old)


def get_many(session: Session, ids: Collection[str]) -> tuple[Statement, ...]:
    """Return the statements that are stored, superseded or not, in the order of the ids."""
    found = {
        row.id: stored(row)
        for batch in batches(ids)
        for row in session.execute(select(STATEMENT).where(STATEMENT.c.id.in_(batch))).all()
    }
    return tuple(found[id_] for id_ in dict.fromkeys(ids) if id_ in found)


def bodies(session: Session, *, topic: str | None = None) -> tuple[str, ...]:
    """Return the bodies that have said something (on a topic), by id."""
    found = select(STATEMENT.c.body).where(STATEMENT.c.body.is_not(None)).distinct()
    if topic is not None:
        found = found.join(STATEMENT_TOPIC, STATEMENT_TOPIC.c.statement == STATEMENT.c.id)
        found = found.where(STATEMENT_TOPIC.c.topic == topic)
    return tuple(session.execute(found.order_by(STATEMENT.c.body)).scalars())


def index(session: Session, ids: Collection[str]) -> None:
    """Let stored statements be found by their words, anew where they were found before."""
    for one in get_many(session, ids):
        _index(session, one)


def _index(session: Session, one: Statement) -> None:
    words = "\n".join(filter(None, (one.text, one.speaker, one.role)))
    facets = {
        "topic": one.topics,
        "source": (one.source,),
        "language": (one.language,),
        "body": (one.body,) if one.body else (),
    }
    search.index(session, search.Kind.STATEMENT, one.id, words, facets)


def read_before(session: Session, extractor: int) -> int:
    """Return how many statements that stand an extractor of another version read."""
    found = select(func.count()).where(
        STATEMENT.c.extractor != extractor,
        STATEMENT.c.superseded_at.is_(None),
        STATEMENT.c.seed.is_(False),
    )
    return session.scalar(found) or 0


def _day(one: Statement, now: datetime) -> date:
    if one.said_on is not None:
        return one.said_on.day
    return (one.published_at or now).date()


def _values(one: Statement) -> dict[str, Any]:
    said = one.said_on
    return {
        "id": one.id,
        "source": one.source,
        "url": one.url,
        "body": one.body,
        "speaker": one.speaker,
        "role": one.role,
        "said_day": said and said.day,
        "said_precision": said and said.precision.value,
        "said_evidence": said and said.evidence,
        "said_conflict": said and said.conflict,
        "published_at": one.published_at,
        "mode": one.mode.value,
        "tier": int(one.tier),
        "translator": one.translator.value,
        "language": one.language,
        "topics": list(one.topics),
        "text": one.text,
        "start": one.span.start,
        "end": one.span.end,
        "more": [[span.start, span.end] for span in one.more],
        "utterance": one.utterance,
        "extractor": one.extractor,
    }


def stored(row: Row[Any]) -> Statement:
    """Return the statement that a row of the table holds."""
    said = None
    if row.said_day is not None:
        said = SaidOn(
            day=row.said_day,
            precision=Precision(row.said_precision),
            evidence=row.said_evidence,
            conflict=row.said_conflict,
        )
    return Statement(
        id=row.id,
        url=row.url,
        body=row.body,
        speaker=row.speaker,
        role=row.role,
        said_on=said,
        published_at=row.published_at,
        mode=Mode(row.mode),
        tier=Tier(row.tier),
        translator=Translator(row.translator),
        language=row.language,
        topics=tuple(row.topics),
        text=row.text,
        span=Span(start=row.start, end=row.end),
        more=tuple(Span(start=start, end=end) for start, end in row.more),
        source=row.source,
        utterance=row.utterance,
        extractor=row.extractor,
    )
