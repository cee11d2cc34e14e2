from pathlib import Path

import pytest

from tests.cli.conftest import AUGUST, JULY, Run, document, lines

MONITOR = """
channels: [{id: screen, kind: console}]
subscribers:
  - {id: desk, channels: [screen], rules: [{bodies: [CN-MFA]}]}
  - {id: magnets, channels: [screen], rules: [{directions: [wider]}]}
"""


@pytest.fixture
def subscribed(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two subscribers hear, in a copy of the settings."""
    folder = tmp_path / "config"
    folder.mkdir()
    for path in config.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "monitor.yaml").write_text(MONITOR, encoding="utf-8")
    monkeypatch.setenv("MONITOR_CONFIG", str(folder))


NEWS = lines(document("july", JULY, "2025-07-24"), document("august", AUGUST, "2025-08-19"))


def test_it_tells_who_would_have_been_told_of_documents(run: Run, subscribed: None) -> None:
    (found,) = run("replay", "-", "--route", "--json", stdin=NEWS).rows()
    assert (found["type"], found["subscriber"], found["how"]) == ("route", "desk", "alone")
    assert found["found_at"].startswith("2025-08-19")
    shown = run("replay", "-", "--route", stdin=NEWS).out
    assert "desk: would have been told 1 time in 2 documents: 1 at once" in shown
    assert "magnets: would have been told of nothing in 2 documents" in shown


def test_what_is_stored_is_asked_where_no_file_is_given(filled: Run, subscribed: None) -> None:
    shown = filled("replay", "--route", "--days", "3650").out
    assert "desk: would have been told 1 time in 3650 days" in shown
    assert "2025-08-19 12:00 UTC" in shown
    assert "magnets: would have been told of nothing" in shown


def test_a_replay_of_nothing_is_wrong_use(run: Run) -> None:
    result = run("replay")
    assert result.code == 2
    assert "no file is given" in result.err


def test_digests_are_counted_as_the_messages_that_they_are_and_idle_rules_are_seen(
    run: Run, subscribed: None, tmp_path: Path
) -> None:
    monitor = """
channels: [{id: screen, kind: console}]
subscribers:
  - id: desk
    channels: [screen]
    rules: [{directions: [wider]}, {send: daily, at: "08:00"}]
"""
    (tmp_path / "config" / "monitor.yaml").write_text(monitor, encoding="utf-8")
    shown = run("replay", "-", "--route", stdin=NEWS).out
    assert "desk: would have been told 1 time in 2 documents: 1 digest of 1 shift" in shown
    assert "rule 1: nothing" in shown
    assert "rule 2: 1 shift" in shown
    assert "2025-08-19 08:00 UTC  digest" in shown
