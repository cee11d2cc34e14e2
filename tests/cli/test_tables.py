"""What people see: tables and blocks that fit the terminal, times to the minute, plain words."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from monitor.cli.matrix import matrices
from monitor.cli.tables import Column, minute, table
from tests.cli.conftest import Run

COLUMNS = (
    Column(key="at", heading="at, UTC", form=minute),
    Column(key="source", heading="source", least=8),
    Column(key="id", heading="id", rank=1),
    Column(key="error", heading="error"),
)
ROW = {
    "at": "2025-08-19T09:30:22.123456Z",
    "source": "a-source-with-a-long-name",
    "id": "0123456789abcdef01234567",
    "title": "稀土" * 60,
    "error": None,
}


@pytest.mark.parametrize("width", [30, 40, 80, 120])
def test_a_table_is_never_wider_than_the_terminal(width: int) -> None:
    lines = table([ROW], COLUMNS, width=width, below="title").plain.splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert lines[1].startswith("2025-08-19 09:30  a-source")
    assert "error" not in lines[0]
    assert len(lines) == 4
    assert ("0123456789abcdef01234567" in lines[1]) == (width >= 80)
    assert "a-source-with-a-long-name" in lines[1] or "…" in lines[1]


def rows(days: int) -> list[dict[str, object]]:
    spoken = [f"2025-{1 + day // 28:02}-{1 + day % 28:02}" for day in range(days)]
    thread = {"body": "CN-MFA", "topic": "rare-earths", "language": "en", "status": "standing"}
    return [
        {**thread, "text": "maintain stability", "matrix": dict.fromkeys(spoken, True)},
        {
            **thread,
            "text": "enhance dialogue and cooperation " * 4,
            "matrix": {day: number == 0 for number, day in enumerate(spoken)},
        },
    ]


def test_a_matrix_has_formulations_down_and_days_across() -> None:
    (made,) = matrices(rows(3), width=80)
    lines = made.plain.splitlines()
    assert lines[0].startswith("CN-MFA · rare-earths · en")
    assert lines[-5:] == [
        "year    25 25 25",
        "month   01 01 01",
        "day     01 02 03",
        "  1      ●  ●  ●",
        "  2      ●  ·  ·",
    ]


def test_a_matrix_of_many_days_goes_on_in_further_blocks() -> None:
    (made,) = matrices(rows(60), width=80)
    lines = made.plain.splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    assert sum(line.startswith("day") for line in lines) == 3
    assert made.plain.count("●") == 60 + 1 + 1
    (narrow,) = matrices(rows(60), width=20)
    assert max(map(cell_len, narrow.plain.splitlines()[6:])) <= 24


def test_a_shift_is_a_block_with_its_words_marked(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        out = filled("shifts").out
        assert all(cell_len(line) <= width for line in out.splitlines())
        (row,) = filled("shifts", "--json").rows()
        assert out.startswith(f"{row['id']}  found 2025-08-19 12:00 UTC\n")
        assert "China's Foreign Ministry (CN-MFA) · Rare earths" in out
        assert "{+not+}" in out
        assert "a negation came or went" in out
        assert "Mao Ning, 2025-08-19" in out
        assert "polarity.negation" not in out


def test_listings_fit_eighty_columns_and_show_ids(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("items", "statements", "sources", "formulations", "alerts"):
        shown = filled(name)
        assert shown.code == 0
        assert all(cell_len(line) <= 80 for line in shown.out.splitlines()), name
        assert ":00.0" not in shown.out
    for name in ("items", "statements"):
        for row in filled(name, "--json").rows():
            assert row["id"] in filled(name).out


def test_a_delivery_has_a_next_time_only_where_one_is_due(filled: Run) -> None:
    assert "next 2025-08-19 12:00 UTC" in filled("alerts").out
    assert "pending" in filled("alerts", "list", "--state", "pending").out
    assert "no delivery is dead" in filled("alerts", "list", "--state", "dead").err


def test_what_is_not_stored_yet_is_said_and_makes_no_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "none" / "data"
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{folder}/monitor.db")
    for name in ("items", "statements", "shifts", "formulations", "alerts"):
        done = run(name)
        assert (done.code, done.out) == (0, ""), name
        assert done.err.startswith("nothing stored yet: "), name
    assert "leave out a filter" in run("items", "-q", "neodymium").err
    assert "never visited" in run("sources").out
    assert [row["state"] for row in run("sources", "--json").rows()] == ["new"]
    assert run("check").code == 0
    assert not folder.parent.exists()


def test_settings_from_elsewhere_are_told_but_not_between_lines_of_json(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_CONFIG")
    monkeypatch.chdir(tmp_path)
    assert "no config folder here: using " in run("check").err
    assert "no config folder" not in run("check", "--json").err
