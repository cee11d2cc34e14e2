"""A daemon through what happens in a year: settings change, it gives signs of life, it stops."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import psycopg.conninfo
import yaml

from tests.loopback.running import Daemon, monitor, running, until
from tests.loopback.test_main_job import august, july, source
from tests.loopback.world import Page, World, environment, lines, settings_folder


def write_sources(folder: Path, *sources: dict[str, Any]) -> None:
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": list(sources)}))


def state(daemon: Daemon) -> dict[str, Any]:
    found: dict[str, Any] = daemon.get("/status")["configuration"]
    return found


def test_a_change_is_taken_up_and_a_broken_one_leaves_the_old_at_work_and_says_so(
    here: World, tmp_path: Path
) -> None:
    here.feed("/feed.xml", july())
    here.feed("/more.xml", july())
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    with running(environ, tmp_path) as daemon:
        until(lambda: "/feed.xml" in here.asked)
        assert state(daemon)["state"] == "current"

        (folder / "sources.yaml").write_text("sources:\n  - id: wire\n    urll: nowhere\n")
        until(lambda: state(daemon)["state"] == "refused")
        refused = state(daemon)
        assert any("urll" in one["problem"] for one in refused["problems"])
        assert all(one["path"].startswith(str(folder)) for one in refused["problems"])
        assert "monitor_settings_refused 1.0" in daemon.read("/metrics")
        asked = here.asked.count("/feed.xml")
        until(lambda: here.asked.count("/feed.xml") > asked)
        assert daemon.ask("/readyz")["ready"]

        write_sources(folder, source(here), source(here, "/more.xml", id="more"))
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: "/more.xml" in here.asked)
        until(lambda: state(daemon)["state"] == "current")
        assert [one["id"] for one in daemon.get("/api/sources")["rows"]] == ["wire", "more"]
        assert daemon.stop() == 0
    events = [line["event"] for line in daemon.log()]
    assert events.count("settings_refused") == 1
    assert events.count("settings_taken_up") == 1
    assert "task_failed" not in events


def test_what_a_running_process_cannot_take_up_is_named(here: World, tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    del environ["MONITOR_DATABASE_URL"]
    (folder / "monitor.yaml").write_text(
        yaml.safe_dump({"storage": {"database_url": f"sqlite:///{tmp_path / 'one.db'}"}})
    )
    with running(environ, tmp_path) as daemon:
        (folder / "monitor.yaml").write_text(
            yaml.safe_dump({"storage": {"database_url": f"sqlite:///{tmp_path / 'two.db'}"}})
        )
        until(lambda: state(daemon)["needs_restart"] == ["database_url"])
        assert not (tmp_path / "two.db").exists()


def test_a_heartbeat_is_sent_while_all_is_well_and_its_address_is_told_to_nobody(
    here: World, tmp_path: Path
) -> None:
    here.feed("/feed.xml", july())
    here.feed("/alive/4711")
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    environ["MONITOR_HEARTBEAT_URL"] = here.url("/alive/4711")
    with running(environ, tmp_path) as daemon:
        until(lambda: "/alive/4711" in here.asked)
        assert until(lambda: daemon.get("/status")["heartbeat"]["sent_at"])
        assert "4711" not in str(daemon.get("/status"))
        assert daemon.stop() == 0
    assert "4711" not in daemon.text()


def test_a_stop_while_sites_hang_ends_in_time_and_loses_nothing(
    here: World, tmp_path: Path
) -> None:
    here.feed("/feed.xml", july())
    over = threading.Event()
    here.pages["/hangs.xml"] = Page(b"", act=lambda _: (over.wait(30), None)[1])
    folder = settings_folder(
        tmp_path / "config", here, [source(here), source(here, "/hangs.xml", id="hangs")]
    )
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    with running(environ, tmp_path) as daemon:
        found = until(lambda: daemon.get("/api/statements")["rows"])
        until(lambda: "/hangs.xml" in here.asked)
        assert daemon.stop_within(10) == 0
    over.set()
    assert [one["id"] for one in lines(monitor(environ, "statements", "--json"))] == [
        one["id"] for one in found
    ]
    checked = lines(monitor(environ, "doctor", "--offline", "--json"))
    assert {one["check"]: one["state"] for one in checked}["database"] == "ok"


def test_the_log_has_a_line_for_each_visit_and_alert_and_no_secret_and_no_words_of_a_page(
    here: World, tmp_path: Path
) -> None:
    here.feed("/feed.xml", july())
    here.hook_status = 500
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, f"sqlite:///{tmp_path / 'monitor.db'}")
    token, address = "a-long-random-string", here.url("/hook/T0K3N")
    environ |= {"MONITOR_TOKEN": token, "MONITOR_WEBHOOK_URL": address}
    with running(environ, tmp_path) as daemon:
        until(lambda: [line for line in daemon.log() if line["event"] == "visit"])
        here.feed("/feed.xml", august(), july())
        failed = until(lambda: [line for line in daemon.log() if line["event"] == "alert_failed"])
        sent = until(lambda: [line for line in daemon.log() if line["event"] == "alert_sent"])
        assert daemon.stop() == 0
    assert {line["receiver"] for line in failed} == {"webhook"}
    assert [line["receiver"] for line in sent] == ["mail:analyst@example.org"]
    told = daemon.text()
    for secret in (token, "T0K3N", environ["MONITOR_WEBHOOK_SECRET"], "maintain the stability"):
        assert secret not in told


def test_a_database_server_that_goes_away_is_told_once_and_found_again(
    here: World, tmp_path: Path, postgresql: Callable[[str], str], postgresql_url: str
) -> None:
    here.feed("/feed.xml", july())
    folder = settings_folder(tmp_path / "config", here, [source(here)])
    environ = environment(here, folder, postgresql_url)
    name = psycopg.conninfo.conninfo_to_dict(postgresql_url)["dbname"]
    with (
        psycopg.connect(postgresql("postgres"), autocommit=True) as server,
        running(environ, tmp_path) as daemon,
    ):
        until(lambda: daemon.get("/api/statements")["rows"])
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        until(lambda: daemon.code("/readyz") == 503)
        until(lambda: [line for line in daemon.log() if line["event"] == "database_failed"])
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        until(lambda: daemon.code("/readyz") == 200)
        asked = here.asked.count("/feed.xml")
        until(lambda: here.asked.count("/feed.xml") > asked)
        assert daemon.stop() == 0
    events = [line["event"] for line in daemon.log()]
    assert events.count("database_failed") <= 2
    assert "Traceback" not in daemon.text()
