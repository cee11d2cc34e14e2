"""What `run` says of a whole round, and where alerts go."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog
from structlog.testing import capture_logs

from monitor.alerts.email import MailServer
from monitor.alerts.route import ChannelRule
from monitor.cli.daemon import log_visit
from monitor.cli.rounds import FirstRound, alerts_go_to
from monitor.config.channels import ConsoleChannel, EmailChannel
from monitor.pipeline.visited import Visit
from monitor.sources.cadence import Outcome
from monitor.storage import sources
from monitor.storage.engine import Database
from monitor.storage.sources import SourceState

NOW = datetime(2025, 8, 19, 9, 30, 12, tzinfo=UTC)


def visit(source: str, *, error: str | None = None) -> Visit:
    return Visit(
        source=source,
        outcome=Outcome.FAILED if error else Outcome.CHANGED,
        began_at=NOW,
        took=timedelta(seconds=1),
        next_poll_at=NOW + timedelta(minutes=15),
        error=error,
    )


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    structlog.reset_defaults()


def test_a_round_that_mostly_failed_is_told_once_and_in_one_line() -> None:
    first = FirstRound(["a", "b", "c"])
    with capture_logs() as told:
        first(visit("a", error="no network"))
        first(visit("b", error="no network"))
        first(visit("b", error="no network"))
        assert told == []
        first(visit("c"))
        first(visit("c", error="no network"))
    assert [line["event"] for line in told] == ["2 of 3 sources failed: is there a network?"]


def test_a_round_that_mostly_went_well_is_not_told() -> None:
    first = FirstRound(["a", "b"])
    with capture_logs() as told:
        first(visit("a", error="answered 500"))
        first(visit("b"))
    assert told == []


def test_a_later_start_says_how_the_sources_stand() -> None:
    with Database.open("sqlite://") as database:
        with capture_logs() as told:
            FirstRound.begun(database, ["a", "b"], NOW)
        assert told == []
        due = NOW + timedelta(minutes=4)
        with database.write() as session:
            for name, failures in (("a", 0), ("b", 2)):
                state = "failing" if failures else "ok"
                sources.save(
                    session,
                    SourceState(id=name, url="u", failures=failures, state=state, next_poll_at=due),
                )
        with capture_logs() as told:
            FirstRound.begun(database, ["a", "b"], NOW)
    (line,) = told
    assert (line["event"], line["sources"], line["failing"]) == ("resumed", 2, 1)
    assert line["next_visit"] == "2025-08-19 09:34 UTC"


def test_a_line_on_a_visit_has_no_empty_keys() -> None:
    with capture_logs() as told:
        log_visit(visit("a", error="a.example does not resolve"))
    (line,) = told
    assert not {"status", "hint"} & set(line)
    assert line["next"] == "2025-08-19 09:45 UTC"


def test_where_alerts_go_is_told_in_words() -> None:
    mail = EmailChannel(
        rule=ChannelRule(id="mail"),
        server=MailServer(host="mail.example", sender="a@b.example"),
        recipients=("x@y.example", "z@y.example"),
    )
    resting = ConsoleChannel(rule=ChannelRule(id="c", active=False))
    console = ConsoleChannel(rule=ChannelRule(id="console"))
    assert alerts_go_to((mail, console, resting)) == "mail (2 recipients), this terminal"
