from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config.problems import ConfigProblems
from monitor.config.seeds import load_seeds
from monitor.config.settings import Settings, load

ROOT = Path(__file__).parents[2]
SEED = """body: CN-MFA
statements:
  - {said_on: 2025-08-19, language: en, mode: direct, url: 'https://e.org/', text: Words.}
"""


def test_the_shipped_seeds_load_by_day() -> None:
    seeds = load_seeds(ROOT / "seeds", load(ROOT / "config", {}))
    assert {"CN-MFA", "CN-MOFCOM"} <= {seed.body for seed in seeds}
    assert [seed.said_on for seed in seeds] == sorted(seed.said_on for seed in seeds)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("CN-MFA", "CN-MFAA", ":1 body: no body CN-MFAA in bodies.yaml"),
        ("mode: direct", "mode: loud", ":3 statements.0.mode: 'loud' is none of"),
        ("2025-08-19", "last week", ":3 statements.0.said_on: "),
        ("language: en", "language: en, topics: [rare-earth]", ":3 statements.0.topics: no topic"),
        ("text: Words.", "txt: Words.", ":3 statements.0.text: this key is missing"),
    ],
)
def test_a_wrong_seed_is_told_with_its_line(
    tmp_path: Path, loaded: Callable[..., Settings], old: str, new: str, expected: str
) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(SEED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigProblems) as caught:
        load_seeds(path, loaded())
    assert str(caught.value.problems[0]).startswith(f"{path}{expected}")


def test_a_folder_without_seeds_is_told(tmp_path: Path, loaded: Callable[..., Settings]) -> None:
    empty = tmp_path / "seeds"
    empty.mkdir()
    with pytest.raises(ConfigProblems):
        load_seeds(empty, loaded())
