"""A folder of settings to spoil, one file at a time."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from monitor.config.problems import ConfigProblems
from monitor.config.settings import Settings, load

SHIPPED = Path(__file__).parents[2] / "config"

Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]


BODIES = """
kinds:
  - {id: mfa, suffix: MFA, en: [foreign ministry], zh: [外交部]}
  - {id: trade, suffix: TRADE, en: [commerce ministry], zh: [商务部]}
bodies:
  - {id: CN-MFA, country: CN, kinds: [mfa]}
  - {id: CN-MOFCOM, country: CN, kinds: [trade], en: [MOFCOM]}
countries:
  - {id: CN, en: [China], zh: [中国]}
  - {id: IR, en: [Iran], zh: [伊朗]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the shipped topics and cues beside small tables, and no monitor.yaml."""
    copy = tmp_path / "config"
    copy.mkdir()
    for name in ("topics.yaml", "cues.en.yaml", "cues.zh.yaml"):
        shutil.copy(SHIPPED / name, copy)
    (copy / "bodies.yaml").write_text(BODIES, encoding="utf-8")
    (copy / "lexicon.en.yaml").write_text("language: en\nnoise: the\n", encoding="utf-8")
    (copy / "sources.yaml").write_text(
        "sources: [{id: feed, name: Feed, url: 'https://example.org/feed'}]\n", encoding="utf-8"
    )
    return copy


@pytest.fixture
def write(folder: Path) -> Write:
    def written(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def loaded(folder: Path) -> Callable[..., Settings]:
    def settings(**environ: str) -> Settings:
        return load(folder, environ)

    return settings


@pytest.fixture
def problems(folder: Path) -> Problems:
    """Return what is wrong, each as `file:line key: problem (hint)`, the folder's path left out."""

    def found(environ: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(ConfigProblems) as caught:
            load(folder, environ or {})
        return [
            f"{problem} ({problem.hint})".replace(f"{folder}/", "")
            for problem in caught.value.problems
        ]

    return found
