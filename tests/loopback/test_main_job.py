"""The main job: from a feed on a real server to a stored shift, a signed webhook and a mail."""

import random
import time
from pathlib import Path
from typing import Any

from tests.loopback.running import monitor, running, until
from tests.loopback.world import World, environment, free_port, lines, settings_folder

# The ministry's words of 2025-07-24 and 2025-08-19 (English renderings as reported in the press);
# the prose around them is ours.
JULY = (
    "We stand ready to work with relevant countries and regions to continue enhancing dialogue "
    "and cooperation on export controls and jointly keep global industrial and supply chains "
    "stable, safe and secure"
)
AUGUST = (
    "we are willing to strengthen dialogue and cooperation with relevant countries and regions "
    "to jointly maintain the stability of the global industrial and supply chains"
)


def july() -> dict[str, str]:
    return {
        "guid": "july",
        "title": "Ministry speaks on rare-earth exports",
        "link": "http://news.example/july",
        "pubDate": "Thu, 24 Jul 2025 10:00:00 GMT",
        "description": (
            "BEIJING - Asked about rare-earth magnets at a daily briefing, Chinese Foreign "
            "Ministry spokesperson Guo Jiakun answered on Thursday. "
            f"“{JULY},” Guo said."
        ),
    }


def august() -> dict[str, str]:
    return {
        "guid": "august",
        "title": "Beijing on rare-earth exports",
        "link": "http://news.example/august",
        "pubDate": "Tue, 19 Aug 2025 10:00:00 GMT",
        "description": (
            "BEIJING - China's Foreign Ministry was asked about rare-earth exports again. "
            f"“What I can tell you is that {AUGUST},” spokesperson Mao Ning told a press "
            "conference on Tuesday."
        ),
    }


def source(here: World, path: str = "/feed.xml", **more: Any) -> dict[str, Any]:
    return {
        "id": "wire",
        "name": "A wire",
        "url": here.url(path),
        "outlet_country": "CN",
        "zone": "Asia/Shanghai",
        "language": "en",
        "grade": "A",
        "cadence": {"minimum": "1s", "maximum": "1s", "initial": "1s"},
        **more,
    }


def test_a_shift_is_stored_signed_and_mailed_once_and_a_restart_repeats_nothing(
    here: World, tmp_path: Path
) -> None:
    here.feed("/feed.xml", july())
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")

    with running(environ, tmp_path) as daemon:
        until(lambda: daemon.get("/api/statements")["rows"])
        assert daemon.get("/api/shifts")["rows"] == []
        assert daemon.stop() == 0
    assert here.hooks == []
    assert here.mails == []

    here.feed("/feed.xml", august(), july())
    with running(environ, tmp_path) as daemon:
        until(lambda: here.hooks and here.mails)
        shifts = daemon.get("/api/shifts")["rows"]
        assert daemon.stop() == 0
    with running(environ, tmp_path) as daemon:
        visited = daemon.get("/status")["sources"][0]["visits"]
        until(lambda: daemon.get("/status")["sources"][0]["visits"] > visited + 1)
        assert daemon.get("/status")["outbox"]["sent"] == 2
        assert daemon.stop() == 0

    (shift,) = [one for one in shifts if one["silenced"] is None]
    assert shift["body"] == "CN-MFA"
    assert shift["topic"] == "rare-earths"
    assert shift["removed"] == ["export controls"]
    (payload,) = here.verified()
    assert payload["shift"]["id"] == shift["id"]
    assert "export controls" in payload["passages"]["before"]["text"]
    marks = payload["passages"]["before"]["marks"]
    struck = [
        payload["passages"]["before"]["text"][mark["start"] : mark["end"]]
        for mark in marks
        if mark["kind"] == "removed"
    ]
    assert any("export controls" in words for words in struck)
    (mail,) = here.mails
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "export controls" in text.get_content()
    assert "[-" in text.get_content()
    assert "<del" in html.get_content()
    assert mail["Message-ID"].startswith(f"<{payload['id']}@")
    assert any(line["event"] == "visit" for line in daemon.log())


def test_a_second_daemon_on_the_same_database_is_refused(here: World, tmp_path: Path) -> None:
    here.feed("/feed.xml", july())
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    with running(environ, tmp_path) as daemon:
        said = monitor({**environ, "MONITOR_PORT": str(free_port())}, "run", code=1)
        assert "another" in said
        assert str(daemon.process.pid) in said
        assert daemon.get("/healthz")


def test_kill_9_at_any_moment_loses_no_item_and_no_alert(here: World, tmp_path: Path) -> None:
    chance = random.Random(20250819)
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    entries = [july()]
    here.feed("/feed.xml", *entries)
    with running(environ, tmp_path) as daemon:
        until(lambda: daemon.get("/api/items")["rows"])
        daemon.kill()
    for number in range(20):
        entry = july() if number % 2 else august()
        words = AUGUST if number % 2 == 0 else JULY
        day = 1 + number
        entry |= {
            "guid": f"entry-{number}",
            "link": f"http://news.example/{number}",
            "pubDate": f"{day:02d} Sep 2025 10:00:00 GMT",
            "description": (
                f"“{words}, and we will review {number + 2} applications for rare-earth export "
                f"licences,” Chinese Foreign Ministry spokesperson Lin Jian said on September "
                f"{day}."
            ),
        }
        entries.insert(0, entry)
        here.feed("/feed.xml", *entries)
        with running(environ, tmp_path) as daemon:
            time.sleep(chance.uniform(0, 1.2))
            daemon.kill()
    with running(environ, tmp_path) as daemon:
        until(lambda: len(daemon.get("/api/items")["rows"]) == len(entries))
        until(lambda: not daemon.get("/status")["outbox"]["pending"], seconds=60)
        until(lambda: not daemon.get("/status")["outbox"]["leased"], seconds=60)
        assert daemon.stop() == 0
    alerts = lines(monitor(environ, "alerts", "list", "--json"))
    assert len(alerts) > 5
    states = {one["state"] for alert in alerts for one in alert["deliveries"]}
    assert states == {"sent"}
    got = {payload["id"] for payload in here.verified()}
    assert got == {alert["id"] for alert in alerts}
    mailed = {mail["Message-ID"].split("@")[0].strip("<") for mail in here.mails}
    assert mailed == got
