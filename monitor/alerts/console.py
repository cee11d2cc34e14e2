"""An alert in a terminal."""

from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.alert import Alert
from monitor.alerts.background import in_background
from monitor.alerts.clean import visible
from monitor.alerts.layout import Row, layout
from monitor.alerts.mark import PieceKind
from monitor.alerts.payload import Payload
from monitor.alerts.plain import WIDTH, begins_a_part, bracketed
from monitor.errors import DeliveryError

_STYLES = {
    PieceKind.SAME: "",
    PieceKind.REMOVED: "red strike",
    PieceKind.ADDED: "bold green underline",
    PieceKind.NOISE: "dim",
    PieceKind.GAP: "dim",
}


class ConsoleSender:
    """Prints alerts in full: changed words in colour and in brackets, plain where no one looks."""

    def __init__(self, console: Console, *, receiver: str = "console") -> None:
        self._console = console
        self._receiver = receiver

    @property
    def receiver(self) -> str:
        """Return the channel's id."""
        return self._receiver

    async def send(self, alert: Alert) -> None:
        """Return once the alert is printed; raise DeliveryError where the output is closed."""
        try:
            # A terminal held by Ctrl-S blocks whoever writes to it.
            await in_background(partial(self._print, alert))
        except (OSError, ValueError) as exc:
            raise DeliveryError(
                f"cannot print: {exc}", channel=self._receiver, transient=True
            ) from exc

    def _print(self, alert: Alert) -> None:
        console = self._console
        if not console.is_terminal:
            console.file.write(alert.text + "\n")
            console.file.flush()
            return
        if not alert.shift:
            # A notice is about no shift, and has no words to colour.
            console.rule(style="dim")
            console.print(Text(alert.text))
            return
        payload = Payload.model_validate_json(alert.payload)
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold", max_width=WIDTH)
        for row in layout(payload):
            if begins_a_part(row):
                table.add_row()
            table.add_row(row.label, styled(row))
        console.rule(style="dim")
        console.print(Text(visible(alert.subject), style="bold"))
        console.print(table)
        console.print()


def styled(row: Row) -> Text:
    """Return a row's words with the changed ones in colour and in brackets."""
    text = Text("- " if row.listed else "")
    for piece in bracketed(row.pieces):
        text.append(piece.text, style=_STYLES[piece.kind])
    if row.link:
        text.stylize(f"link {row.link}")
    return text
