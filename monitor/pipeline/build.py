"""From settings to what runs: the compiled method, the way out, and the senders."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial

from rich.console import Console

from monitor.alerts.console import ConsoleSender
from monitor.alerts.email import MailSender
from monitor.alerts.payload import page_of
from monitor.alerts.sender import Receiver, Sender, receivers
from monitor.alerts.votes import Ballot
from monitor.alerts.webhook import Poster, WebhookSender
from monitor.config.channels import Channel, ChatChannel, EmailChannel, WebhookChannel
from monitor.config.settings import MonitorSettings, Settings
from monitor.pipeline.coverage import uncovered
from monitor.pipeline.glossary import Glossary
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.subjects import Names
from monitor.sources.fetch import Fetcher
from monitor.statements.bodies import BodyTable
from monitor.statements.extract import Extractor
from monitor.text.topics import TopicIndex
from monitor.wording import reasons
from monitor.wording.compare import Comparer
from monitor.wording.rules import RULES

_ACRONYM = re.compile(r"[A-Z]{3,7}")


def reader_of(settings: Settings) -> Reader:
    """Return the method compiled from the settings; takes a few tenths of a second."""
    topics = TopicIndex(settings.topics)
    return Reader(
        topics=topics,
        extractor=Extractor(bodies=settings.bodies, cues=settings.cues, topics=topics),
        comparer=Comparer(settings.lexicon),
        scoring=settings.monitor.scoring,
    )


def rule_words() -> dict[str, str]:
    """Return every rule that decides and every reason to hold a shift back, in plain words."""
    return {
        **{name: rule.words for name, rule in RULES.items()},
        **reasons.RULES,
        **reasons.SILENCED,
    }


def short_names(table: BodyTable) -> dict[str, str]:
    """Return the acronyms by which bodies go in English, as in `MOFCOM`, where one is its own."""
    found: dict[str, str] = {}
    for body in table.bodies:
        acronym = next((name for name in body.en if _ACRONYM.fullmatch(name)), None)
        if acronym is not None:
            found[body.id] = acronym
    shared = {name for name, count in Counter(found.values()).items() if count > 1}
    return {body: name for body, name in found.items() if name not in shared}


def names_of(settings: Settings) -> Names:
    """Return what topics, bodies and concepts are called for people."""
    return Names(
        topics={topic.id: topic.name for topic in settings.topics},
        bodies=body_names(settings.bodies),
        shorts=short_names(settings.bodies),
        gloss=Glossary(settings.lexicon).of,
    )


def notifier_of(settings: Settings, *, ballot: Ballot | None = None) -> Notifier:
    """Return who is told of shifts, how, and in which names."""
    monitor = settings.monitor
    return Notifier(
        names=names_of(settings),
        rules=rule_words(),
        subscribers=monitor.subscribers,
        mutes=monitor.mutes,
        receivers={
            channel: tuple(one.id for one in found)
            for channel, found in receivers_of(monitor.channels).items()
        },
        base_url=monitor.base_url,
        ballot=ballot,
        not_covered=partial(
            uncovered, names={one.id: one.name for one in settings.sources if one.enabled}
        ),
    )


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
            _addresses(channel),
        )
        for channel in channels
    }


def _addresses(channel: Channel) -> tuple[str, ...]:
    if isinstance(channel, EmailChannel):
        return channel.recipients
    if isinstance(channel, ChatChannel) and len(channel.addresses) > 1:
        # An address is a secret, so a number names the room.
        return tuple(str(number) for number in range(1, len(channel.addresses) + 1))
    return ()


def addresses_of(channels: tuple[Channel, ...]) -> dict[str, str]:
    """Return where those receivers are that can say for good that they want no more: webhooks."""
    return {
        channel.rule.id: channel.endpoint.url
        for channel in channels
        if isinstance(channel, WebhookChannel)
    }


def senders_of(
    channels: tuple[Channel, ...],
    poster: Poster,
    *,
    console: Console,
) -> Mapping[str, Sender]:
    """Return a sender for each receiver of each active channel, by the receiver's id."""
    found: dict[str, Sender] = {}
    for channel in channels:
        if not channel.rule.active:
            continue
        for number, receiver in enumerate(receivers_of((channel,))[channel.rule.id]):
            if isinstance(channel, WebhookChannel):
                found[receiver.id] = WebhookSender(channel.endpoint, poster)
            elif isinstance(channel, EmailChannel):
                found[receiver.id] = MailSender(
                    channel.server,
                    receiver=receiver.id,
                    recipient=receiver.address or "",
                )
            elif isinstance(channel, ChatChannel):
                found[receiver.id] = _chat(channel, channel.addresses[number], receiver)
            else:
                found[receiver.id] = ConsoleSender(console, receiver=receiver.id)
    return found


def _chat(channel: ChatChannel, address: str, receiver: Receiver) -> Sender:
    # Imported here: Apprise and its plugins take 40 MB, which only a monitor with a chat carries.
    from monitor.alerts.chat import ChatSender, Room  # noqa: PLC0415  # see above

    room = Room(id=channel.rule.id, address=address, patience=channel.patience)
    return ChatSender(room, receiver=receiver.id, link=page_of)
