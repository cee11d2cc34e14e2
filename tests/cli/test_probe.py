"""`check --probe`: what a channel answers to a question that carries no message."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from monitor.alerts.email import MailServer, Security
from monitor.alerts.route import ChannelRule
from monitor.alerts.webhook import Endpoint
from monitor.cli import probe as probing
from monitor.config.channels import Channel, ConsoleChannel, EmailChannel, WebhookChannel
from monitor.config.settings import Settings, load


@pytest.fixture
def settings(config: Path, environ: dict[str, str], httpserver: HTTPServer) -> Settings:
    host = f"{httpserver.host}:{httpserver.port}"
    return load(config, {**environ, "MONITOR_PRIVATE_HOSTS": f"127.0.0.1:9,{host},127.0.0.1"})


def asked(settings: Settings, channel: Channel) -> dict[str, object]:
    monitor = replace(settings.monitor, channels=(channel,))
    (row,) = asyncio.run(probing.probe(replace(settings, monitor=monitor), ()))
    return row


def hook(url: str) -> WebhookChannel:
    return WebhookChannel(rule=ChannelRule(id="desk"), endpoint=Endpoint(id="desk", url=url))


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (404, "failing", "nothing at this address"),
        (410, "failing", "nothing at this address"),
        (405, "ok", "reached; `monitor alerts test desk` sends a real message"),
        (401, "ok", "reached"),
        (200, "ok", "reached"),
    ],
)
def test_an_address_that_is_not_there_is_a_problem(
    settings: Settings, httpserver: HTTPServer, status: int, state: str, words: str
) -> None:
    httpserver.expect_request("/hook").respond_with_data("", status=status)
    row = asked(settings, hook(httpserver.url_for("/hook")))
    assert (row["id"], row["state"], row["status"]) == ("desk", state, status)
    assert words in str(row["detail"])


def test_a_terminal_is_well(settings: Settings) -> None:
    assert asked(settings, ConsoleChannel(rule=ChannelRule(id="console")))["state"] == "ok"


def test_a_channel_that_rests_is_not_asked(settings: Settings) -> None:
    resting = replace(hook("http://127.0.0.1:9/"), rule=ChannelRule(id="desk", active=False))
    monitor = replace(settings.monitor, channels=(resting,))
    assert asyncio.run(probing.probe(replace(settings, monitor=monitor), ())) == []


def test_a_mail_server_that_is_not_there_is_a_problem(settings: Settings) -> None:
    server = MailServer(host="127.0.0.1", port=9, sender="a@b.example", security=Security.NONE)
    channel = EmailChannel(rule=ChannelRule(id="mail"), server=server, recipients=("a@b.example",))
    row = asked(settings, channel)
    assert row["state"] == "failing"
    assert "127.0.0.1" in str(row["detail"])
