from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.email import MailServer, Security
from monitor.alerts.webhook import Endpoint
from monitor.config.channels import (
    ConsoleChannel,
    EmailChannel,
    EmailEntry,
    WebhookChannel,
    WebhookEntry,
)
from monitor.config.settings import Settings
from monitor.wording.shift import Level

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]
Loaded = Callable[..., Settings]
MAIL = {
    "MONITOR_SMTP_HOST": "mail.example.org",
    "MONITOR_SMTP_FROM": "monitor@example.org",
    "MONITOR_MAIL_TO": "a@example.org, b@example.org",
}


def test_without_a_channel_alerts_go_to_the_terminal(loaded: Loaded) -> None:
    (channel,) = loaded().monitor.channels
    assert isinstance(channel, ConsoleChannel)


def test_a_webhook_is_set_up_by_two_variables(loaded: Loaded) -> None:
    settings = loaded(
        MONITOR_WEBHOOK_URL="https://hooks.example.org/x", MONITOR_WEBHOOK_SECRET=SECRET
    )
    (channel,) = settings.monitor.channels
    assert isinstance(channel, WebhookChannel)
    assert channel.endpoint.id == channel.rule.id == "webhook"
    assert channel.endpoint.url == "https://hooks.example.org/x"
    assert channel.endpoint.secrets == (SECRET,)
    assert settings.doubts == ()
    assert SECRET not in repr(settings)


def test_a_webhook_without_a_secret_is_a_doubt(loaded: Loaded) -> None:
    settings = loaded(MONITOR_WEBHOOK_URL="https://hooks.example.org/x")
    assert "unsigned" in settings.doubts[0]


def test_two_secrets_stand_side_by_side_while_one_replaces_the_other(loaded: Loaded) -> None:
    (channel,) = loaded(
        MONITOR_WEBHOOK_URL="https://hooks.example.org/x",
        MONITOR_WEBHOOK_SECRET=f"{SECRET} {SECRET}",
    ).monitor.channels
    assert isinstance(channel, WebhookChannel)
    assert len(channel.endpoint.secrets) == 2


def test_a_secret_that_is_none_is_told_with_how_to_make_one(problems: Problems) -> None:
    (found,) = problems(
        {"MONITOR_WEBHOOK_URL": "https://hooks.example.org/x", "MONITOR_WEBHOOK_SECRET": "hunter2"}
    )
    assert found.startswith("environment MONITOR_WEBHOOK_SECRET: ")
    assert "token_bytes" in found
    assert "hunter2" not in found


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:9000/hook",
        "http://127.0.0.1:9000/hook",
        "http://[::1]:9000/hook",
        "http://receiver:9000/hook",
        "http://169.254.169.254/latest",
    ],
)
def test_a_private_address_is_refused_unless_it_is_named(
    problems: Problems, loaded: Loaded, url: str
) -> None:
    (found,) = problems({"MONITOR_WEBHOOK_URL": url})
    assert "private" in found
    host = url.removeprefix("http://").split("/")[0]
    loaded(MONITOR_WEBHOOK_URL=url, MONITOR_PRIVATE_HOSTS=host)


def test_a_url_that_is_none_is_refused(problems: Problems) -> None:
    for url in ("hooks.example.org/x", "file:///etc/passwd", "https://user@example.org/"):
        (found,) = problems({"MONITOR_WEBHOOK_URL": url})
        assert found.startswith("environment MONITOR_WEBHOOK_URL: ")


def test_mail_is_set_up_by_the_environment_alone(tmp_path: Path, loaded: Loaded) -> None:
    (tmp_path / "ca.pem").write_text("")
    (tmp_path / "password").write_text("hunter2\n")
    settings = loaded(
        **MAIL,
        MONITOR_SMTP_SECURITY="TLS",
        MONITOR_SMTP_USERNAME="monitor",
        MONITOR_SMTP_PASSWORD_FILE=str(tmp_path / "password"),
        MONITOR_SMTP_CAFILE=str(tmp_path / "ca.pem"),
    )
    (channel,) = settings.monitor.channels
    assert isinstance(channel, EmailChannel)
    assert channel.recipients == ("a@example.org", "b@example.org")
    assert channel.server.port == 465
    assert channel.server.security is Security.TLS
    assert (channel.server.username, channel.server.password) == ("monitor", "hunter2")
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(loaded: Loaded, security: str, port: int) -> None:
    (channel,) = loaded(**MAIL, MONITOR_SMTP_SECURITY=security).monitor.channels
    assert isinstance(channel, EmailChannel)
    assert channel.server.port == port
    (channel,) = loaded(
        **MAIL, MONITOR_SMTP_SECURITY=security, MONITOR_SMTP_PORT="2525"
    ).monitor.channels
    assert isinstance(channel, EmailChannel)
    assert channel.server.port == 2525


def test_mail_without_tls_is_a_doubt(loaded: Loaded) -> None:
    assert "without TLS" in loaded(**MAIL, MONITOR_SMTP_SECURITY="none").doubts[0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"MONITOR_SMTP_HOST": ""}, "Set MONITOR_SMTP_HOST."),
        ({"MONITOR_SMTP_HOST": "mail.example.org:587"}, "is no host"),
        ({"MONITOR_SMTP_HOST": "smtp://mail.example.org"}, "is no host"),
        ({"MONITOR_SMTP_FROM": ""}, "Set MONITOR_SMTP_FROM."),
        ({"MONITOR_MAIL_TO": ""}, "Set MONITOR_MAIL_TO."),
        ({"MONITOR_MAIL_TO": "a@example.org,nobody"}, "not a mail address"),
        ({"MONITOR_SMTP_FROM": "nobody"}, "not a mail address"),
        ({"MONITOR_SMTP_PORT": "0"}, "is no port"),
        ({"MONITOR_SMTP_SECURITY": "ssl"}, "none of starttls, tls, none"),
        ({"MONITOR_SMTP_USERNAME": "monitor"}, "Set MONITOR_SMTP_PASSWORD, or"),
        ({"MONITOR_SMTP_CAFILE": "/none.pem"}, "there is no file /none.pem"),
    ],
)
def test_half_a_mail_channel_is_told_what_it_lacks(
    problems: Problems, changes: dict[str, str], expected: str
) -> None:
    (found,) = problems({**MAIL, **changes})
    assert expected in found


def test_all_that_is_wrong_with_one_channel_is_told_in_one_run(
    write: Write, problems: Problems
) -> None:
    found = problems(
        {
            **MAIL,
            "MONITOR_SMTP_FROM": "",
            "MONITOR_SMTP_HOST": "mail.example.org:587",
            "MONITOR_SMTP_USERNAME": "monitor",
            "MONITOR_SMTP_CAFILE": "/none.pem",
        }
    )
    assert len(found) == 4
    write("monitor.yaml", "channels:\n  - {id: a, kind: webhook, secret_env: [NOT_SET]}\n")
    assert len(problems({})) == 2


def test_a_password_over_an_open_connection_is_refused(problems: Problems) -> None:
    (found,) = problems(
        {
            **MAIL,
            "MONITOR_SMTP_SECURITY": "none",
            "MONITOR_SMTP_USERNAME": "monitor",
            "MONITOR_SMTP_PASSWORD": "hunter2",
        }
    )
    assert "without TLS" in found
    assert "hunter2" not in found


def test_a_user_name_that_is_an_address_is_the_sender_too(loaded: Loaded) -> None:
    (channel,) = loaded(
        MONITOR_SMTP_HOST="mail.example.org",
        MONITOR_SMTP_USERNAME="monitor@example.org",
        MONITOR_SMTP_PASSWORD="hunter2",
        MONITOR_MAIL_TO="a@example.org",
    ).monitor.channels
    assert isinstance(channel, EmailChannel)
    assert channel.server.sender == "monitor@example.org"


def test_channels_in_the_file_say_what_they_want(write: Write, loaded: Loaded) -> None:
    write(
        "monitor.yaml",
        """
channels:
  - id: desk
    kind: webhook
    url_env: DESK_URL
    secret_env: [DESK_SECRET]
    headers_env: {Authorization: DESK_HEADER}
    level: digest
    topics: [rare-earths]
    bodies: [CN-MOFCOM, IR-MFA]
    patience: 5s
  - id: night
    kind: email
    host: mail.example.org
    sender: m@example.org
    recipients: [a@example.org]
    enabled: false
  - {id: here, kind: console, level: info}
""",
    )
    desk, night, here = loaded(
        DESK_URL="https://hooks.example.org/x", DESK_SECRET=SECRET, DESK_HEADER="Bearer x"
    ).monitor.channels
    assert isinstance(desk, WebhookChannel)
    assert (desk.rule.minimum, desk.rule.topics) == (Level.DIGEST, ("rare-earths",))
    assert desk.rule.bodies == ("CN-MOFCOM", "IR-MFA")
    assert desk.endpoint.headers == (("Authorization", "Bearer x"),)
    assert desk.endpoint.patience == timedelta(seconds=5)
    assert isinstance(night, EmailChannel)
    assert not night.rule.active
    assert here.rule.minimum is Level.INFO


def test_the_environment_adds_its_channel_to_those_of_the_file(
    write: Write, loaded: Loaded
) -> None:
    write("monitor.yaml", "channels: [{id: here, kind: console}]\n")
    channels = loaded(MONITOR_WEBHOOK_URL="https://hooks.example.org/x").monitor.channels
    assert [channel.rule.id for channel in channels] == ["here", "webhook"]


def test_an_address_that_a_channel_names_makes_no_second_channel(
    write: Write, loaded: Loaded
) -> None:
    write("monitor.yaml", "channels: [{id: desk, kind: webhook, url_env: MONITOR_WEBHOOK_URL}]\n")
    channels = loaded(MONITOR_WEBHOOK_URL="https://hooks.example.org/x").monitor.channels
    assert [channel.rule.id for channel in channels] == ["desk"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "{id: a, kind: webhok}",
            "channels.a.kind: 'webhok' is none of 'console', 'webhook', 'email'",
        ),
        ("{id: a}", "channels.a.kind: this key is missing"),
        ("{kind: console}", "channels.0.id: this key is missing"),
        ("{id: a, kind: webhook}", "channels.a: a needs url or url_env"),
        (
            "{id: a, kind: webhook, url: 'https://e.org/', url_env: A}",
            "channels.a: a needs url or url_env",
        ),
        (
            "{id: a, kind: webhook, url_env: NOT_SET}",
            "channels.a: a needs NOT_SET, which is not set",
        ),
        (
            "{id: a, kind: webhook, url: 'https://e.org/', secret_env: [NOT_SET]}",
            "channels.a: a needs NOT_SET",
        ),
        (
            "{id: a, kind: webhook, url: 'https://e.org/', secret: x}",
            "channels.a.secret: unknown key secret",
        ),
        ("{id: a, kind: console, topics: [rare-earth]}", "channels.a.topics: a names rare-earth"),
        ("{id: a, kind: console, bodies: [CN-MOFCM]}", "channels.a.bodies: a names CN-MOFCM"),
        ("{id: a, kind: console, level: loud}", "channels.a.level: 'loud' is none of"),
        ("{id: A B, kind: console}", "channels.A B.id: "),
    ],
)
def test_a_wrong_channel_is_told_with_its_line(
    write: Write, problems: Problems, entry: str, expected: str
) -> None:
    write("monitor.yaml", f"channels:\n  - {entry}\n")
    (found,) = problems()
    assert found.startswith(f"monitor.yaml:2 {expected}")


def test_a_channel_that_stands_twice_is_told(write: Write, problems: Problems) -> None:
    write("monitor.yaml", "channels:\n  - {id: a, kind: console}\n  - {id: a, kind: console}\n")
    (found,) = problems()
    assert found.startswith("monitor.yaml:3 channels.a.id: a stands here a second time")


def test_a_channel_of_the_file_keeps_its_name_from_that_of_the_environment(
    write: Write, problems: Problems
) -> None:
    write("monitor.yaml", "channels: [{id: webhook, kind: console}]\n")
    (found,) = problems({"MONITOR_WEBHOOK_URL": "https://hooks.example.org/x"})
    assert "another id" in found


def test_patience_is_that_of_the_senders() -> None:
    assert (
        WebhookEntry(id="a", kind="webhook").patience
        == Endpoint(id="a", url="https://e.org/").patience
    )
    server = MailServer(host="h", sender="a@example.org")
    entry = EmailEntry(id="a", kind="email")
    assert (entry.patience, entry.sender_name) == (server.patience, server.sender_name)
