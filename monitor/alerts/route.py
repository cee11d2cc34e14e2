"""Which channels hear of a shift."""

from dataclasses import dataclass

from monitor.wording.shift import Level, Shift

_RANK = {Level.INFO: 0, Level.DIGEST: 1, Level.ALERT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """What a channel wants: a level and up; topics and bodies, where empty means every one.

    `notices` says whether it hears of what was not covered: sources that fail, or are back.
    """

    id: str
    minimum: Level = Level.ALERT
    topics: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    active: bool = True
    notices: bool = True


CONSOLE = ChannelRule(id="console", minimum=Level.DIGEST)


def route(shift: Shift, channels: tuple[ChannelRule, ...]) -> tuple[str, ...]:
    """Return the ids of the channels that hear of the shift, in the order given.

    Where no channel is active the console stands in, so that no alert goes unseen. A silenced
    shift reaches nobody.
    """
    if shift.silenced is not None:
        return ()
    active = tuple(channel for channel in channels if channel.active) or (CONSOLE,)
    return tuple(channel.id for channel in active if _wants(channel, shift))


def route_notice(channels: tuple[ChannelRule, ...]) -> tuple[str, ...]:
    """Return the ids of the channels that hear of what was not covered, in the order given.

    Where no channel is active the console stands in.
    """
    active = tuple(channel for channel in channels if channel.active) or (CONSOLE,)
    return tuple(channel.id for channel in active if channel.notices)


def _wants(channel: ChannelRule, shift: Shift) -> bool:
    return (
        _RANK[shift.level] >= _RANK[channel.minimum]
        and (not channel.topics or shift.topic in channel.topics)
        and (not channel.bodies or shift.body in channel.bodies)
    )
