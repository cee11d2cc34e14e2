"""`monitor`: the command line."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from monitor import __version__
from monitor.cli import alerts, daemon, data, demo, doctor, opml, output, stored, texts, upkeep
from monitor.cli.start import Start, default_folder
from monitor.run import logs

_TYPED = "typed"


class _Group(TyperGroup):
    """The commands, with all that was typed in the context: a callback sees its own part alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return what is left to parse, and remember what was typed."""
        ctx.meta[_TYPED] = frozenset(args)
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="monitor",
    cls=_Group,
    help="Watches official wording on rare earths and export controls, and alerts on shifts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"monitor {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(envvar="MONITOR_CONFIG", help="Folder of the settings.", show_default=False),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Watches official wording on rare earths and export controls, and alerts on shifts."""
    del version
    logs.configure("text")
    folder = config or default_folder()
    quiet = {"--json", "--help"} & context.meta[_TYPED]
    if config is None and folder.is_absolute() and not quiet:
        output.note(f"no config folder here: using {folder}")
    context.obj = Start(folder)


app.command()(daemon.run)
app.command()(daemon.poll)
app.command()(daemon.check)
app.command()(data.seed)
app.command()(texts.extract)
app.command()(texts.compare)
app.command()(texts.replay)
app.command()(stored.items)
app.command()(stored.statements)
app.command()(stored.shifts)
app.command()(stored.formulations)
app.command()(stored.sources)
app.add_typer(alerts.app, name="alerts")
app.command("import")(opml.import_)
app.command()(data.export)
app.command()(data.backup)
app.command()(upkeep.restore)
app.command()(upkeep.prune)
app.command()(upkeep.reprocess)
app.command()(doctor.doctor)
app.command()(demo.demo)


def main() -> None:
    """Run the command line; exit codes are 0, 1 for a failure, 2 for wrong use or settings."""
    app()
