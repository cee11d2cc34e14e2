"""`items`, `statements`, `shifts`, `formulations`, `sources`: what is stored."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from monitor.cli import output
from monitor.cli.start import Start
from monitor.pipeline.threads import formulations_of
from monitor.storage import listing
from monitor.storage.listing import Filters, Page

Topic = Annotated[str | None, typer.Option(help="Only this topic.")]
Body = Annotated[str | None, typer.Option(help="Only this body.")]
Since = Annotated[str | None, typer.Option(help="Only from this day on, ISO 8601.")]
Query = Annotated[str | None, typer.Option("-q", "--query", help="Only where these words occur.")]
Limit = Annotated[int, typer.Option(min=1, help="How many, the newest first.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]

Listing = Callable[..., Page]
PAGE = 200


def _print(
    start: Start,
    listed: Listing,
    columns: dict[str, str],
    *,
    filters: Filters,
    limit: int,
    as_json: bool,
) -> None:
    with output.complaining(), start.database() as database, database.read() as session:
        rows = listed_rows(session, listed, filters, limit)
        # What is stored may be older than the settings, so that an unknown name is no error.
        for problem in () if rows else start.unknown(body=filters.body, topic=filters.topic):
            output.err().print(f"note: {problem}")
        if as_json:
            for row in rows:
                output.emit(row)
        else:
            output.out().print(output.table(rows, columns))


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
        {"published_at": "published", "source": "source", "title": "title", "url": "address"},
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
        {"said_on": "said", "body": "body", "speaker": "speaker", "mode": "mode", "text": "words"},
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
    """List the shifts, silenced ones with their reason."""
    _print(
        context.obj,
        listing.shifts,
        {
            "created_at": "found",
            "body": "body",
            "topic": "topic",
            "kinds": "kinds",
            "level": "level",
            "severity": "severity",
            "silenced": "silenced",
            "before": "before",
            "after": "after",
        },
        filters=_filters(topic, body, since, query),
        limit=limit,
        as_json=as_json,
    )


def formulations(
    context: typer.Context,
    body: Body = None,
    topic: Topic = None,
    lang: Annotated[str | None, typer.Option(help="Only this language.")] = None,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Formulations down, statements across.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the recurring formulations (提法) of a body and their life."""
    start: Start = context.obj
    with output.complaining():
        reader = start.reader()
        with start.database() as database, database.read() as session:
            found = formulations_of(
                session,
                reader,
                now=datetime.now(UTC),
                body=body,
                topic=topic,
                language=lang,
                matrix=matrix,
            )
        for problem in () if found else start.unknown(body=body, topic=topic):
            output.err().print(f"note: {problem}")
        if as_json:
            for row in found:
                output.emit(row)
            return
        columns = {
            "body": "body",
            "topic": "topic",
            "status": "status",
            "days": "days",
            "first_seen": "first",
            "last_seen": "last",
            "text": "words",
        }
        if matrix:
            columns["matrix"] = "present on"
        output.out().print(output.table(found, columns))


def sources(context: typer.Context, as_json: Json = False) -> None:
    """List the sources and how their visits went."""
    start: Start = context.obj
    with output.complaining():
        settings = start.settings
        with start.database() as database, database.read() as session:
            known = {
                row["id"]: row for row in listed_rows(session, listing.sources, Filters(), 10_000)
            }
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
            rows.append(row)
        if as_json:
            for row in rows:
                output.emit(row)
        else:
            output.out().print(
                output.table(
                    rows,
                    {
                        "id": "source",
                        "grade": "grade",
                        "state": "state",
                        "last_visit_at": "last visit",
                        "last_new_item_at": "last new item",
                        "failures": "failures",
                        "next_poll_at": "next visit",
                        "last_error": "error",
                        "why": "why disabled",
                    },
                )
            )
