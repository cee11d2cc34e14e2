import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals import gate
from evals.gate import Figure, LoweredFloorError


def figure(value: float, name: str = "pairs.en.test.f1", margin: float = gate.MARGIN) -> Figure:
    return Figure(name=name, value=value, count=50, aim=0.9, margin=margin)


def pinned(path: Path, **floors: float) -> Path:
    file = path / "baseline.json"
    file.write_text(json.dumps({f"pairs.en.test.{name}": low for name, low in floors.items()}))
    return file


def run(file: Path, *found: Figure, options: Sequence[str] = ()) -> int:
    return gate.main([*options, "--baseline", str(file)], measure=lambda: found)


def test_the_product_keeps_every_floor(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([]) == 0, capsys.readouterr().out


def test_no_alert_may_go_out_where_a_thread_expects_quiet() -> None:
    floors = gate.load_floors(gate.BASELINE)
    assert [floors[f"threads.{split}.quiet_without_alert"] for split in gate.SPLITS] == [1.0, 1.0]


def test_a_figure_below_its_floor_fails_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(pinned(tmp_path, f1=0.95), figure(0.949)) == 1
    assert "pairs.en.test.f1 is 0.949, below its floor 0.950" in capsys.readouterr().out


def test_a_figure_at_its_floor_passes(tmp_path: Path) -> None:
    assert run(pinned(tmp_path, f1=0.95), figure(0.95)) == 0


def test_a_figure_without_a_floor_fails(tmp_path: Path) -> None:
    assert run(pinned(tmp_path), figure(1.0)) == 1


def test_a_floor_whose_figure_is_no_longer_computed_fails(tmp_path: Path) -> None:
    assert run(pinned(tmp_path, f1=0.9, recall=0.9), figure(0.95)) == 1


def test_raising_pins_a_margin_below_the_figure(tmp_path: Path) -> None:
    file = pinned(tmp_path, f1=0.9)
    assert run(file, figure(0.98), options=["--raise"]) == 0
    assert gate.load_floors(file) == {"pairs.en.test.f1": 0.965}


def test_raising_leaves_a_floor_that_the_figure_has_fallen_below(tmp_path: Path) -> None:
    file = pinned(tmp_path, f1=0.95, recall=0.9)
    found = figure(0.93), figure(0.99, name="pairs.en.test.recall")
    assert run(file, *found, options=["--raise"]) == 1
    assert gate.load_floors(file) == {"pairs.en.test.f1": 0.95, "pairs.en.test.recall": 0.975}


def test_a_figure_without_margin_is_pinned_as_it_is(tmp_path: Path) -> None:
    file = pinned(tmp_path)
    assert run(file, figure(1.0, margin=0.0), options=["--raise"]) == 0
    assert gate.load_floors(file) == {"pairs.en.test.f1": 1.0}


@pytest.mark.parametrize("floors", [{"pairs.en.test.f1": 0.949}, {}])
def test_a_lower_or_missing_floor_is_refused(tmp_path: Path, floors: dict[str, float]) -> None:
    file = pinned(tmp_path, f1=0.95)
    with pytest.raises(LoweredFloorError):
        gate.pin(file, floors)
    assert gate.load_floors(file) == {"pairs.en.test.f1": 0.95}


def test_the_table_marks_what_is_below() -> None:
    shown = gate.table([figure(0.9)], {"pairs.en.test.f1": 0.95})
    assert shown.endswith("0.900  0.950  0.90     50  BELOW")
