"""`run`, `poll` and `check`: the monitor against its sources."""

import asyncio
from typing import Annotated

import structlog
import typer
from rich.progress import Progress

from monitor.alerts.alert import DeliveryState
from monitor.cli import output
from monitor.cli.probe import probe
from monitor.cli.rounds import alerts_go_to
from monitor.cli.start import Start
from monitor.cli.tables import Column, minute
from monitor.config.sources import SourceSettings
from monitor.pipeline.deliver import Sent
from monitor.pipeline.looks import Looked
from monitor.pipeline.monitor import Monitor
from monitor.pipeline.visited import Visit
from monitor.run import logs
from monitor.storage.engine import Database

log = structlog.stdlib.get_logger("monitor")


def run(context: typer.Context) -> None:
    """Poll, alert and serve the status endpoint until SIGTERM."""
    # Imported here: a web server takes a third of a second, which no other command should pay.
    from monitor.cli.service import serve  # noqa: PLC0415  # see above

    start: Start = context.obj
    with output.complaining():
        settings = start.settings
        logs.configure(settings.monitor.log)
        with start.database() as database, database.hold():
            asyncio.run(
                serve(
                    start,
                    settings,
                    database,
                    on_visit=log_visit,
                    on_sent=log_sent,
                    on_look=log_look,
                )
            )


def log_visit(visit: Visit) -> None:
    """Write one line on a visit."""
    values: dict[str, object] = {
        "source": visit.source,
        "outcome": visit.outcome.value,
        **({} if visit.status is None else {"status": visit.status}),
        "took_ms": round(visit.took.total_seconds() * 1000),
        "next": f"{minute(visit.next_poll_at)} UTC",
    }
    if visit.error:
        hint = {"hint": visit.hint} if visit.hint else {}
        log.warning("visit", **values, error=visit.error, **hint)
        return
    if visit.entries:
        values |= {
            "entries": visit.entries,
            "new": visit.new,
            "items": len(visit.recorded),
            "statements": visit.statements,
            "shifts": visit.shifts,
            "alerts": visit.alerts,
        }
    if visit.baseline:
        values["baseline"] = True
    if visit.problems:
        log.warning("visit", **values, problems=list(visit.problems[:5]))
    else:
        log.info("visit", **values)


def log_look(looked: Looked) -> None:
    """Write one line on pages that were looked at again, where something came of it."""
    found = looked.recorded
    values = {
        "source": looked.source,
        "pages": looked.pages,
        "changed": len(found),
        "shifts": sum(len(one.shifts) for one in found),
        "alerts": sum(len(one.alerts) for one in found),
    }
    if looked.problems:
        log.warning("looked_again", **values, problems=list(looked.problems[:5]))
    elif found:
        log.info("looked_again", **values)


def log_sent(sent: Sent) -> None:
    """Write one line on an attempt at a delivery."""
    values = {"alert": sent.alert, "receiver": sent.receiver, "subject": sent.subject}
    hint = {"hint": sent.hint} if sent.hint else {}
    if sent.state is DeliveryState.SENT:
        log.info("alert_sent", **values)
    elif sent.state is DeliveryState.FAILED:
        again = f"{minute(sent.next_attempt_at)} UTC"
        log.warning("alert_failed", **values, error=sent.error, **hint, again=again)
    else:
        log.error("alert_dead", **values, error=sent.error, **hint)


def poll(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Ids; all enabled if none.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Make one pass over the sources now, deliver what is owed, and exit."""
    start: Start = context.obj
    with output.complaining():
        sources = start.chosen(names or [])
        with start.database() as database:
            rows = asyncio.run(_poll(start, database, sources, as_json=as_json))
        if not as_json:
            output.listed(
                [{**row, "below": _told(row)} for row in rows],
                _POLL_COLUMNS,
                below="below",
                none="no source is enabled",
            )


_POLL_COLUMNS = (
    Column(key="source", heading="source", least=16),
    Column(key="outcome", heading="outcome"),
    Column(key="status", heading="status", rank=2),
    Column(key="entries", heading="entries", rank=1),
    Column(key="new", heading="new", rank=3),
    Column(key="items", heading="on topic"),
    Column(key="statements", heading="statements"),
    Column(key="shifts", heading="shifts"),
    Column(key="alerts", heading="alerts"),
)


def _told(row: dict[str, object]) -> str:
    """Return what is to be said of a visit: why it failed, that it was the first, what was odd."""
    if row["error"]:
        return f"{row['error']} ({row['hint']})" if row["hint"] else str(row["error"])
    found = ["first visit: stored as the baseline, nothing compared"] if row["baseline"] else []
    problems = row["problems"]
    if isinstance(problems, list) and problems:
        found += [f"note: {problems[0]}", *([f"{len(problems) - 1} more"] if problems[1:] else [])]
    return "; ".join(found)


async def _poll(
    start: Start, database: Database, sources: tuple[SourceSettings, ...], *, as_json: bool
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    # Alerts that go to the terminal must not stand between the lines of JSON.
    console = output.err() if as_json else output.out()
    async with Monitor(
        start.settings, database, console=console, on_sent=log_sent, on_look=log_look
    ) as monitor:
        with Progress(console=output.err(), transient=True) as progress:
            task = progress.add_task("polling", total=len(sources))
            async for visit in monitor.poll(sources):
                progress.advance(task)
                rows.append(_row(visit))
                if as_json:
                    output.emit(rows[-1])
    return sorted(rows, key=lambda row: str(row["source"]))


def _row(visit: Visit) -> dict[str, object]:
    return {
        "source": visit.source,
        "outcome": visit.outcome.value,
        "status": visit.status,
        "entries": visit.entries,
        "new": visit.new,
        "items": len(visit.recorded),
        "statements": visit.statements,
        "shifts": visit.shifts,
        "alerts": visit.alerts,
        "baseline": visit.baseline,
        "problems": list(visit.problems),
        "error": visit.error,
        "hint": visit.hint or None,
        "next_poll_at": visit.next_poll_at.isoformat(),
    }


_PROBE_COLUMNS = (
    Column(key="id", heading="source or channel", least=18),
    Column(key="state", heading="state"),
    Column(key="status", heading="status"),
    Column(key="took_ms", heading="ms", rank=1),
    Column(key="entries", heading="entries"),
    Column(key="newest", heading="newest, UTC", form=minute),
    Column(key="encoding", heading="charset", rank=2),
)


def check(
    context: typer.Context,
    live: Annotated[
        bool, typer.Option("--probe", help="Ask every source and channel, live.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Check the whole configuration; with --probe, ask every source and channel."""
    start: Start = context.obj
    with output.complaining():
        settings = start.settings
        start.reader()
        summary = {
            "sources": len(settings.sources),
            "enabled": sum(source.enabled for source in settings.sources),
            "topics": len(settings.topics),
            "bodies": len(settings.bodies.bodies),
            "channels": [channel.rule.id for channel in settings.monitor.channels],
            "warnings": list(settings.doubts),
        }
        if as_json:
            output.emit(summary)
        else:
            output.out().print(
                f"The configuration in {start.folder} is sound: {summary['enabled']} of "
                f"{summary['sources']} sources enabled, {summary['topics']} topics, "
                f"{summary['bodies']} bodies; alerts go to "
                f"{alerts_go_to(settings.monitor.channels)}."
            )
            for warning in settings.doubts:
                output.err().print(f"warning: {warning}")
        if live:
            rows = []
            for row in asyncio.run(probe(settings, start.chosen([]))):
                rows.append(row)
                if as_json:
                    output.emit(row)
            if not as_json:
                output.listed(rows, _PROBE_COLUMNS, below="detail", none="nothing to ask")
            if any(row["state"] != "ok" for row in rows):
                raise typer.Exit(output.FAILED)
