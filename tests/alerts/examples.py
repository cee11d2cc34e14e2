"""One example of each message, published in docs/examples: `python -m tests.alerts.examples`."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.alerts.alert import Alert
from monitor.alerts.compose import compose
from monitor.alerts.digest import Reason, compose_digest
from monitor.alerts.notice import Event, Report, compose_notice
from monitor.alerts.undelivered import compose_undelivered
from monitor.alerts.votes import Ballot
from tests.alerts.made import NOW, about, chinese

PUBLISHED = Path(__file__).parents[2] / "docs" / "examples"
BASE = "https://monitor.example"
BALLOT = Ballot(key=b"an example, and no secret at all")


def examples() -> dict[str, str]:
    """Return the text of each example by the name of its file."""
    made = {
        "shift": compose(about(), now=NOW, base_url=BASE, ballot=BALLOT),
        "digest": compose_digest(
            [about(), replace(chinese(), shift=replace(chinese().shift, id="shift-2"))],
            subscriber="desk",
            reason=Reason.SCHEDULED,
            due_at=NOW,
            now=NOW,
            base_url=BASE,
            ballot=BALLOT,
            not_covered=["A ministry's press conferences: failing since 18 August 2025."],
        ),
        "notice": compose_notice([_report()], now=NOW, base_url=BASE),
        "notice-of-delivery": compose_undelivered(
            "mail:desk@example.org",
            letters=3,
            problem="mail.example: 550 no such user",
            stopped=False,
            now=NOW,
            base_url=BASE,
        ),
    }
    return {f"{name}.json": _shown(alert) for name, alert in made.items()}


def _report() -> Report:
    return Report(
        key="1 worse failing",
        event=Event.WORSE,
        source="a-ministry",
        name="A ministry's press conferences",
        url="https://ministry.example/press",
        state="failing",
        since=NOW - timedelta(hours=5),
        until=None,
        problem="The connection was refused.",
    )


def _shown(alert: Alert) -> str:
    return json.dumps(json.loads(alert.payload), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PUBLISHED.mkdir(exist_ok=True)
    for name, text in examples().items():
        (PUBLISHED / name).write_text(text, encoding="utf-8")
