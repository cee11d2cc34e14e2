"""`restore`, `prune`, `reprocess` and `doctor`, as an operator types them."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.storage.engine import Database
from tests.cli.conftest import Run


def test_a_backup_is_restored_and_what_was_there_is_kept(
    filled: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert filled("backup", copy).code == 0
    path = Path(environ["MONITOR_DATABASE_URL"].removeprefix("sqlite:///"))
    raw = sqlite3.connect(path)
    raw.execute("DELETE FROM shift")
    raw.commit()
    raw.close()
    assert filled("shifts", "--json").rows() == []
    done = filled("restore", copy)
    assert done.code == 0
    assert "2 items" in done.out
    assert "1 delivery waited" in done.err
    assert f"{path.name}.replaced-1" in done.err
    assert len(filled("shifts", "--json").rows()) == 1


def test_a_restore_refuses_what_is_no_backup_and_a_database_in_use(
    filled: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no database")
    refused = filled("restore", wrong)
    assert (refused.code, "no SQLite database" in refused.err) == (1, True)
    assert filled("restore", tmp_path / "not-there").code == 1
    path = environ["MONITOR_DATABASE_URL"].removeprefix("sqlite:///")
    assert filled("restore", path).code == 2
    copy = tmp_path / "copy.db"
    filled("backup", copy)
    with Database.open(environ["MONITOR_DATABASE_URL"]) as database, database.hold():
        held = filled("restore", copy)
    assert (held.code, "another monitor runs" in held.err) == (1, True)
    assert len(filled("shifts", "--json").rows()) == 1


def test_a_dry_run_counts_what_pruning_then_throws_away(
    filled: Run, environ: dict[str, str]
) -> None:
    old = datetime.now(UTC) - timedelta(days=800)
    path = environ["MONITOR_DATABASE_URL"].removeprefix("sqlite:///")
    raw = sqlite3.connect(path)
    raw.execute(
        "INSERT INTO entry (id, source, key, digest, url, position, first_seen_at, last_seen_at, "
        "missing_since) VALUES ('x', 'wire', 'x', 'x', '', 0, :at, :at, :at)",
        {"at": old.strftime("%Y-%m-%d %H:%M:%S.%f")},
    )
    raw.commit()

    def entries() -> int:
        return int(raw.execute("SELECT count(*) FROM entry").fetchone()[0])

    counted = filled("prune", "--dry-run", "--json").rows()
    assert counted[0] == {"kind": "entries", "kept": "365 days", "rows": 1, "done": False}
    assert {row["kept"] for row in counted[1:]} == {"for good"}
    assert entries() == 1
    assert filled("prune", "--json").rows()[0]["rows"] == 1
    assert entries() == 0
    assert "entries" in filled("prune").out
    raw.close()


def test_reading_anew_shows_what_differs_and_changes_nothing_unasked(
    filled: Run, environ: dict[str, str]
) -> None:
    before = filled("shifts", "--json").rows()
    done = filled("reprocess")
    assert done.code == 0
    assert "2 items read anew" in done.out
    assert "Nothing was changed" in done.out
    (summary,) = [row for row in filled("reprocess", "--json").rows() if row["type"] == "reading"]
    assert summary["items"] == 2
    assert summary["committed"] is False
    assert filled("shifts", "--json").rows() == before
    committed = filled("reprocess", "--commit")
    assert (committed.code, "nobody was told" in committed.out) == (0, True)
    with Database.open(environ["MONITOR_DATABASE_URL"]) as database, database.hold():
        held = filled("reprocess", "--commit")
    assert (held.code, "another monitor runs" in held.err) == (1, True)


def test_the_doctor_finds_this_installation_well_but_for_what_it_cannot_reach(filled: Run) -> None:
    done = filled("doctor", "--offline", "--json")
    states = {row["check"]: row["state"] for row in done.rows()}
    assert states["database"] == states["versions"] == "ok"
    assert "dns" not in states
    live = filled("doctor", "--json")
    rows = {row["check"]: row for row in live.rows()}
    assert rows["source wire"]["state"] == "doubt"
    assert "docs/operations.md" in rows["source wire"]["hint"]
    assert rows["channel desk"]["state"] == "bad"
    assert rows["clock"]["state"] == "doubt"
    assert live.code == 1
    assert all(row["hint"] for row in rows.values() if row["state"] != "ok")


def test_the_doctor_names_a_damaged_database_and_broken_settings(
    filled: Run,
    environ: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 8192)
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{damaged}")
    done = filled("doctor", "--offline", "--json")
    (row,) = [row for row in done.rows() if row["check"] == "database"]
    assert (row["state"], done.code) == ("bad", 1)
    assert "backup" in row["hint"]
    monkeypatch.setenv("MONITOR_PORT", "none")
    done = filled("doctor", "--json")
    assert done.code == 1
    assert [row["check"] for row in done.rows()] == ["settings"]
    assert "MONITOR_PORT" in done.rows()[0]["says"]
