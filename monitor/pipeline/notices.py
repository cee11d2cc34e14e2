"""Which changes of coverage are told, and when: few notices, each once, over restarts too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from monitor.alerts.alert import Alert
from monitor.alerts.notice import Event, Report, compose_notice
from monitor.alerts.route import ChannelRule, route_notice
from monitor.config.sources import SourceSettings
from monitor.pipeline.coverage import UNHEARD
from monitor.sources.looks import PAUSE
from monitor.sources.outage import FEWEST_HOSTS, Reach, outage_since
from monitor.storage import gaps, outbox
from monitor.storage import sources as states
from monitor.storage.engine import Database
from monitor.storage.gaps import MISSED, OUTAGE, Gap
from monitor.storage.sources import SourceState

REST = timedelta(minutes=10)
"""Between two notices: what comes up meanwhile is told in one."""
OUTAGE_CONFIRMED = timedelta(minutes=10)
"""How long nothing must be reached before that is told: a router restarts faster."""
NETWORK = "The network at the monitor's end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """In how many visits, and for how long, a state must be found before it is told."""

    visits: int
    lasting: timedelta


CONFIRMED: Mapping[str, Confirmation] = {
    "failing": Confirmation(visits=3, lasting=timedelta(minutes=30)),
    "blocked": Confirmation(visits=2, lasting=timedelta(minutes=30)),
    "selector lost": Confirmation(visits=2, lasting=PAUSE),
    # A feed of today's news alone is empty at night.
    "suspect": Confirmation(visits=2, lasting=timedelta(hours=6)),
    "stale": Confirmation(visits=2, lasting=PAUSE),
}


class Notices:
    """Tells what changed in the coverage of the enabled sources, through the outbox."""

    def __init__(
        self,
        *,
        database: Database,
        sources: Mapping[str, SourceSettings],
        channels: tuple[ChannelRule, ...] = (),
        receivers: Mapping[str, tuple[str, ...]] | None = None,
        base_url: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._sources = dict(sources)
        self._channels = channels
        self._receivers = dict(receivers or {})
        self._base_url = base_url
        self._clock = clock

    def tell(self) -> Alert | None:
        """Return the notice on all that is confirmed and was not told, queued for its receivers.

        None where there is none, or where the one before was a short while ago. An outage at our
        end is found here, and told in place of the sources that it befell.
        """
        now = self._clock()
        with self._database.read() as session:
            if not gaps.lasting(session) and not gaps.untold(session):
                return None
        with self._database.write() as session:
            return self._told(session, now)

    def _told(self, session: Session, now: datetime) -> Alert | None:
        self._forget_disabled(session, now)
        known = {gap.source: gap for gap in gaps.lasting(session)}
        stands = states.load(session, [name for name in known if name is not None])
        outage = self._outage(session, known, now)
        news: list[tuple[Gap, Report]] = []
        lost = [one.last_visit_at for one in stands.values() if _is_unreachable(one)]
        if outage is not None and outage.told is None:
            # What counts is for how long visits failed, not how long ago: the next may succeed.
            last = max(filter(None, lost), default=outage.since)
            if last - outage.since >= OUTAGE_CONFIRMED:
                report = self._report(outage, affected=max(len(lost), 1))
                news.append((replace(outage, told=OUTAGE), report))
        ended = gaps.latest(session, None, OUTAGE)
        for gap in known.values():
            if gap.source is None or not _is_to_be_told(gap, now):
                continue
            state = stands.get(gap.source)
            if state is not None and _is_of_outage(state, ended):
                continue
            news.append((replace(gap, told=gap.state), self._report(gap)))
        news += [
            (replace(gap, told=MISSED if gap.state == MISSED else "ok"), self._report(gap))
            for gap in gaps.untold(session)
        ]
        latest = outbox.latest_notice(session)
        if not news or (latest is not None and now - latest < REST):
            return None
        places = {name: place for place, name in enumerate(self._sources)}
        news.sort(key=lambda one: places.get(one[0].source or "", -1))
        alert = compose_notice([report for _, report in news], now=now, base_url=self._base_url)
        receivers = [
            receiver
            for channel in route_notice(self._channels)
            for receiver in self._receivers.get(channel, (channel,))
        ]
        for gap, _ in news:
            gaps.save(session, gap)
        outbox.enqueue(session, alert, receivers, now)
        return alert

    def _forget_disabled(self, session: Session, now: datetime) -> None:
        """End the gaps of sources that nobody wants to hear any more; that is no recovery."""
        for gap in gaps.lasting(session):
            if gap.source is not None and gap.source not in self._sources:
                gaps.save(session, replace(gap, until=now, told=None))

    def _outage(
        self, session: Session, known: Mapping[str | None, Gap], now: datetime
    ) -> Gap | None:
        """Return the outage at our end that lasts, begun or ended where that is news."""
        present = known.get(None)
        failing = sum(gap.state == "failing" for gap in known.values())
        if present is None and failing < FEWEST_HOSTS:
            return None
        stands = states.load(session, list(self._sources))
        since = outage_since([self._reach(state, known) for state in stands.values()])
        if since is None:
            if present is not None:
                gaps.save(session, replace(present, until=now))
            return None
        if present is None:
            present = Gap(
                source=None,
                state=OUTAGE,
                since=since,
                noted_at=now,
                entered_at=now,
                problem="Connections to several hosts fail, and hardly any other answers.",
            )
            gaps.save(session, present)
            present = gaps.latest(session, None, OUTAGE)
        return present

    def _reach(self, state: SourceState, known: Mapping[str | None, Gap]) -> Reach:
        host = urlsplit(state.url).hostname or state.url
        gap = known.get(state.id)
        if gap is not None and _is_unreachable(state):
            return Reach(host=host, unreachable_since=gap.entered_at)
        return Reach(host=host, answered_at=state.last_visit_at)

    def _report(self, gap: Gap, *, affected: int = 1) -> Report:
        source = self._sources.get(gap.source or "")
        over = gap.until is not None
        event = Event.RECOVERED if over else Event.WORSE
        if gap.state == MISSED:
            event = Event.MISSED
        return Report(
            key=f"{gap.number} {event} {gap.state}",
            event=event,
            source=gap.source,
            name=NETWORK if gap.source is None else source.name if source else gap.source,
            url=source.url if source else "",
            state="down" if gap.source is None else gap.told if over and gap.told else gap.state,
            since=gap.since,
            until=gap.until,
            problem="" if event is Event.RECOVERED else gap.problem,
            affected=affected,
        )


def _is_to_be_told(gap: Gap, now: datetime) -> bool:
    """Return whether a source's state is confirmed, and worse than what was told of it.

    One that fails under changing names is confirmed as well, after twice the visits and the time.
    """
    need = CONFIRMED[gap.state]
    lasts = gap.visits >= need.visits and now - gap.entered_at >= need.lasting
    if gap.told is not None:
        return lasts and UNHEARD.index(gap.state) > UNHEARD.index(gap.told)
    return lasts or (gap.visits >= 2 * need.visits and now - gap.noted_at >= 2 * need.lasting)


def _is_unreachable(state: SourceState) -> bool:
    """Return whether the last visit of a source had no answer at all."""
    return state.state == "failing" and state.last_status is None


def _is_of_outage(state: SourceState, outage: Gap | None) -> bool:
    """Return whether a source's failing is told by the outage, or may be over with it."""
    if outage is None or not _is_unreachable(state):
        return False
    return outage.until is None or (
        state.last_visit_at is not None and state.last_visit_at <= outage.until
    )
