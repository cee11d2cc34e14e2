"""`seed`, `export` and `backup`: what goes into the database by hand, and what comes out."""

import csv
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import orjson
import typer

from monitor.cli import output
from monitor.cli.bundle import bundle
from monitor.cli.start import Start
from monitor.config.seeds import load_seeds
from monitor.errors import MonitorError
from monitor.pipeline import seed as seeding
from monitor.storage import listing
from monitor.storage.dossier import dossier
from monitor.storage.listing import Filters

NOUNS = {
    "items": listing.items,
    "statements": listing.statements,
    "shifts": listing.shifts,
    "alerts": listing.alerts,
}


def seed(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A seed file or a folder of them; seeds/ where none.")
    ] = None,
) -> None:
    """Load official words already said, as the baseline; running it again changes nothing."""
    start: Start = context.obj
    with output.complaining():
        seeds = load_seeds(path or start.seeds(), start.settings)
        with start.database() as database:
            new = seeding.load(database, seeds, start.reader(), now=datetime.now(UTC))
    output.out().print(f"{len(seeds)} baseline statements, {new} of them new.")


def export(
    context: typer.Context,
    noun: Annotated[str | None, typer.Argument(help="items, statements, shifts or alerts.")] = None,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; standard output where none.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    body: Annotated[str | None, typer.Option(help="Only this body.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this day on, ISO 8601.")] = None,
    evidence: Annotated[
        str | None,
        typer.Option(metavar="SHIFT", help="One shift with all that stands behind it, as a zip."),
    ] = None,
) -> None:
    """Write what is stored as JSON lines or CSV, all of it, the newest first."""
    start: Start = context.obj
    if evidence is not None:
        _evidence(start, evidence, target, alone=noun is None and form == "jsonl")
        return
    with output.complaining():
        if noun is None:
            output.wrong_use("nothing to export was named", f"one of {', '.join(NOUNS)}")
        if noun not in NOUNS:
            output.wrong_use(f"nothing called {noun} is stored", f"one of {', '.join(NOUNS)}")
        if form not in ("jsonl", "csv"):
            output.wrong_use(f"{form} is no format", "jsonl or csv")
        filters = Filters(topic=topic, body=body, since=output.option_moment(since, "--since"))
        try:
            # A spreadsheet reads UTF-8 as UTF-8 only behind a mark.
            encoding = "utf-8-sig" if form == "csv" and target else "utf-8"
            stream = target.open("w", encoding=encoding, newline="") if target else sys.stdout
            with start.stored() as database, database.read() as session:
                cursor: str | None = None
                writer = None
                while True:
                    page = NOUNS[noun](session, filters, cursor=cursor, limit=500)
                    for row in page.rows:
                        if form == "jsonl":
                            stream.write(orjson.dumps(row, default=str).decode() + "\n")
                            continue
                        if writer is None:
                            writer = csv.DictWriter(stream, fieldnames=list(row))
                            writer.writeheader()
                        writer.writerow({key: _csv(value) for key, value in row.items()})
                    cursor = page.next_cursor
                    if cursor is None:
                        break
            stream.flush()
            if target:
                stream.close()
        except BrokenPipeError:
            raise
        except OSError as exc:
            raise MonitorError(f"cannot write {target or 'the output'}: {exc.strerror}") from exc


def _evidence(start: Start, shift: str, target: Path | None, *, alone: bool) -> None:
    """Write the zip of a shift, to a file named after it where no other is given."""
    with output.complaining():
        if not alone:
            output.wrong_use("--evidence is a zip of one shift", "leave out the noun and --format")
        with start.stored() as database, database.read() as session:
            found = dossier(session, shift)
        if found is None:
            hint = "`monitor shifts` lists them with their ids"
            raise MonitorError(f"no shift {shift} is stored", hint=hint)
        body, topic = found.stored.shift.body or "", found.stored.shift.topic or ""
        content = bundle(
            found,
            body=start.bodies.get(body, body) or "No body known",
            topic=start.topics.get(topic, topic) or "no topic",
        )
        path = target or Path(f"evidence-{found.stored.shift.id}.zip")
        try:
            path.write_bytes(content)
        except OSError as exc:
            raise MonitorError(f"cannot write {path}: {exc.strerror}") from exc
    output.show(f"The evidence of {shift} is in {path}; SHA-256 {sha256(content).hexdigest()}.")


def _csv(value: object) -> object:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, list | tuple | dict):
        value = orjson.dumps(value, default=str).decode()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def backup(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The file that the copy is written to.")],
) -> None:
    """Write a consistent copy of the database while it runs."""
    start: Start = context.obj
    with output.complaining(), start.database() as database:
        database.backup(path)
    output.out().print(f"The database is copied to {path}.")
