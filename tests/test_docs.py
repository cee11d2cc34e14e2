"""What an analyst can set is documented, and what is documented can be set."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from monitor.config.bodies import BodiesFile
from monitor.config.channels import ConsoleEntry, EmailEntry, WebhookEntry
from monitor.config.environment import VARIABLES
from monitor.config.lexicon import LexiconFile
from monitor.config.models import keys_of
from monitor.config.seeds import SeedEntry
from monitor.config.settings import CADENCE, MonitorFile, load
from monitor.config.sources import SourceEntry
from monitor.config.topics import TopicEntry
from monitor.config.units import duration, size

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"`([A-Za-z_.]+)`", PAGE))


def paths(kind: Any, above: str = "") -> Iterator[str]:
    """Yield the keys of a model with dots between them, down to the values."""
    inner = list(keys_of(kind))
    if not inner:
        yield above.rstrip(".")
    for name, below in inner:
        # A list of entries is documented in a section of its own.
        listed = get_origin(below) is tuple and Ellipsis in get_args(below)
        yield from [f"{above}{name}"] if listed else paths(below, f"{above}{name}.")


@pytest.mark.parametrize("path", sorted(set(paths(MonitorFile))))
def test_every_key_of_monitor_yaml_is_documented(path: str) -> None:
    assert path in DOCUMENTED


@pytest.mark.parametrize(
    "model",
    [SourceEntry, TopicEntry, ConsoleEntry, WebhookEntry, EmailEntry, LexiconFile, SeedEntry],
)
def test_every_key_of_an_entry_is_documented(model: type) -> None:
    assert set(paths(model)) - DOCUMENTED == set()


def test_every_part_of_the_bodies_is_documented() -> None:
    for name, entry in keys_of(BodiesFile):
        assert name in DOCUMENTED
        assert {key for key, _ in keys_of(get_args(entry)[0] if get_args(entry) else entry)} <= (
            DOCUMENTED
        ), name


def test_every_variable_is_documented_and_no_other() -> None:
    named = set(re.findall(r"MONITOR_[A-Z_]+", PAGE))
    known = {variable.name for variable in VARIABLES}
    assert named - {f"{name}_FILE" for name in known} == known


def test_every_variable_that_the_code_reads_is_in_the_table() -> None:
    read = {
        name
        for path in (ROOT / "monitor").rglob("*.py")
        for name in re.findall(r'"(MONITOR_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert read - {"MONITOR_"} <= {variable.name for variable in VARIABLES}


ROWS = dict(re.findall(r"^\| `([a-z_.]+)` \| `([^`]*)` \|", PAGE, re.MULTILINE))


def default_of(path: str) -> Any:
    """Return what a key of monitor.yaml is where it is left out."""
    if path.startswith("polling.cadence."):
        return getattr(CADENCE, path.rsplit(".", 1)[1])
    return reduce(getattr, path.split("."), MonitorFile())


@pytest.mark.parametrize("path", sorted(ROWS))
def test_a_default_that_the_page_gives_is_the_one_that_holds(path: str) -> None:
    default, given = default_of(path), ROWS[path]
    if isinstance(default, timedelta):
        assert duration(given) == default
    elif isinstance(default, tuple):
        assert tuple(float(part) for part in given.split(",")) == default
    elif path.endswith("_bytes"):
        assert size(given) == default
    elif isinstance(default, int | float):
        assert float(given) == default
    else:
        assert given == default


def test_every_plain_default_stands_in_the_page() -> None:
    plain = {path for path in paths(MonitorFile) if default_of(path) not in (None, ())}
    assert plain - set(ROWS) == {"polling.user_agent", "scoring.authority"}


@pytest.mark.parametrize("number", range(len(re.findall(r"```yaml\n# ", PAGE))))
def test_an_example_in_the_page_is_settings_that_load(number: int, tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n# ([a-z]+\.yaml)\n(.*?)```", PAGE, re.DOTALL)
    name, text = examples[number]
    for shipped in (ROOT / "config").glob("*.yaml"):
        (tmp_path / shipped.name).write_bytes(shipped.read_bytes())
    (tmp_path / name).write_text(text, encoding="utf-8")
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
    settings = load(
        tmp_path,
        {
            "DESK_URL": "https://hooks.example.org/x",
            "DESK_SECRET": secret,
            "DESK_ROOM": "json://chat.example.org/room",
            "MAIL_PASSWORD": "x",
        },
    )
    assert settings.sources
    assert settings.monitor.channels
