"""What is not covered is said so: each state of a source, told once, and its end told once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.service import served
from monitor.config.settings import Settings, load
from monitor.pipeline.monitor import Monitor
from monitor.run.daemon import Tasks
from monitor.storage.engine import Database
from monitor.web.status import status
from tests.loopback.running import monitor as command
from tests.loopback.world import Page, World, environment, free_port, rss, settings_folder

STEP = 30
"""Minutes between two visits of every source here."""
START = datetime(2025, 8, 20, 9, 30, tzinfo=UTC)
CADENCE = {"minimum": f"{STEP}m", "maximum": f"{STEP}m"}
LISTING = {"kind": "html", "entry": "li", "link": "a"}


def told(number: int, **given: str) -> dict[str, str]:
    return {
        "guid": f"g-{number}",
        "title": f"Rare earths, number {number}",
        "link": f"http://news.example/{number}",
        "pubDate": format_datetime(START - timedelta(hours=3)),
        "description": f"A report on rare earths, number {number}.",
        **given,
    }


def feed(*numbers: int) -> Page:
    return Page(rss(*(told(number) for number in numbers)))


def html(body: str) -> Page:
    return Page(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8")


def wire(here: World, **given: Any) -> dict[str, Any]:
    return {"id": "wire", "name": "A wire", "url": here.url("/feed"), **given}


SOUND = feed(*range(9, 0, -1))
LISTED = html("<ul>" + "<li><a href='/1'>Rare earths, a notice</a></li>" * 3 + "</ul>")
WALL = html("<script>window._cf_chl_opt={cType:'managed'}</script>")


@dataclass
class Play:
    """The real monitor over one database, with its clock in our hands."""

    here: World
    settings: Settings
    database: Database
    environ: dict[str, str]
    monitor: Monitor | None = None
    tasks: Tasks = field(default_factory=Tasks)
    now: datetime = START

    def clock(self) -> datetime:
        return self.now

    async def ended(self) -> None:
        while len(self.tasks):  # noqa: ASYNC110 - the daemon asks for no event, so there is none
            await asyncio.sleep(0.005)

    async def step(self, count: int = 1, *, minutes: int = STEP) -> None:
        """Let time pass, and do what the scheduler does: visits, notices, deliveries."""
        assert self.monitor is not None
        for _ in range(count):
            for part in (minutes - 2, 2):
                self.now += timedelta(minutes=part)
                await self.monitor.visit_due(self.tasks)
                await self.ended()
                await self.monitor.deliver_due(self.tasks)
                await self.ended()

    def state(self, source: str = "wire") -> dict[str, Any]:
        return next(one for one in self.status()["sources"] if one["id"] == source)

    def status(self) -> dict[str, Any]:
        assert self.monitor is not None
        shown = served(self.settings, self.database, self.monitor, clock=self.clock)
        with self.database.read() as session:
            return status(session, shown)

    def notices(self) -> list[dict[str, Any]]:
        """Return the notices that a webhook got, each signature checked."""
        got = [one for one in self.here.verified() if one["type"] == "monitor.notice"]
        assert len({one["id"] for one in got}) == len(got)
        return got

    def events(self) -> list[tuple[str, str]]:
        return [
            (source["event"], source["state"])
            for notice in self.notices()
            for source in notice["sources"]
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run a monitor; a second one over the same database is a restart."""
        async with Monitor(self.settings, self.database, clock=self.clock) as running:
            self.monitor = running
            yield


Script = Callable[[Play], Awaitable[None]]


def play(
    here: World,
    folder: Path,
    script: Script,
    *sources: dict[str, Any],
    change: Callable[[Settings], Settings] = lambda settings: settings,
    **environ: str,
) -> None:
    """Run a script on the real monitor, its sources, a webhook and a mail server on loopback."""
    entries = sources or (wire(here),)
    known = {"cadence": CADENCE, "language": "en", "looks": []}
    config = settings_folder(folder / "config", here, [{**known, **one} for one in entries])
    variables = environment(here, config, f"sqlite:///{folder / 'monitor.db'}") | environ

    async def run(database: Database) -> None:
        stage = Play(here, change(load(config, variables)), database, variables)
        async with stage.running():
            await script(stage)

    with Database.open(variables["MONITOR_DATABASE_URL"]) as database:
        asyncio.run(run(database))


PAGE = {"kind": "page", "listing": LISTING}
CASES = [
    pytest.param({}, SOUND, Page(b"oops", status=500), "failing", 3, id="failing"),
    pytest.param({}, SOUND, html("<p>Not a feed</p>" * 900), "failing", 3, id="no feed"),
    pytest.param({}, SOUND, Page(b"no", status=403), "blocked", 2, id="blocked"),
    pytest.param({}, SOUND, WALL, "blocked", 2, id="wall"),
    pytest.param(PAGE, LISTED, html("<p>We have moved</p>" * 9), "selector lost", 2, id="lost"),
    pytest.param({}, SOUND, feed(), "suspect", 13, id="emptied"),
]


@pytest.mark.parametrize(("given", "sound", "broken", "state", "visits"), CASES)
def test_a_source_that_gets_worse_is_told_once_when_it_is_sure_and_once_when_it_is_back(
    here: World,
    tmp_path: Path,
    given: dict[str, Any],
    sound: Page,
    broken: Page,
    state: str,
    visits: int,
) -> None:
    async def script(stage: Play) -> None:
        here.pages["/feed"] = sound
        await stage.step(2)
        assert stage.state()["state"] == "ok"
        heard = stage.now - timedelta(minutes=2)

        here.pages["/feed"] = broken
        await stage.step(visits - 1)
        assert stage.state()["state"] in (state, "suspect")
        assert stage.notices() == []
        await stage.step(2)
        (notice,) = stage.notices()
        (about,) = notice["sources"]
        assert (about["event"], about["id"], about["state"]) == ("worse", "wire", state)
        since = datetime.fromisoformat(about["not_covered_since"])
        assert abs(since - heard) <= timedelta(minutes=2)
        assert stage.state()["state"] == state
        (gap,) = stage.state()["not_covered"]
        assert (gap["state"], gap["until"]) == (state, None)
        assert any("A wire" in line and state in line for line in stage.status()["not_covered"])

        async with stage.running():
            await stage.step(4)
        assert len(stage.notices()) == 1
        here.pages["/feed"] = sound
        async with stage.running():
            await stage.step(3)
        assert stage.events() == [("worse", state), ("recovered", state)]
        assert stage.state()["state"] == "ok"
        assert stage.state()["not_covered"][0]["until"] is not None
        assert stage.status()["not_covered"] == []
        assert len(here.mails) == 2

    play(
        here, tmp_path, script, {"id": "wire", "name": "A wire", "url": here.url("/feed"), **given}
    )


@pytest.mark.parametrize(("given", "sound", "broken", "state", "visits"), CASES)
def test_what_is_met_once_alone_is_told_to_nobody(
    here: World,
    tmp_path: Path,
    given: dict[str, Any],
    sound: Page,
    broken: Page,
    state: str,
    visits: int,
) -> None:
    async def script(stage: Play) -> None:
        here.pages["/feed"] = sound
        await stage.step(2)
        for _ in range(3):
            here.pages["/feed"] = broken
            await stage.step(1)
            assert stage.state()["state"] != "ok"
            here.pages["/feed"] = sound
            await stage.step(1)
            assert stage.state()["state"] == "ok"
        assert stage.notices() == []
        assert len(stage.state()["not_covered"]) == 3

    play(
        here, tmp_path, script, {"id": "wire", "name": "A wire", "url": here.url("/feed"), **given}
    )


def test_a_source_that_gets_worse_still_is_told_of_once_more_and_not_on_the_way_back(
    here: World, tmp_path: Path
) -> None:
    async def script(stage: Play) -> None:
        for page, steps in (
            (SOUND, 2),
            (Page(b"oops", status=500), 5),
            (Page(b"no", status=403), 4),
            (Page(b"oops", status=500), 5),
            (Page(b"no", status=403), 4),
            (SOUND, 2),
        ):
            here.pages["/feed"] = page
            await stage.step(steps)
        assert stage.events() == [
            ("worse", "failing"),
            ("worse", "blocked"),
            ("recovered", "blocked"),
        ]
        assert len(stage.state()["not_covered"]) == 1

    play(here, tmp_path, script)


def test_a_source_that_fails_under_changing_names_is_told_too(here: World, tmp_path: Path) -> None:
    async def script(stage: Play) -> None:
        here.pages["/feed"] = SOUND
        await stage.step(1)
        for turn in range(6):
            status = 500 if turn % 2 else 403
            here.pages["/feed"] = Page(b"no", status=status)
            await stage.step(1)
        (event,) = stage.events()
        assert event in (("worse", "blocked"), ("worse", "failing"))
        here.pages["/feed"] = SOUND
        await stage.step(2)
        assert [name for name, _ in stage.events()] == ["worse", "recovered"]

    play(here, tmp_path, script)


def test_a_feed_that_answers_with_items_of_years_ago_is_stale_from_the_first_visits_on(
    here: World, tmp_path: Path
) -> None:
    def old(*numbers: int) -> Page:
        date = "Fri, 15 Sep 2017 10:00:00 GMT"
        return Page(rss(*(told(number, pubDate=date) for number in numbers)))

    async def script(stage: Play) -> None:
        here.pages["/feed"] = old(1, 2, 3)
        await stage.step(1)
        assert stage.state()["state"] == "stale"
        await stage.step(2)
        assert stage.events() == [("worse", "stale")]
        # What it turns over of its old stock is no news.
        here.pages["/feed"] = old(4, 1, 2, 3)
        await stage.step(2)
        assert stage.state()["state"] == "stale"
        here.pages["/feed"] = Page(rss(told(5), told(4, pubDate="Fri, 15 Sep 2017 10:00:00 GMT")))
        await stage.step(2)
        assert stage.events() == [("worse", "stale"), ("recovered", "stale")]
        assert stage.state()["state"] == "ok"

    play(here, tmp_path, script)


def test_a_source_that_never_rests_is_stale_after_days_and_one_that_rests_is_not(
    here: World, tmp_path: Path
) -> None:
    def dated(days: int, *weekdays: int) -> Page:
        first = START - timedelta(days=days)
        found = [first + timedelta(days=day) for day in range(days + 1)]
        shown = [at for at in found if at.weekday() in weekdays][::-1]
        entries = [told(at.toordinal(), pubDate=format_datetime(at)) for at in shown]
        return Page(rss(*entries))

    async def script(stage: Play) -> None:
        here.pages["/wire"] = dated(40, *range(7))
        here.pages["/ministry"] = dated(40, *range(5))
        await stage.step(1)
        await stage.step(1, minutes=3 * 24 * 60)
        await stage.step(1)
        assert stage.state("wire")["state"] == "stale"
        assert "days a week" in stage.state("wire")["warnings"][0]
        assert stage.state("ministry")["state"] == "ok"
        await stage.step(1, minutes=6 * 24 * 60)
        assert stage.state("ministry")["state"] == "ok"
        await stage.step(1, minutes=3 * 24 * 60)
        assert stage.state("ministry")["state"] == "stale"

    names = ("wire", "ministry")
    play(
        here,
        tmp_path,
        script,
        *({"id": name, "name": name, "url": here.url(f"/{name}")} for name in names),
    )


def test_a_feed_that_was_overrun_says_once_that_items_may_have_been_missed(
    here: World, tmp_path: Path
) -> None:
    async def script(stage: Play) -> None:
        here.pages["/feed"] = feed(4, 3, 2, 1)
        await stage.step(2)
        here.pages["/feed"] = feed(6, 5, 4, 3)
        await stage.step(1)
        assert stage.state()["not_covered"] == []
        # An old entry that is pinned to the feed does not hide it.
        here.pages["/feed"] = feed(3, 12, 11, 10)
        await stage.step(1)
        here.pages["/feed"] = feed(3, 22, 21, 20)
        await stage.step(3)
        assert stage.events() == [("missed", "missed")]
        (gap,) = stage.state()["not_covered"]
        assert gap["state"] == "missed"
        assert gap["since"] < gap["until"]
        assert "may have been missed" in gap["problem"]
        assert stage.state()["state"] == "ok"
        here.pages["/feed"] = feed(3, 23, 22, 21)
        await stage.step(2)
        assert len(stage.notices()) == 1

    play(here, tmp_path, script)


def test_an_answer_that_takes_long_makes_its_source_slow_and_no_noise(
    here: World, tmp_path: Path
) -> None:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.send_header("Content-Length", str(len(SOUND.body)))
        handler.end_headers()
        handler.wfile.write(SOUND.body)

    def impatient(settings: Settings) -> Settings:
        monitor = replace(settings.monitor, slow=timedelta(seconds=0.05))
        return replace(settings, monitor=monitor)

    async def script(stage: Play) -> None:
        here.pages["/feed"] = Page(b"", act=slowly)
        await stage.step(4)
        assert stage.state()["state"] == "slow"
        assert "to answer" in stage.state()["warnings"][0]
        assert stage.notices() == []
        here.pages["/feed"] = SOUND
        await stage.step(1)
        assert stage.state()["state"] == "ok"

    play(here, tmp_path, script, change=impatient)


def test_what_comes_up_together_is_told_together(here: World, tmp_path: Path) -> None:
    names = [f"s{number}" for number in range(8)]

    async def script(stage: Play) -> None:
        for name in names:
            here.pages[f"/{name}"] = SOUND
        await stage.step(2)
        for name in names:
            here.pages[f"/{name}"] = Page(b"no", status=403)
        await stage.step(4)
        (notice,) = stage.notices()
        assert [one["id"] for one in notice["sources"]] == names
        assert notice["subject"] == "Coverage: 8 sources changed: 8 not heard"

    play(
        here,
        tmp_path,
        script,
        *({"id": name, "name": name, "url": here.url(f"/{name}")} for name in names),
    )


def test_a_source_that_is_rested_ends_its_gap_without_a_recovery(
    here: World, tmp_path: Path
) -> None:
    async def script(stage: Play) -> None:
        here.pages["/feed"] = Page(b"no", status=403)
        await stage.step(4)
        assert stage.events() == [("worse", "blocked")]
        (source,) = stage.settings.sources
        rested = replace(source, enabled=False, why="blocked for weeks")
        stage.settings = replace(stage.settings, sources=(rested,))
        async with stage.running():
            await stage.step(3)
        assert stage.events() == [("worse", "blocked")]
        assert stage.state()["state"] == "disabled"
        assert stage.status()["not_covered"] == ["A wire: blocked for weeks"]

    play(here, tmp_path, script)


HOSTS = [f"127.0.0.{number}" for number in range(1, 61)]


class Sites:
    """Sixty hosts that can go all at once, and come back but for some."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: asyncio.Server | None = None

    async def up(self, hosts: list[str] = HOSTS) -> None:
        self._server = await asyncio.start_server(self._answer, hosts, self.port)

    async def down(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(SOUND.body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + SOUND.body)
        await writer.drain()
        writer.close()


def test_a_network_that_is_down_here_is_one_notice_for_sixty_sources_and_one_when_it_is_back(
    here: World, tmp_path: Path
) -> None:
    sites = Sites()

    async def script(stage: Play) -> None:
        await sites.up()
        await stage.step(2)
        assert {one["state"] for one in stage.status()["sources"]} == {"ok"}
        await sites.down()
        await stage.step(3)
        async with stage.running():
            await stage.step(6)
            assert {one["state"] for one in stage.status()["sources"]} == {"failing"}
            (notice,) = stage.notices()
            (about,) = notice["sources"]
            assert (about["event"], about["id"], about["sources"]) == ("worse", None, len(HOSTS))
            assert "60 sources cannot be reached" in notice["subject"]
            assert stage.status()["not_covered"][0].startswith("The network here: outage")

            # One of them stays away: that is news of its own, and only after the outage.
            await sites.up(HOSTS[:-1])
            await stage.step(1)
            assert stage.events()[1:] == [("recovered", "down")]
            await stage.step(4)
            assert stage.events()[2:] == [("worse", "failing")]
            assert stage.notices()[2]["sources"][0]["id"] == "site-60"
            await stage.step(4)
            assert len(stage.notices()) == 3
        await sites.down()

    play(
        here,
        tmp_path,
        script,
        *(
            {"id": f"site-{number}", "name": host, "url": f"http://{host}:{sites.port}/feed"}
            for number, host in enumerate(HOSTS, 1)
        ),
        MONITOR_PRIVATE_HOSTS=",".join([f"127.0.0.1:{here.port}", *HOSTS]),
    )


def test_a_router_that_restarts_is_told_to_nobody(here: World, tmp_path: Path) -> None:
    sites = Sites()
    hosts = HOSTS[:5]

    async def script(stage: Play) -> None:
        await sites.up(hosts)
        await stage.step(2)
        await sites.down()
        await stage.step(1)
        await sites.up(hosts)
        await stage.step(4)
        assert stage.notices() == []
        assert {one["state"] for one in stage.status()["sources"]} == {"ok"}
        await sites.down()

    play(
        here,
        tmp_path,
        script,
        *(
            {"id": f"site-{number}", "name": host, "url": f"http://{host}:{sites.port}/feed"}
            for number, host in enumerate(hosts)
        ),
        MONITOR_PRIVATE_HOSTS=",".join([f"127.0.0.1:{here.port}", *hosts]),
    )


def test_the_command_says_what_is_not_covered_and_since_when(here: World, tmp_path: Path) -> None:
    kept: dict[str, str] = {}

    async def script(stage: Play) -> None:
        here.pages["/feed"] = SOUND
        await stage.step(1)
        here.pages["/feed"] = Page(b"no", status=403)
        await stage.step(2)
        kept.update(stage.environ)

    play(here, tmp_path, script)
    shown = " ".join(command({**kept, "COLUMNS": "200"}, "sources").split())
    assert "blocked" in shown
    assert "not covered since 2025-08-20 09:58 UTC" in shown
    assert "answered 403" in shown
