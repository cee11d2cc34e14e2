"""Where alerts go: the channels of monitor.yaml, or the one or two that the environment names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from monitor.alerts.email import MailSender, MailServer, Security
from monitor.alerts.route import CONSOLE, ChannelRule
from monitor.alerts.webhook import Endpoint, warnings
from monitor.config.addresses import checked_url
from monitor.config.environment import Environment
from monitor.config.models import Fitted, Id, Model, Word, note_repeated
from monitor.config.problems import Findings
from monitor.config.units import Duration
from monitor.config.yamlfile import Loc
from monitor.sources.guard import Policy
from monitor.wording.shift import Level

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
_LONGEST = timedelta(minutes=1)
HOW_TO_MAKE_ONE = (
    "Make one with: python3 -c 'import base64, secrets; "
    'print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())\''
)
_MAIL_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleChannel:
    """Alerts printed in this terminal."""

    rule: ChannelRule


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """Alerts sent as signed JSON."""

    rule: ChannelRule
    endpoint: Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel:
    """Alerts sent as mail, one for each recipient."""

    rule: ChannelRule
    server: MailServer
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatChannel:
    """Alerts sent to chats through Apprise; `addresses` are secrets."""

    rule: ChannelRule
    addresses: tuple[str, ...] = field(repr=False)
    patience: timedelta


Channel = ConsoleChannel | WebhookChannel | EmailChannel | ChatChannel


def patience(span: timedelta) -> timedelta:
    """Return how long one attempt may take; ValueError where a lease would not hold for several."""
    if not timedelta() < span <= _LONGEST:
        raise ValueError("one attempt may take up to a minute, and more than nothing")
    return span


Patience = Annotated[Duration, AfterValidator(patience)]


class ChannelEntry(Model):
    """What every channel may say: which shifts it wants. No topics or no bodies means all."""

    id: Id
    level: Level = Level.DIGEST
    topics: tuple[Word, ...] = ()
    bodies: tuple[Word, ...] = ()
    notices: bool = True
    enabled: bool = True

    def rule(self) -> ChannelRule:
        """Return what routing asks."""
        return ChannelRule(
            id=self.id,
            minimum=self.level,
            topics=self.topics,
            bodies=self.bodies,
            notices=self.notices,
            active=self.enabled,
        )


class ConsoleEntry(ChannelEntry):
    """Prints alerts in this terminal."""

    kind: Literal["console"]


class WebhookEntry(ChannelEntry):
    """Sends JSON. `url`, or `url_env` where the address is itself a secret."""

    kind: Literal["webhook"]
    url: Word | None = None
    url_env: VariableName | None = None
    secret_env: tuple[VariableName, ...] = ()
    headers_env: dict[str, VariableName] = Field(default_factory=dict)
    patience: Patience = timedelta(seconds=30)


class EmailEntry(ChannelEntry):
    """Sends mail. What is left out comes from the MONITOR_SMTP variables."""

    kind: Literal["email"]
    recipients: tuple[Word, ...] = ()
    host: Word | None = None
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    security: Security | None = None
    sender: Word | None = None
    sender_name: Word = "Wording monitor"
    username: Word | None = None
    password_env: VariableName = "MONITOR_SMTP_PASSWORD"  # noqa: S105 - the name, not the secret
    cafile: Word | None = None
    patience: Patience = timedelta(seconds=20)


class ChatEntry(ChannelEntry):
    """Sends to chats: the variable holds one address of Apprise or several, parted by spaces."""

    kind: Literal["chat"]
    url_env: VariableName
    patience: Patience = timedelta(seconds=30)


AnyEntry = Annotated[
    ConsoleEntry | WebhookEntry | EmailEntry | ChatEntry, Field(discriminator="kind")
]


class ChannelReader:
    """Makes channels of what the file and the environment say, noting all that is wrong."""

    def __init__(
        self,
        *,
        fitted: Fitted[Any],
        environment: Environment,
        policy: Policy,
        findings: Findings,
    ) -> None:
        self._fitted = fitted
        self._environment = environment
        self._policy = policy
        self._findings = findings

    def read(self) -> tuple[Channel, ...]:
        """Return the channels in order, those of the environment last; the console where none."""
        note_repeated(self._fitted, "channels", self._findings)
        entries: tuple[AnyEntry, ...] = self._fitted.model.channels
        found = [
            channel
            for at, entry in self._fitted.entries("channels")
            if (channel := self._channel(entry, at)) is not None
        ]
        ids = [entry.id for entry in entries]
        for channel in self._implied(entries):
            if channel.rule.id in ids:
                self._environment.note(
                    "MONITOR_WEBHOOK_URL" if channel.rule.id == "webhook" else "MONITOR_MAIL_TO",
                    f"makes a channel {channel.rule.id}, and monitor.yaml has one of that name",
                    hint="Give the one in monitor.yaml another id.",
                )
            found.append(channel)
        if any(channel.rule.active for channel in found) or self._findings:
            return tuple(found)
        return (*found, ConsoleChannel(rule=CONSOLE))

    def _channel(self, entry: AnyEntry, at: Loc) -> Channel | None:
        if isinstance(entry, ConsoleEntry):
            return ConsoleChannel(rule=entry.rule())
        if isinstance(entry, WebhookEntry):
            return self._webhook(entry, at)
        if isinstance(entry, ChatEntry):
            return self._chat(entry, at)
        return self._email(entry, self._fitted.where(at))

    def _implied(self, entries: tuple[AnyEntry, ...]) -> Iterator[Channel]:
        environment = self._environment
        named = {entry.url_env for entry in entries if isinstance(entry, WebhookEntry)}
        url = environment.get("MONITOR_WEBHOOK_URL")
        if url is not None and "MONITOR_WEBHOOK_URL" not in named:
            entry = WebhookEntry(
                id="webhook",
                kind="webhook",
                url_env="MONITOR_WEBHOOK_URL",
                secret_env=("MONITOR_WEBHOOK_SECRET",)
                if environment.get("MONITOR_WEBHOOK_SECRET")
                else (),
            )
            channel = self._webhook(entry, ("channels",))
            if channel is not None:
                yield channel
        has_mail = any(isinstance(entry, EmailEntry) for entry in entries)
        asked = environment.get("MONITOR_MAIL_TO") or environment.get("MONITOR_SMTP_HOST")
        if asked and not has_mail:
            mail = self._email(EmailEntry(id="mail", kind="email"), "environment MONITOR_MAIL_TO")
            if mail is not None:
                yield mail

    def _webhook(self, entry: WebhookEntry, at: Loc) -> WebhookChannel | None:
        if (entry.url is None) == (entry.url_env is None):
            self._note(at, f"{entry.id} needs url or url_env, one of the two")
        name = None if entry.url else entry.url_env
        where = self._fitted.where((*at, "url")) if name is None else f"environment {name}"
        url = entry.url if name is None else self._asked(name, entry, at)
        if url is not None:
            url = checked_url(
                url, where, policy=self._policy, findings=self._findings, in_file=name is None
            )
        secrets = tuple(
            secret
            for variable in entry.secret_env
            for secret in (self._asked(variable, entry, at) or "").split()
        )
        headers = {
            header: self._asked(variable, entry, at)
            for header, variable in entry.headers_env.items()
        }
        if url is None or (None in headers.values() and not entry.enabled):
            return None
        try:
            endpoint = Endpoint(
                id=entry.id,
                url=url,
                secrets=secrets,
                headers=tuple((name, value or "") for name, value in headers.items()),
                patience=entry.patience,
            )
        except ValueError as exc:
            hint = HOW_TO_MAKE_ONE if "secret" in str(exc) else ""
            place = f"environment {entry.secret_env[0]}" if hint and entry.secret_env else where
            self._findings.add(str(exc), path=place, hint=hint)
            return None
        return WebhookChannel(rule=entry.rule(), endpoint=endpoint)

    def _email(self, entry: EmailEntry, where: str) -> EmailChannel | None:
        get = self._environment.get
        security = entry.security or self._security()
        username = entry.username or get("MONITOR_SMTP_USERNAME")
        host = entry.host or get("MONITOR_SMTP_HOST")
        sender = entry.sender or get("MONITOR_SMTP_FROM")
        if sender is None and username and "@" in username:
            sender = username
        recipients = entry.recipients or self._environment.listed("MONITOR_MAIL_TO")
        for value, what, variable in (
            (host, "mail server", "MONITOR_SMTP_HOST"),
            (sender, "sender", "MONITOR_SMTP_FROM"),
            (recipients, "recipient", "MONITOR_MAIL_TO"),
        ):
            if not value:
                self._findings.add(f"{entry.id} has no {what}", path=where, hint=f"Set {variable}.")
        if host and not _MAIL_HOST.fullmatch(host):
            self._findings.add(
                f"{entry.id}: {host!r} is no host",
                path=where,
                hint="A name or an address alone; the port stands in MONITOR_SMTP_PORT.",
            )
        password = get(entry.password_env)
        if username and password is None:
            self._findings.add(
                f"{entry.id} logs in as {username} and has no password",
                path=where,
                hint=f"Set {entry.password_env}, or {entry.password_env}_FILE.",
            )
        cafile = entry.cafile or get("MONITOR_SMTP_CAFILE")
        if cafile is not None and not Path(cafile).is_file():
            self._findings.add(f"{entry.id}: there is no file {cafile}", path=where)
        port = entry.port or self._environment.port("MONITOR_SMTP_PORT")
        if not host or not sender or not recipients or security is None:
            return None
        port = port or _PORTS[security]
        try:
            server = MailServer(
                host=host,
                sender=sender,
                port=port,
                security=security,
                username=username,
                password=password if username else None,
                cafile=cafile,
                sender_name=entry.sender_name,
                patience=entry.patience,
            )
            for address in recipients:
                MailSender(server, receiver=entry.id, recipient=address)
        except ValueError as exc:
            self._findings.add(f"{entry.id}: {exc}", path=where)
            return None
        return EmailChannel(rule=entry.rule(), server=server, recipients=recipients)

    def _chat(self, entry: ChatEntry, at: Loc) -> ChatChannel | None:
        addresses = tuple(dict.fromkeys((self._asked(entry.url_env, entry, at) or "").split()))
        if not addresses:
            return None
        # Imported here: Apprise and its hundred plugins take 40 MB, which no monitor should
        # carry that sends to no chat.
        from monitor.alerts.chat import Room  # noqa: PLC0415  # see above

        try:
            for address in addresses:
                Room(id=entry.id, address=address, patience=entry.patience)
        except ValueError as exc:
            self._findings.add(
                f"{entry.id}: {exc}",
                path=f"environment {entry.url_env}",
                hint="The README of Apprise lists the form of each service's address.",
            )
            return None
        return ChatChannel(rule=entry.rule(), addresses=addresses, patience=entry.patience)

    def _security(self) -> Security | None:
        raw = self._environment.get("MONITOR_SMTP_SECURITY") or "starttls"
        try:
            return Security(raw.lower())
        except ValueError:
            self._environment.note(
                "MONITOR_SMTP_SECURITY", f"{raw!r} is none of starttls, tls, none"
            )
            return None

    def _asked(self, variable: str, entry: ChannelEntry, at: Loc) -> str | None:
        value = self._environment.get(variable)
        if value is None and entry.enabled:
            self._note(at, f"{entry.id} needs {variable}, which is not set")
        return value

    def _note(self, at: Loc, problem: str) -> None:
        self._findings.add(problem, path=self._fitted.where(at))


def doubts(channels: tuple[Channel, ...]) -> tuple[str, ...]:
    """Return, as sentences, what makes the channels less safe than they could be."""
    found: list[str] = []
    for channel in channels:
        if isinstance(channel, WebhookChannel):
            found += warnings(channel.endpoint)
        elif isinstance(channel, EmailChannel) and channel.server.security is Security.NONE:
            found.append(f"{channel.rule.id}: mail is handed in without TLS.")
    return tuple(found)
