"""`alerts`: the outbox, its dead letters, and a real message through a channel."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text
from sqlalchemy.orm import Session

from monitor.alerts.alert import DeliveryState
from monitor.cli import output
from monitor.cli.start import Start
from monitor.cli.stored import listed_rows
from monitor.cli.tables import counted, minute, spelled
from monitor.config.channels import Channel
from monitor.errors import DeliveryError, MonitorError
from monitor.pipeline.build import fetcher_of, senders_of
from monitor.pipeline.example import example_alert
from monitor.storage import listing, outbox, stopped
from monitor.storage.listing import Filters

app = typer.Typer(help="The outbox: list, retry, test.", rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]
_NO_ALERT = "nothing stored yet: an alert is made when a shift reaches a channel's level"
_DUE = (DeliveryState.PENDING, DeliveryState.FAILED)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """List the outbox where no other command is given."""
    if context.invoked_subcommand is None:
        _listed(context.obj, None, 50, as_json=False)


@app.command("list")
def list_(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option(help="pending, leased, sent, failed or dead.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    as_json: Json = False,
) -> None:
    """List the alerts and where each stands with each receiver."""
    _listed(context.obj, state, limit, as_json=as_json)


def _listed(start: Start, state: str | None, limit: int, *, as_json: bool) -> None:
    with output.complaining():
        if state is not None and state not in set(DeliveryState):
            output.wrong_use(f"{state} is no state", f"one of {', '.join(DeliveryState)}")
        with start.stored() as database, database.read() as session:
            found = listed_rows(session, listing.alerts, Filters(state=state), limit)
        if as_json:
            for row in found:
                output.emit(row)
            return
        if not found:
            output.note(_NO_ALERT if state is None else f"no delivery is {state}")
        for row in found:
            output.show(_block(row, state))


def _block(row: dict[str, Any], state: str | None) -> Text:
    """Return an alert for people: id and when, the subject, how it stands with each receiver."""
    text = Text.assemble(
        (spelled(row["id"]), "bold"),
        f"  made {minute(row['created_at'])} UTC\n",
        spelled(row["subject"]),
        "\n",
    )
    for one in row["deliveries"]:
        if state not in (None, one["state"]):
            continue
        parts = [f"{spelled(one['receiver'])}: {one['state']}"]
        if one["attempts"]:
            parts.append(counted(one["attempts"], "attempt"))
        if one["sent_at"]:
            parts.append(f"at {minute(one['sent_at'])} UTC")
        if one["state"] in _DUE:
            parts.append(f"next {minute(one['next_attempt_at'])} UTC")
        text.append(f"  {', '.join(parts)}\n", style="" if one["state"] != "dead" else "red")
        if one["last_error"] and one["state"] != DeliveryState.SENT:
            text.append(f"    {spelled(one['last_error'])}\n", style="dim")
    return text


@app.command()
def retry(
    context: typer.Context,
    alert: Annotated[
        str | None, typer.Argument(help="An alert's id; every dead letter where none is given.")
    ] = None,
    receiver: Annotated[str | None, typer.Option(help="Only this receiver.")] = None,
) -> None:
    """Let dead and failed deliveries be tried again at once, by receivers that are gone as well."""
    start: Start = context.obj
    with output.complaining(), start.stored() as database, database.write() as session:
        lifted = _lifted(session, alert, receiver)
        count = outbox.retry(session, alert=alert, receiver=receiver, now=datetime.now(UTC))
    if not count and not lifted:
        with output.complaining():
            raise MonitorError(
                "nothing to try again", hint="`monitor alerts list` shows the outbox"
            )
    if lifted:
        output.out().print(f"{counted(lifted, 'receiver')} that was gone will be tried again.")
    output.out().print(f"{count} to be tried again; the daemon, or `monitor poll`, sends them.")


def _lifted(session: Session, alert: str | None, receiver: str | None) -> int:
    """Return how many receivers that want no more messages are to be tried all the same."""
    if receiver is not None or alert is None:
        return stopped.lift(session, receiver)
    found = outbox.deliveries(session, [alert]).get(alert, ())
    return sum(stopped.lift(session, one.channel) for one in found)


@app.command()
def test(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="The channel's id, as `monitor check` names it.")],
) -> None:
    """Send a real example through a channel, at once and outside the outbox."""
    start: Start = context.obj
    with output.complaining():
        settings = start.settings
        chosen = tuple(one for one in settings.monitor.channels if one.rule.id == channel)
        if not chosen:
            output.wrong_use(
                f"no channel {channel}",
                f"one of {', '.join(one.rule.id for one in settings.monitor.channels)}",
            )
        if not any(one.rule.active for one in chosen):
            raise MonitorError(
                f"{channel} rests, and nothing was sent",
                hint="Set enabled: true with it in monitor.yaml.",
            )
        problems = asyncio.run(_tested(start, chosen))
        for name, problem in problems.items():
            if problem is None:
                output.out().print(f"{spelled(name)}: taken")
        failed = [problem for problem in problems.values() if problem is not None]
        for problem in failed[1:]:
            output.note(f"{problem.channel}: {problem.problem}")
        if failed:
            raise failed[0]


async def _tested(start: Start, chosen: tuple[Channel, ...]) -> dict[str, DeliveryError | None]:
    settings = start.settings
    alert = example_alert(start.reader(), start.notifier(), now=datetime.now(UTC))
    found: dict[str, DeliveryError | None] = {}
    async with fetcher_of(settings.monitor) as fetcher:
        for name, sender in senders_of(chosen, fetcher, console=output.out()).items():
            try:
                await sender.send(alert)
            except DeliveryError as exc:
                found[name] = exc
            else:
                found[name] = None
    return found
