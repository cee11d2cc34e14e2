"""`items`, `statements`, `shifts`, `formulations`, `sources`: what is stored."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from monitor.cli import opml, output, shown
from monitor.cli.matrix import matrices
from monitor.cli.start import Start
from monitor.cli.tables import Column, minute, spelled
from monitor.pipeline.threads import formulations_of
from monitor.storage import gaps, listing
from monitor.storage.contract import gap_json
from monitor.storage.listing import Filters, Page

Topic = Annotated[str | None, typer.Option(help="Only this topic.")]
Body = Annotated[str | None, typer.Option(help="Only this body.")]
Since = Annotated[str | None, typer.Option(help="Only from this day on, ISO 8601.")]
Query = Annotated[str | None, typer.Option("-q", "--query", help="Only where these words occur.")]
Limit = Annotated[int, typer.Option(min=1, help="How many, the newest first.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]

Listing = Callable[..., Page]
PAGE = 200


_NOTHING = (
    "nothing stored yet: `monitor poll` visits every source once, `monitor run` stays with them"
)
_NO_SHIFT = "nothing stored yet: what a first visit finds is the baseline, later words can shift"
_FILTERED = "nothing stored is like this: leave out a filter, or look further back"


def _rows(start: Start, listed: Listing, filters: Filters, limit: int) -> list[dict[str, Any]]:
    with start.stored() as database, database.read() as session:
        rows = listed_rows(session, listed, filters, limit)
    if not rows:
        # What is stored may be older than the settings: a name that finds something is right.
        start.known(body=filters.body, topic=filters.topic)
    return rows


def _print(
    start: Start,
    listed: Listing,
    columns: tuple[Column, ...],
    *,
    below: str,
    filters: Filters,
    limit: int,
    as_json: bool,
) -> None:
    with output.complaining():
        rows = _rows(start, listed, filters, limit)
        if as_json:
            for row in rows:
                output.emit(row)
        else:
            output.listed(rows, columns, below=below, none=_none(filters))


def _none(filters: Filters, otherwise: str = _NOTHING) -> str:
    return otherwise if filters == Filters() else _FILTERED


def listed_rows(
    session: Session, listed: Listing, filters: Filters, limit: int
) -> list[dict[str, Any]]:
    """Return the newest rows of a listing, page by page, at most `limit`."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while len(rows) < limit:
        page = listed(session, filters, cursor=cursor, limit=min(PAGE, limit - len(rows)))
        rows += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    return rows


def _filters(topic: str | None, body: str | None, since: str | None, query: str | None) -> Filters:
    with output.complaining():
        at = output.option_moment(since, "--since")
    return Filters(topic=topic, body=body, since=at, q=query)


def items(
    context: typer.Context,
    topic: Topic = None,
    body: Body = None,
    since: Since = None,
    query: Query = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the items that mention a topic."""
    _print(
        context.obj,
        listing.items,
        (
            Column(key="published_at", heading="published, UTC", form=minute),
            Column(key="source", heading="source", least=12),
            Column(key="id", heading="id", rank=1),
            Column(key="topics", heading="topics", least=8, rank=3),
            Column(key="url", heading="address", least=24, rank=2),
        ),
        below="title",
        filters=_filters(topic, body, since, query),
        limit=limit,
        as_json=as_json,
    )


def statements(
    context: typer.Context,
    topic: Topic = None,
    body: Body = None,
    since: Since = None,
    query: Query = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the statements: who said what, when."""
    _print(
        context.obj,
        listing.statements,
        (
            Column(key="said_within", heading="said"),
            Column(key="body", heading="body", least=6),
            Column(key="speaker", heading="speaker", least=10),
            Column(key="not_in_original", heading="official text differs", least=21),
            Column(key="mode", heading="mode", rank=1),
            Column(key="id", heading="id", rank=2),
            Column(key="topics", heading="topics", least=8, rank=3),
        ),
        below="text",
        filters=_filters(topic, body, since, query),
        limit=limit,
        as_json=as_json,
    )


def shifts(
    context: typer.Context,
    topic: Topic = None,
    body: Body = None,
    since: Since = None,
    query: Query = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the shifts, those held back with their reason."""
    start: Start = context.obj
    filters = _filters(topic, body, since, query)
    with output.complaining():
        rows = _rows(start, listing.shifts, filters, limit)
        if as_json:
            for row in rows:
                output.emit(row)
            return
        if not rows:
            output.note(_none(filters, _NO_SHIFT))
        for row in rows:
            output.show(shown.stored_shift_text(row, bodies=start.bodies, topics=start.topics))


def formulations(
    context: typer.Context,
    body: Body = None,
    topic: Topic = None,
    lang: Annotated[str | None, typer.Option(help="Only this language.")] = None,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Formulations down, days across.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the recurring formulations (提法) of a body and their life."""
    start: Start = context.obj
    with output.complaining():
        reader = start.reader()
        with start.stored() as database, database.read() as session:
            found = formulations_of(
                session,
                reader,
                now=datetime.now(UTC),
                body=body,
                topic=topic,
                language=lang,
                matrix=matrix,
            )
        if not found:
            start.known(body=body, topic=topic)
        if as_json:
            for row in found:
                output.emit(row)
            return
        none = "nothing stored yet: a formulation is what a body said on several days"
        if matrix and found:
            console = output.out()
            for made in matrices(found, width=console.width):
                console.print(made, soft_wrap=True)
            return
        output.listed(
            found,
            (
                Column(key="body", heading="body"),
                Column(key="topic", heading="topic", least=10),
                Column(key="language", heading="lang", rank=2),
                Column(key="status", heading="status"),
                Column(key="days", heading="days"),
                Column(key="first_seen", heading="first", rank=1),
                Column(key="last_seen", heading="last"),
                Column(key="id", heading="id", rank=3),
            ),
            below="text",
            none=none if (body, topic, lang) == (None, None, None) else _FILTERED,
        )


def sources(
    context: typer.Context,
    as_json: Json = False,
    as_opml: Annotated[
        bool, typer.Option("--opml", help="Print the enabled feeds as OPML, for a feed reader.")
    ] = False,
) -> None:
    """List the sources and how their visits went."""
    start: Start = context.obj
    with output.complaining():
        settings = start.settings
        if as_opml:
            output.out().out(opml.exported(settings.sources), end="", highlight=False)
            return
        with start.stored() as database, database.read() as session:
            known = {
                row["id"]: row for row in listed_rows(session, listing.sources, Filters(), 10_000)
            }
            missing = {gap.source: gap_json(gap) for gap in gaps.lasting(session)}
        rows = []
        for source in settings.sources:
            row: dict[str, object] = {
                "id": source.id,
                "name": source.name,
                "url": source.url,
                "kind": source.kind.value,
                "grade": source.grade.value,
                "body": source.body,
                "enabled": source.enabled,
                "why": source.why or None,
                **{
                    key: value
                    for key, value in known.get(source.id, {}).items()
                    if key not in ("id", "url")
                },
            }
            if not source.enabled:
                row["state"] = "disabled"
            row.setdefault("state", "new")
            row["not_covered"] = missing.get(source.id) if source.enabled else None
            rows.append(row)
        if as_json:
            for row in rows:
                output.emit(row)
            return
        output.listed(
            [{**row, "below": _told(row)} for row in rows],
            (
                Column(key="id", heading="source", least=16),
                Column(key="grade", heading="grade", rank=4),
                Column(key="state", heading="state", form=_state),
                Column(key="last_visit_at", heading="visited, UTC", form=minute),
                Column(key="last_new_item_at", heading="last new, UTC", form=minute, rank=2),
                Column(key="failures", heading="failures", form=_some, rank=3),
                Column(key="next_poll_at", heading="next, UTC", form=minute, rank=1),
            ),
            below="below",
            none="no source in sources.yaml",
        )


def _state(value: object) -> str:
    return "never visited" if value == "new" else spelled(value)


def _some(value: object) -> str:
    return spelled(value) if value else ""


def _told(row: dict[str, object]) -> str:
    """Return what is to be said of a source: why it rests, what failed, or what was odd."""
    if not row["enabled"]:
        return f"disabled: {row['why']}"
    said = row.get("last_error")
    gap = row.get("not_covered")
    if isinstance(gap, dict):
        return f"not covered since {minute(gap['since'])} UTC: {said or gap['problem']}"
    if not said:
        return ""
    return f"{said}" if row.get("failures") else f"note: {said}"
