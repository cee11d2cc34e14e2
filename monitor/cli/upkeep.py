"""`restore`, `prune` and `reprocess`: what is done to a database, shown before it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy import make_url

from monitor.cli import output
from monitor.cli.start import Start
from monitor.cli.tables import Column, counted
from monitor.errors import StorageError
from monitor.pipeline.reprocess import Reading, Reprocessed, reprocessed
from monitor.pipeline.upkeep import prunable, prune_batch
from monitor.storage import copies, hold, rebuilt
from monitor.storage.engine import Database
from monitor.storage.shifts import StoredShift

Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]
_SHOWN = 20


def restore(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A copy that `monitor backup` wrote.")],
) -> None:
    """Put a backup in the place of the database, which is kept beside it; not while it runs."""
    start: Start = context.obj
    with output.complaining():
        target = _file_of(start)
        if target.exists() and path.exists() and target.samefile(path):
            output.wrong_use(f"{path} is the database itself", "name a copy of it")
        # Imported here: it costs a tenth of a second, which no other command should pay.
        from monitor.storage.migrations import known  # noqa: PLC0415  # see above

        copy = copies.inspect(path, known())
        target.parent.mkdir(parents=True, exist_ok=True)
        with hold.file(target.with_name(target.name + ".lock")):
            kept = copies.restore(path, target)
            with Database.open(f"sqlite:///{target}"):
                pass
    output.out().print(
        f"{target} is now {path}: {counted(copy.items, 'item')}, "
        f"{counted(copy.statements, 'statement')}, {counted(copy.shifts, 'shift')}."
    )
    if kept is not None:
        output.note(f"the database from before is {kept}")
    if copy.waiting:
        output.note(
            f"{counted(copy.waiting, 'delivery')} waited when the copy was made, and will be "
            "attempted again: what went out since then comes twice, with the same id"
        )


def prune(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would go, and change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Throw away what is older than the settings keep; never statements or shifts."""
    start: Start = context.obj
    with output.complaining():
        storage = start.settings.monitor.storage
        now = datetime.now(UTC)
        with start.stored() as database:
            with database.read() as session:
                going = prunable(session, storage, now)
            while not dry_run and prune_batch(database, storage, now):
                pass
    ages = {
        "entries": storage.entries_age,
        "items": storage.items_age,
        "revisions": storage.revisions_age,
        "alerts": storage.alerts_age,
    }
    rows = [
        {
            "kind": name,
            "kept": "for good" if age is None else f"{age.days} days",
            "rows": going.get(name, 0),
            "done": not dry_run,
        }
        for name, age in ages.items()
    ]
    if as_json:
        for row in rows:
            output.emit(row)
        return
    output.listed(
        rows,
        (
            Column(key="kind", heading="kind"),
            Column(key="kept", heading="kept"),
            Column(key="rows", heading="would go" if dry_run else "gone"),
        ),
        none="nothing is stored",
    )


def reprocess(
    context: typer.Context,
    commit: Annotated[
        bool, typer.Option("--commit", help="Let the new reading stand; not while it runs.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read every stored text anew by this version, and show what differs; nobody is told."""
    start: Start = context.obj
    with output.complaining():
        sources = {source.id: source for source in start.settings.sources}
        with start.stored() as database, _held(database, commit):
            with database.read() as session:
                total = rebuilt.count_versions(session, sources)
            with Progress(console=output.err(), transient=True) as progress:
                task = progress.add_task("reading", total=total)
                with reprocessed(
                    database, start.reader(), sources, on_version=lambda: progress.advance(task)
                ) as done:
                    progress.stop()
                    _show(done, as_json=as_json)
                    stayed = done.commit(datetime.now(UTC)) if commit else 0
        _end(done.reading, committed=commit, stayed=stayed, as_json=as_json)


@contextmanager
def _held(database: Database, commit: bool) -> Iterator[None]:
    if not commit:
        yield
        return
    with database.hold():
        yield


def _show(done: Reprocessed, *, as_json: bool) -> None:
    found = done.reading
    changes = [
        *(("added", one) for one in found.shifts.added),
        *(("gone", one) for one in found.shifts.gone),
        *(("changed", one) for one in found.shifts.changed),
    ]
    if as_json:
        for change, one in changes:
            shift = done.shift(one, anew=change != "gone")
            before = done.shift(one, anew=False) if change == "changed" else None
            output.emit(_row(change, one, shift, before, told=one in found.told))
        return
    for change, one in changes[:_SHOWN]:
        shift = done.shift(one, anew=change != "gone")
        if shift is None:
            continue
        row = _row(change, one, shift, None, told=one in found.told)
        output.out().print(
            f"{change}: {row['body'] or 'no body'} on {row['topic'] or 'no topic'}, "
            f"{row['kinds']}, {row['level']}{' (was told, stays)' if row['told'] else ''}",
            markup=False,
        )
        output.out().print(f"  before  {shift.shift.before}\n  after   {shift.shift.after}")
    if len(changes) > _SHOWN:
        output.out().print(f"… and {len(changes) - _SHOWN} more: --json shows all of them")


def _row(
    change: str,
    id_: str,
    shift: StoredShift | None,
    before: StoredShift | None,
    *,
    told: bool,
) -> dict[str, object]:
    row: dict[str, object] = {"type": "difference", "change": change, "shift": id_, "told": told}
    if shift is not None:
        one = shift.shift
        row |= {
            "body": one.body,
            "topic": one.topic,
            "kinds": ", ".join(kind.value for kind in one.kinds),
            "level": f"held back: {one.silenced}" if one.silenced else one.level.value,
            "before": one.before,
            "after": one.after,
        }
    if before is not None:
        one = before.shift
        row["was"] = f"held back: {one.silenced}" if one.silenced else one.level.value
    return row


def _end(found: Reading, *, committed: bool, stayed: int, as_json: bool) -> None:
    summary: dict[str, object] = {
        "type": "reading",
        "items": len(found.items),
        "left": found.left,
        "statements": _counts(found.statements),
        "shifts": _counts(found.shifts),
        "told": len(found.told),
        "committed": committed,
    }
    if as_json:
        output.emit(summary)
        return
    out = output.out()
    out.print(f"{counted(len(found.items), 'item')} read anew, {found.left} left as they are.")
    for name, one in (("statements", found.statements), ("shifts", found.shifts)):
        out.print(
            f"{name}: {one.same} the same, {len(one.added)} added, {len(one.changed)} changed, "
            f"{len(one.gone)} gone"
        )
    if committed:
        kept = f"; {counted(stayed, 'shift')} stay as they were told" if stayed else ""
        out.print(f"The new reading stands, and nobody was told of it{kept}.")
    else:
        out.print("Nothing was changed. `monitor reprocess --commit` lets the new reading stand.")


def _counts(one: rebuilt.Differences) -> dict[str, int]:
    return {
        "same": one.same,
        "added": len(one.added),
        "changed": len(one.changed),
        "gone": len(one.gone),
    }


def _file_of(start: Start) -> Path:
    url = make_url(start.settings.monitor.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise StorageError(
            "the database is not an SQLite file",
            hint="Restore PostgreSQL with pg_restore; see docs/operations.md.",
        )
    return Path(url.database).expanduser().absolute()
