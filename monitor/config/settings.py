"""All settings: the files of one folder, and the environment over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from monitor import __version__
from monitor.alerts.retry import RetryPolicy
from monitor.alerts.route import ChannelRule, Mute, Subscriber, everybody
from monitor.config.addresses import checked_database, checked_hosts, checked_url
from monitor.config.bodies import load_bodies
from monitor.config.channels import AnyEntry, Channel, ChannelReader, doubts
from monitor.config.cues import load_cues
from monitor.config.environment import Environment
from monitor.config.lexicon import load_lexicon
from monitor.config.models import Fitted, Model, Word, fit, guess
from monitor.config.problems import Findings
from monitor.config.sources import (
    CadenceEntry,
    SourceSettings,
    StageEntry,
    load_sources,
    stages_of,
)
from monitor.config.storage import EVIDENCE_AGE, EVIDENCE_BYTES, StorageEntry
from monitor.config.subscribers import MuteEntry, SubscriberEntry, SubscriberReader
from monitor.config.topics import load_topics
from monitor.config.units import Duration
from monitor.config.values import ScoringValue, as_written
from monitor.config.yamlfile import YamlFile, read_yaml
from monitor.sources.cadence import Cadence
from monitor.sources.fetch import Limits
from monitor.sources.guard import Policy
from monitor.sources.looks import STAGES, Stage
from monitor.statements.bodies import BodyTable
from monitor.statements.cues import CueTable
from monitor.text.topics import Topic
from monitor.wording.lexicon import Lexicon
from monitor.wording.scoring import Scoring

LogStyle = Literal["text", "json"]
FOLDER = Path("config")
USER_AGENT = f"wording-monitor/{__version__}"
CADENCE = Cadence(
    minimum=timedelta(minutes=5), maximum=timedelta(hours=6), initial=timedelta(minutes=15)
)
_FEWEST_TOKEN_CHARACTERS = 16


class PollingEntry(Model):
    """How the network is asked."""

    cadence: CadenceEntry = CadenceEntry()
    looks: tuple[StageEntry, ...] | None = None
    slow: Duration = timedelta(seconds=20)
    limits: Annotated[Limits, BeforeValidator(as_written(Limits))] = Limits()
    per_host: Annotated[int, Field(ge=1, le=32)] = 2
    concurrency: Annotated[int, Field(ge=1, le=512)] = 32
    user_agent: Word = USER_AGENT
    private_hosts: tuple[Word, ...] = ()


class WebEntry(Model):
    """The status endpoint."""

    host: Word = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080
    base_url: Word | None = None


class MonitorFile(Model):
    """The whole of monitor.yaml; every key may be left out, and the file too."""

    polling: PollingEntry = PollingEntry()
    scoring: ScoringValue = Scoring()
    retry: Annotated[RetryPolicy, BeforeValidator(as_written(RetryPolicy))] = RetryPolicy()
    storage: StorageEntry = StorageEntry()
    web: WebEntry = WebEntry()
    log: LogStyle = "text"
    channels: tuple[AnyEntry, ...] = ()
    subscribers: tuple[SubscriberEntry, ...] = ()
    mutes: tuple[MuteEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorSettings:
    """How this monitor runs. `base_url` is where people reach the status pages, if anywhere.

    `looks` say how often published pages are looked at again, `slow` how long an answer may take
    before its source is called slow. Raw answers are kept up to `evidence_age`, and up to
    `evidence_bytes` bytes of them, packed.
    """

    user_agent: str
    limits: Limits
    per_host: int
    concurrency: int
    private_hosts: frozenset[str]
    cadence: Cadence
    looks: tuple[Stage, ...]
    slow: timedelta
    scoring: Scoring
    retry: RetryPolicy
    database_url: str = field(repr=False)
    evidence_age: timedelta = EVIDENCE_AGE
    evidence_bytes: int = EVIDENCE_BYTES
    host: str
    port: int
    token: str | None = field(repr=False)
    log: LogStyle
    base_url: str | None
    channels: tuple[Channel, ...]
    named: tuple[Subscriber, ...] = ()
    mutes: tuple[Mute, ...] = ()
    storage: StorageEntry = field(default_factory=StorageEntry)
    heartbeat_url: str | None = field(default=None, repr=False)

    @property
    def subscribers(self) -> tuple[Subscriber, ...]:
        """Return everybody who hears of shifts, channels that nobody names among them."""
        return everybody(self.named, (channel.rule for channel in self.channels))

    @property
    def policy(self) -> Policy:
        """Return which private hosts the guard lets through."""
        return Policy(private_hosts=self.private_hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the settings say; `doubts` are sentences on what is allowed yet unwise."""

    monitor: MonitorSettings
    sources: tuple[SourceSettings, ...]
    topics: tuple[Topic, ...]
    bodies: BodyTable
    cues: CueTable
    lexicon: Lexicon
    doubts: tuple[str, ...] = ()

    @property
    def channel_rules(self) -> tuple[ChannelRule, ...]:
        """Return what each channel wants by itself."""
        return tuple(channel.rule for channel in self.monitor.channels)


def folder_of(environ: Mapping[str, str]) -> Path:
    """Return the folder that MONITOR_CONFIG names, else `config` in the working directory."""
    return Path(environ.get("MONITOR_CONFIG", "").strip() or FOLDER)


def load(folder: Path, environ: Mapping[str, str]) -> Settings:
    """Return all settings. Raises ConfigProblems with every problem of every file at once."""
    return _Loading(folder, environ).settings()


class _Loading:
    """One run over all files: each step notes its problems, and only the end raises."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._findings = Findings()
        self._environment = Environment(environ, self._findings)

    def settings(self) -> Settings:
        folder, findings = self._folder, self._findings
        if not folder.is_dir():
            findings.add(
                "there is no such folder",
                path=str(folder),
                hint="Run in the project's folder, or set MONITOR_CONFIG to the folder "
                "that holds sources.yaml.",
            )
            findings.raise_any()
        bodies = cues = lexicon = topics = sources = None
        with findings.gathered():
            bodies = load_bodies(folder / "bodies.yaml")
        with findings.gathered():
            cues = load_cues(folder)
        with findings.gathered():
            lexicon = load_lexicon(folder)
        with findings.gathered():
            topics = load_topics(folder / "topics.yaml")
        monitor = self._monitor(bodies, topics)
        with findings.gathered():
            sources = load_sources(
                folder / "sources.yaml",
                policy=monitor.policy,
                cadence=monitor.cadence,
                looks=monitor.looks,
                bodies=body_ids(bodies) if bodies is not None else None,
                countries=tuple(country.id for country in bodies.countries)
                if bodies is not None
                else None,
                topics=tuple(topic.id for topic in topics) if topics else None,
            )
        self._environment.note_misspelt()
        findings.raise_any()
        assert bodies is not None
        assert cues is not None
        assert lexicon is not None
        assert topics is not None
        assert sources is not None
        return Settings(
            monitor=monitor,
            sources=sources,
            topics=topics,
            bodies=bodies,
            cues=cues,
            lexicon=lexicon,
            doubts=(*doubts(monitor.channels), *_open_door(monitor)),
        )

    def _monitor(
        self, bodies: BodyTable | None, topics: tuple[Topic, ...] | None
    ) -> MonitorSettings:
        findings, environment = self._findings, self._environment
        path = self._folder / "monitor.yaml"
        fitted = None
        with findings.gathered():
            file = read_yaml(path) if path.exists() else YamlFile(path, {}, None)
            fitted = fit(file, MonitorFile, findings)
        if fitted is None:
            fitted = Fitted(YamlFile(path, {}, None), MonitorFile())
        file, model = fitted.file, fitted.model
        hosts = self._hosts(model.polling.private_hosts, file)
        policy = Policy(private_hosts=hosts)
        _check_channels(fitted, bodies, topics, findings)
        reader = ChannelReader(
            fitted=fitted, environment=environment, policy=policy, findings=findings
        )
        polling, web = model.polling, model.web
        channels = reader.read()
        people = SubscriberReader(
            fitted=fitted,
            channels=[
                *(entry.id for entry in model.channels),
                *(channel.rule.id for channel in channels),
            ],
            topics=tuple(topic.id for topic in topics) if topics else None,
            bodies=body_ids(bodies) if bodies is not None else None,
            findings=findings,
        )
        return MonitorSettings(
            user_agent=self._user_agent(polling.user_agent, file),
            limits=polling.limits,
            per_host=polling.per_host,
            concurrency=polling.concurrency,
            private_hosts=hosts,
            cadence=self._cadence(polling.cadence, file),
            looks=self._looks(polling.looks, file),
            slow=polling.slow,
            scoring=model.scoring,
            retry=model.retry,
            database_url=self._database(model.storage.database_url, file),
            evidence_age=model.storage.evidence_age,
            evidence_bytes=model.storage.evidence_bytes,
            host=environment.get("MONITOR_HOST") or web.host,
            port=environment.port("MONITOR_PORT") or web.port,
            token=self._token(),
            log=self._log(model.log),
            base_url=self._base_url(web.base_url, file),
            channels=channels,
            named=people.subscribers(),
            mutes=people.mutes(),
            storage=model.storage,
            heartbeat_url=self._heartbeat(policy),
        )

    def _heartbeat(self, policy: Policy) -> str | None:
        url = self._environment.get("MONITOR_HEARTBEAT_URL")
        where = "environment MONITOR_HEARTBEAT_URL"
        if url is None:
            return None
        return checked_url(url, where, policy=policy, findings=self._findings, in_file=False)

    def _hosts(self, written: tuple[str, ...], file: YamlFile) -> frozenset[str]:
        named = self._environment.listed("MONITOR_PRIVATE_HOSTS")
        where = file.where(("polling", "private_hosts"))
        return checked_hosts(written, where, self._findings) | checked_hosts(
            named, "environment MONITOR_PRIVATE_HOSTS", self._findings
        )

    def _cadence(self, entry: CadenceEntry, file: YamlFile) -> Cadence:
        try:
            return entry.over(CADENCE)
        except ValueError as exc:
            self._findings.add(str(exc), path=file.where(("polling", "cadence")))
            return CADENCE

    def _looks(self, entries: tuple[StageEntry, ...] | None, file: YamlFile) -> tuple[Stage, ...]:
        try:
            return STAGES if entries is None else stages_of(entries)
        except ValueError as exc:
            self._findings.add(str(exc), path=file.where(("polling", "looks")))
            return STAGES

    def _user_agent(self, text: str, file: YamlFile) -> str:
        if not text.isascii() or not text.isprintable():
            self._findings.add(
                "a user agent is printable ASCII", path=file.where(("polling", "user_agent"))
            )
        return text

    def _database(self, written: str, file: YamlFile) -> str:
        url = self._environment.get("MONITOR_DATABASE_URL")
        if url is not None:
            where = "environment MONITOR_DATABASE_URL"
            return checked_database(url, where, self._findings, in_file=False)
        where = file.where(("storage", "database_url"))
        return checked_database(written, where, self._findings, in_file=True)

    def _token(self) -> str | None:
        token = self._environment.get("MONITOR_TOKEN")
        if token is not None and (not token.isascii() or any(c.isspace() for c in token)):
            self._environment.note(
                "MONITOR_TOKEN", "a token is ASCII and has no white space: it travels in a header"
            )
        return token

    def _log(self, written: LogStyle) -> LogStyle:
        asked = self._environment.get("MONITOR_LOG")
        if asked is None:
            return written
        for style in get_args(LogStyle):
            if asked.lower() == style:
                chosen: LogStyle = style
                return chosen
        self._environment.note("MONITOR_LOG", f"{asked!r} is none of text, json")
        return written

    def _base_url(self, written: str | None, file: YamlFile) -> str | None:
        url = self._environment.get("MONITOR_BASE_URL")
        where = "environment MONITOR_BASE_URL" if url else file.where(("web", "base_url"))
        url = url or written
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            self._findings.add("not a plain http or https address", path=where)
        return url.rstrip("/")


def body_ids(bodies: BodyTable) -> tuple[str, ...]:
    """Return every id that a statement's body can have: the listed ones and those by pattern."""
    return tuple(dict.fromkeys((*(body.id for body in bodies.bodies), *bodies.by_kind().values())))


def _check_channels(
    fitted: Fitted[MonitorFile],
    bodies: BodyTable | None,
    topics: tuple[Topic, ...] | None,
    findings: Findings,
) -> None:
    known = {
        "bodies": body_ids(bodies) if bodies is not None else None,
        "topics": tuple(topic.id for topic in topics) if topics else None,
    }
    for at, channel in fitted.entries("channels"):
        for key, names in known.items():
            for name in getattr(channel, key):
                if names is not None and name not in names:
                    findings.add(
                        f"{channel.id} names {name}, which is not among the {key}",
                        path=fitted.where((*at, key)),
                        hint=guess(name, names),
                    )


def _open_door(monitor: MonitorSettings) -> tuple[str, ...]:
    token = monitor.token
    if token is not None:
        if len(token) < _FEWEST_TOKEN_CHARACTERS:
            return (f"MONITOR_TOKEN has fewer than {_FEWEST_TOKEN_CHARACTERS} characters.",)
        return ()
    try:
        loopback = ip_address(monitor.host).is_loopback
    except ValueError:
        loopback = monitor.host == "localhost"
    if loopback:
        return ()
    return (
        f"The status endpoint listens on {monitor.host} and asks for no token: "
        "set MONITOR_TOKEN, or let nobody else reach the port.",
    )
