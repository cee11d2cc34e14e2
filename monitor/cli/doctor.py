"""`doctor`: what is wrong with this installation, each finding with what to do about it."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from monitor.cli import output
from monitor.cli.probe import probe
from monitor.cli.start import Start
from monitor.cli.tables import Column
from monitor.config.problems import ConfigProblems
from monitor.config.settings import Settings
from monitor.errors import MonitorError
from monitor.pipeline.upkeep import behind
from monitor.run import doctor as checks
from monitor.run.doctor import Finding, State
from monitor.storage.engine import Database

_COLUMNS = (
    Column(key="check", heading="check", least=12),
    Column(key="state", heading="state"),
    Column(key="says", heading="finding", least=30),
)


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nothing of the network.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Check settings, disk, database, clock, DNS, TLS, sources and channels; say what to do."""
    start: Start = context.obj
    found: list[Finding] = []
    settings = _settings(start, found)
    if settings is not None:
        with output.complaining():
            found += _database(start, settings)
            if not offline:
                found += asyncio.run(_network(start, settings))
    rows = [asdict(one) for one in found]
    if as_json:
        for row in rows:
            output.emit(row)
    else:
        output.listed(rows, _COLUMNS, below="hint", none="nothing was checked")
    if any(one.state is State.BAD for one in found):
        raise typer.Exit(output.FAILED)


def _settings(start: Start, found: list[Finding]) -> Settings | None:
    try:
        settings = start.settings
    except ConfigProblems as exc:
        found += [
            Finding(check="settings", state=State.BAD, says=str(one), hint=one.hint)
            for one in exc.problems
        ]
        return None
    found += [
        Finding(check="settings", state=State.DOUBT, says=one, hint="See docs/configuration.md.")
        for one in settings.doubts
    ]
    if not settings.doubts:
        found.append(Finding(check="settings", says=f"{start.folder} is sound"))
    return settings


def _database(start: Start, settings: Settings) -> list[Finding]:
    storage = settings.monitor.storage
    try:
        with start.stored() as database:
            return [
                *checks.disk(database.path, storage.reserve_bytes),
                *checks.database(database),
                *checks.deliveries(database),
                *_versions(database),
            ]
    except MonitorError as exc:
        return [
            Finding(check="database", state=State.BAD, says=exc.problem, hint=exc.hint),
        ]


def _versions(database: Database) -> list[Finding]:
    old = behind(database)
    if not old:
        return [Finding(check="versions", says="every statement was read by this version")]
    return [
        Finding(
            check="versions",
            state=State.DOUBT,
            says=f"{old} statements were read by an earlier version of the method",
            hint="`monitor reprocess` shows what this version reads in the same texts.",
        )
    ]


async def _network(start: Start, settings: Settings) -> list[Finding]:
    sources = start.chosen([])
    rows = await probe(settings, sources)
    return [
        *await checks.names([source.url for source in sources]),
        *checks.tls(),
        *await checks.clock(settings.monitor, [source.url for source in sources]),
        *checks.answers(rows, frozenset(source.id for source in sources)),
    ]
