"""Checks of what the monitor stands on; each finding says what to do about it."""

import asyncio
import shutil
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from monitor.alerts.alert import DeliveryState
from monitor.config.settings import MonitorSettings
from monitor.errors import FetchError, MonitorError
from monitor.pipeline.build import fetcher_of
from monitor.sources.exchange import Fetched
from monitor.storage import outbox
from monitor.storage.engine import Database

SKEW = timedelta(minutes=2)
"""How far the clock may be off: less than the shortest rhythm of a source."""
LATE = timedelta(hours=1)
"""How long an alert may wait before somebody should look."""
_ASKED = 5
"""Servers whose clocks are compared with ours: one of them may be wrong."""
_HOSTS = 40


class State(StrEnum):
    """How a finding is to be taken."""

    GOOD = "ok"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: `says` is a sentence, `hint` what to do where it is not well."""

    check: str
    state: State = State.GOOD
    says: str
    hint: str = ""


def disk(
    path: Path | None,
    reserve: int,
    *,
    usage: Callable[[Path], tuple[int, int, int]] = shutil.disk_usage,
) -> list[Finding]:
    """Return how much room the disk of an SQLite file has."""
    if path is None:
        return []
    total, _, free = usage(path.parent)
    size = path.stat().st_size if path.exists() else 0
    says = f"{free / 1e9:.1f} GB free, the database has {size / 1e9:.2f} GB"
    if free < reserve:
        return [
            Finding(
                check="disk",
                state=State.BAD,
                says=f"{says}: below storage.reserve_bytes nothing is fetched",
                hint=f"Make room on the disk of {path.parent}; the monitor goes on by itself.",
            )
        ]
    if free < max(size, total * 0.05):
        return [
            Finding(
                check="disk",
                state=State.DOUBT,
                says=f"{says}: too little for a backup or an upgrade",
                hint="An upgrade copies the database first. Make room, or set ages in storage "
                "and run `monitor prune`.",
            )
        ]
    return [Finding(check="disk", says=says)]


def database(stored: Database) -> list[Finding]:
    """Return whether the database answers, has this version's tables, and is sound throughout."""
    try:
        stored.check(deep=True)
    except MonitorError as exc:
        return [Finding(check="database", state=State.BAD, says=exc.problem, hint=exc.hint)]
    kind = "SQLite" if stored.is_sqlite else "PostgreSQL"
    return [Finding(check="database", says=f"{kind}, of this version's schema, sound")]


def deliveries(
    stored: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> list[Finding]:
    """Return whether every alert reaches its receivers."""
    with stored.read() as session:
        dead = outbox.counts(session).get(DeliveryState.DEAD, 0)
        waiting = outbox.oldest_waiting(session)
    found = []
    if dead:
        found.append(
            Finding(
                check="alerts",
                state=State.BAD,
                says=f"{dead} deliveries were given up",
                hint="`monitor alerts list --state dead` says why; `monitor alerts retry` sends "
                "them again.",
            )
        )
    if waiting is not None and now() - waiting > LATE:
        found.append(
            Finding(
                check="alerts",
                state=State.BAD,
                says=f"the oldest alert waits since {waiting:%Y-%m-%d %H:%M} UTC",
                hint="Does `monitor run` run, and does the channel answer?",
            )
        )
    return found or [Finding(check="alerts", says="none is late and none was given up")]


async def names(urls: Sequence[str]) -> list[Finding]:
    """Return whether the hosts of addresses have an address by the system's resolver."""
    hosts = sorted({host for url in urls if (host := urlsplit(url).hostname)})[:_HOSTS]
    if not hosts:
        return []
    found = await asyncio.gather(*(asyncio.to_thread(_resolves, host) for host in hosts))
    lost = [host for host, known in zip(hosts, found, strict=True) if not known]
    if len(lost) == len(hosts):
        return [
            Finding(
                check="dns",
                state=State.BAD,
                says=f"none of {len(hosts)} hosts has an address",
                hint="Is there a network, and a name server in /etc/resolv.conf? In a container: "
                "may it reach the outside?",
            )
        ]
    if lost:
        return [
            Finding(
                check="dns",
                state=State.DOUBT,
                says=f"no address for {', '.join(lost)}",
                hint="The site may have moved: look in a browser and set the source's url.",
            )
        ]
    return [Finding(check="dns", says=f"{len(hosts)} hosts resolve")]


def _resolves(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except OSError:
        return False


def tls() -> list[Finding]:
    """Return whether the system has certificates to trust."""
    trusted = ssl.create_default_context().cert_store_stats()["x509_ca"]
    if trusted:
        return [Finding(check="tls", says=f"{trusted} authorities are trusted")]
    paths = ssl.get_default_verify_paths()
    if paths.capath:
        # Authorities in a folder are read one by one when they are needed.
        return [Finding(check="tls", says=f"authorities are in {paths.capath}")]
    return [
        Finding(
            check="tls",
            state=State.BAD,
            says="no certificate authority is trusted: every https address will fail",
            hint="Install ca-certificates, or set SSL_CERT_FILE to a bundle.",
        )
    ]


async def clock(
    monitor: MonitorSettings,
    urls: Sequence[str],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Finding]:
    """Return how far the clock is from those of servers, by the Date of their answers."""
    by_host = {urlsplit(url).netloc: url for url in urls}
    async with fetcher_of(monitor) as fetcher:

        async def asked(url: str) -> timedelta | None:
            try:
                answer = await fetcher.get(url, source="doctor")
            except FetchError:
                return None
            return skew(answer, now()) if isinstance(answer, Fetched) else None

        found = await asyncio.gather(*(asked(url) for url in list(by_host.values())[:_ASKED]))
    off = [one.total_seconds() for one in found if one is not None]
    if not off:
        return [
            Finding(
                check="clock",
                state=State.DOUBT,
                says="no server told the time",
                hint="Without a network the clock cannot be compared with any other.",
            )
        ]
    seconds = median(off)
    if abs(seconds) <= SKEW.total_seconds():
        return [Finding(check="clock", says=f"within {abs(seconds):.0f} s of {len(off)} servers")]
    return [
        Finding(
            check="clock",
            state=State.BAD,
            says=f"{abs(seconds):.0f} s {_way(seconds)} the servers asked",
            hint="Set the clock (NTP): webhooks are refused and days are wrong with this one.",
        )
    ]


def _way(seconds: float) -> str:
    return "ahead of" if seconds > 0 else "behind"


def skew(answer: Fetched, now: datetime) -> timedelta | None:
    """Return how far `now` is ahead of an answer's Date; None where a cache or nobody dates it."""
    if answer.header("age"):
        return None
    try:
        dated = parsedate_to_datetime(answer.header("date") or "")
    except ValueError:
        return None
    return now - (dated if dated.tzinfo else dated.replace(tzinfo=UTC))


def answers(rows: Iterable[Mapping[str, object]], sources: frozenset[str]) -> list[Finding]:
    """Return what the sources and channels answered, those that did not one by one."""
    found: list[Finding] = []
    well: Counter[str] = Counter()
    for row in rows:
        kind = "source" if row["id"] in sources else "channel"
        if row["state"] == "ok":
            well[kind] += 1
            continue
        found.append(
            Finding(
                check=f"{kind} {row['id']}",
                state=State.DOUBT if kind == "source" else State.BAD,
                says=f"{row['state']}: {row.get('detail') or 'no answer that can be used'}",
                hint="See “A source fails” in docs/operations.md."
                if kind == "source"
                else "No alert arrives there. `monitor alerts test` tries it with a message.",
            )
        )
    return [
        *(Finding(check=f"{kind}s", says=f"{number} answer") for kind, number in well.items()),
        *found,
    ]
