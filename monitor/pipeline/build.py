"""From settings to what runs: the compiled method, the way out, and the senders."""

from collections.abc import Mapping

from rich.console import Console

from monitor.alerts.console import ConsoleSender
from monitor.alerts.email import MailSender
from monitor.alerts.sender import Receiver, Sender, receivers
from monitor.alerts.webhook import Poster, WebhookSender
from monitor.config.channels import Channel, EmailChannel, WebhookChannel
from monitor.config.settings import MonitorSettings, Settings
from monitor.pipeline.reader import Reader
from monitor.sources.fetch import Fetcher
from monitor.statements.bodies import BodyTable
from monitor.statements.extract import Extractor
from monitor.text.topics import TopicIndex
from monitor.wording import reasons
from monitor.wording.compare import Comparer
from monitor.wording.rules import RULES


def reader_of(settings: Settings) -> Reader:
    """Return the method compiled from the settings; takes a few tenths of a second."""
    topics = TopicIndex(settings.topics)
    return Reader(
        topics=topics,
        extractor=Extractor(bodies=settings.bodies, cues=settings.cues, topics=topics),
        comparer=Comparer(settings.lexicon),
        scoring=settings.monitor.scoring,
        topic_names={topic.id: topic.name for topic in settings.topics},
        body_names=body_names(settings.bodies),
        rules=rule_words(),
    )


def rule_words() -> dict[str, str]:
    """Return every rule that decides and every reason to hold a shift back, in plain words."""
    return {
        **{name: rule.words for name, rule in RULES.items()},
        **reasons.RULES,
        **reasons.SILENCED,
    }


def body_names(table: BodyTable) -> dict[str, str]:
    """Return a name for people for every body id: its own, else its country's and its kind's."""
    countries = {country.id: country.en[0] for country in table.countries if country.en}
    kinds = {kind.id: kind.en[0] for kind in table.kinds if kind.en}
    names = {
        body: f"{countries.get(country, country)}: {kinds.get(kind, kind)}"
        for (country, kind), body in table.by_kind().items()
    }
    names.update({body.id: body.en[0] for body in table.bodies if body.en})
    return names


def fetcher_of(monitor: MonitorSettings) -> Fetcher:
    """Return the guarded way out, for sources and webhooks alike."""
    return Fetcher(
        policy=monitor.policy,
        user_agent=monitor.user_agent,
        limits=monitor.limits,
        per_host=monitor.per_host,
        total=monitor.concurrency,
    )


def receivers_of(channels: tuple[Channel, ...]) -> dict[str, tuple[Receiver, ...]]:
    """Return the receivers of each channel, by its id."""
    return {
        channel.rule.id: receivers(
            channel.rule.id,
            channel.recipients if isinstance(channel, EmailChannel) else (),
        )
        for channel in channels
    }


def senders_of(
    channels: tuple[Channel, ...], poster: Poster, *, console: Console
) -> Mapping[str, Sender]:
    """Return a sender for each receiver of each active channel, by the receiver's id."""
    found: dict[str, Sender] = {}
    for channel in channels:
        if not channel.rule.active:
            continue
        for receiver in receivers_of((channel,))[channel.rule.id]:
            if isinstance(channel, WebhookChannel):
                found[receiver.id] = WebhookSender(channel.endpoint, poster)
            elif isinstance(channel, EmailChannel):
                found[receiver.id] = MailSender(
                    channel.server,
                    receiver=receiver.id,
                    recipient=receiver.address or "",
                )
            else:
                found[receiver.id] = ConsoleSender(console, receiver=receiver.id)
    return found
