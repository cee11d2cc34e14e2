"""`seed`, `poll`, listings, `alerts`, `export`, `backup`, `check`: the commands over a database."""

import csv
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from monitor.storage import stopped
from monitor.storage.engine import Database
from monitor.storage.stopped import Stopped
from tests.cli.conftest import Run

SEEDS = {
    "body": "CN-MFA",
    "statements": [
        {
            "said_on": f"2025-07-{day}",
            "language": "en",
            "mode": "direct",
            "url": f"https://ministry.example/{day}",
            "text": "China will approve qualified applications for rare-earth exports",
        }
        for day in (10, 17, 24)
    ],
}
LISTINGS = ("items", "statements", "shifts")


def test_what_is_stored_is_listed_filtered_and_shown(filled: Run) -> None:
    counts = {name: len(filled(name, "--json").rows()) for name in LISTINGS}
    assert counts == {"items": 2, "statements": 2, "shifts": 1}
    assert len(filled("statements", "--json", "--limit", "1").rows()) == 1
    assert len(filled("statements", "--json", "--since", "2025-08-01").rows()) == 1
    assert len(filled("statements", "--json", "--body", "CN-MFA", "-q", "NOT approve").rows()) == 1
    assert filled("shifts", "--json", "--topic", "export-controls").out == ""
    shown = filled("items")
    assert "⟨U+202E⟩july" in shown.out
    assert "\u202e" not in shown.out


def test_an_unknown_name_that_finds_nothing_is_wrong_use_with_the_nearest_as_a_hint(
    filled: Run,
) -> None:
    for name in (*LISTINGS, "formulations"):
        done = filled(name, "--body", "CN-MAF", "--json")
        assert (done.code, done.out) == (2, "")
        assert "no body CN-MAF in bodies.yaml" in done.err
        assert "did you mean CN-MFA" in done.err
        assert len(done.err) < 400
        done = filled(name, "--topic", "rare-earth", "--json")
        assert (done.code, done.out) == (2, "")
        assert "no topic rare-earth in topics.yaml" in done.err
        assert "rare-earths (" in done.err


@pytest.mark.parametrize(
    ("arguments", "words", "hint"),
    [
        (("items", "--since", "yesterday"), "--since: not a date or a time", "ISO 8601"),
        (("items", "--limit", "0"), "Invalid value for '--limit'", ""),
        (("poll", "wire", "wir"), "no source wir in sources.yaml", "wire (A wire)"),
        (("alerts", "test", "pager"), "no channel pager", "one of desk"),
        (("alerts", "list", "--state", "lost"), "lost is no state", "pending"),
        (("export", "sources"), "nothing called sources is stored", "one of items"),
        (("export", "items", "--format", "xml"), "xml is no format", "jsonl or csv"),
        (("export", "items", "--since", "x"), "--since: not a date or a time", "ISO 8601"),
        (("seed", "nowhere.yaml"), "nowhere.yaml", ""),
        (("--config", "nowhere", "sources"), "nowhere", ""),
        (("sing",), "No such command", ""),
    ],
)
def test_wrong_use_and_wrong_settings_end_with_2(
    run: Run, arguments: tuple[str, ...], words: str, hint: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert words in done.err
    assert hint in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("alerts", "retry"), "nothing to try again"),
        (("alerts", "retry", "no-such-alert"), "nothing to try again"),
        (("backup", "/dev/null/copy.db"), "cannot be written"),
        (("export", "items", "--output", "/dev/null/items"), "cannot write"),
    ],
)
def test_a_failure_ends_with_1_and_says_why(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (1, "")
    assert words in done.err


def test_a_database_that_cannot_be_used_ends_with_1_and_a_hint(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"no database at all, however long one looks at it" * 100)
    for url in (f"sqlite:///{damaged}", "sqlite:////dev/null/monitor.db"):
        monkeypatch.setenv("MONITOR_DATABASE_URL", url)
        done = run("items", "--json")
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("error: ")


def test_seed_loads_once_and_the_formulations_are_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "seeds.yaml"
    path.write_text(yaml.safe_dump(SEEDS))
    assert "3 baseline statements, 3 of them new" in run("seed", path).out
    assert "3 baseline statements, 0 of them new" in run("seed", path).out
    rows = run("formulations", "--body", "CN-MFA", "--json").rows()
    assert rows
    assert {row["body"] for row in rows} == {"CN-MFA"}
    (row, *_) = run("formulations", "--matrix", "--json").rows()
    assert set(row["matrix"]) <= {"2025-07-10", "2025-07-17", "2025-07-24"}
    assert "CN-MFA" in run("formulations").out


def test_poll_tells_what_it_found_and_a_failing_source_is_no_failure_of_ours(run: Run) -> None:
    done = run("poll", "wire", "--json")
    (row,) = done.rows()
    assert done.code == 0
    assert (row["source"], row["outcome"]) == ("wire", "failed")
    assert row["error"]
    (source,) = run("sources", "--json").rows()
    assert (source["state"], source["failures"]) == ("failing", 1)
    assert source["last_error"] == row["error"]
    assert "failing" in run("sources").out


def test_the_outbox_is_listed_tried_and_tried_again(filled: Run) -> None:
    (alert,) = filled("alerts", "list", "--json").rows()
    assert [one["state"] for one in alert["deliveries"]] == ["pending"]
    filled("poll", "wire", "--json")
    (alert,) = filled("alerts", "list", "--state", "failed", "--json").rows()
    assert alert["deliveries"][0]["last_error"]
    assert filled("alerts", "list", "--state", "dead", "--json").out == ""
    assert "1 to be tried again" in filled("alerts", "retry", alert["id"]).out
    assert "pending" in filled("alerts").out


def test_a_message_that_a_channel_does_not_take_ends_with_1(run: Run) -> None:
    done = run("alerts", "test", "desk")
    assert (done.code, done.out) == (1, "")
    assert "127.0.0.1" in done.err


def test_export_writes_everything_as_lines_or_as_cells_that_no_spreadsheet_runs(
    filled: Run, tmp_path: Path
) -> None:
    assert len(filled("export", "statements").rows()) == 2
    target = tmp_path / "items.csv"
    assert filled("export", "items", "--format", "csv", "-o", target).code == 0
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["url"] for row in rows} == {
        "https://news.example/july",
        "https://news.example/august",
    }
    assert len(filled("export", "alerts").rows()) == 1


def test_backup_is_a_database_and_overwrites_nothing(filled: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert filled("backup", target).code == 0
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT count(*) FROM item").fetchone() == (2,)
    copy.close()
    again = filled("backup", target)
    assert again.code == 1
    assert "exists" in again.err


def test_check_sums_up_and_probe_says_what_does_not_answer(run: Run) -> None:
    (row,) = run("check", "--json").rows()
    assert (row["sources"], row["enabled"], row["channels"]) == (1, 1, ["desk"])
    assert "is sound" in run("check").out
    done = run("check", "--probe", "--json")
    assert done.code == 1
    assert [(one["id"], one["state"]) for one in done.rows()[1:]] == [
        ("wire", "failing"),
        ("desk", "failing"),
    ]


def test_every_problem_of_the_settings_is_told_at_once(
    run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "config"
    shutil.copytree(config, broken)
    (broken / "sources.yaml").write_text("sources: [{id: a, name: A, url: 'ftp://a', kynd: x}]")
    (broken / "monitor.yaml").write_text("log: loud\n")
    monkeypatch.setenv("MONITOR_CONFIG", str(broken))
    done = run("check")
    assert (done.code, done.out) == (2, "")
    assert "sources.yaml:1" in done.err
    assert "monitor.yaml:1" in done.err
    assert done.err.count("error: ") >= 2


def test_a_receiver_that_is_gone_is_tried_again_when_it_is_named(
    filled: Run, sqlite_url: str
) -> None:
    gone = Stopped(
        receiver="desk",
        address="0" * 64,
        problem="the receiver answered 410",
        stopped_at=datetime(2025, 8, 19, tzinfo=UTC),
    )
    with Database.open(sqlite_url) as database:
        with database.write() as session:
            stopped.stop(session, gone)
        assert "1 receiver that was gone" in filled("alerts", "retry", "--receiver", "desk").out
        with database.read() as session:
            assert stopped.get(session, "desk") is None


def test_a_channel_that_rests_is_not_tested_in_silence(
    run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "config"
    shutil.copytree(config, folder)
    channels = "channels: [{id: screen, kind: console, enabled: false}]"
    (folder / "monitor.yaml").write_text(channels, encoding="utf-8")
    monkeypatch.setenv("MONITOR_CONFIG", str(folder))
    done = run("alerts", "test", "screen")
    assert (done.code, done.out) == (1, "")
    assert "screen rests" in done.err
