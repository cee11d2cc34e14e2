"""The rooms of docs/architecture.md, and that no import runs against their order."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "monitor"
ROOMS = (
    "errors",
    "sources",
    "text",
    "statements",
    "wording",
    "alerts",
    "config",
    "storage",
    "pipeline",
    "run",
    "web",
    "cli",
)
# These two are handed plain values: a room that read the settings or the tables by itself could
# not be tested, replayed or reused without them.
CLOSED = {"config", "storage"}
BELOW_CLOSED = ROOMS.index("config")
MODULES = sorted(ROOT.rglob("*.py"))


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "monitor" else None


def imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def wrong_arrows(room: str, imported: list[str]) -> list[str]:
    wrong = []
    for module in imported:
        other = room_of(module)
        if other is None or other == room or other not in ROOMS:
            continue
        upwards = ROOMS.index(other) < ROOMS.index(room)
        if not upwards or (other in CLOSED and ROOMS.index(room) < BELOW_CLOSED):
            wrong.append(module)
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_itself_and_rooms_above(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        return
    assert room in ROOMS, f"{room} is not a room of docs/architecture.md"
    assert wrong_arrows(room, imports(path)) == []


def test_a_wrong_arrow_is_seen() -> None:
    assert wrong_arrows("text", ["monitor.wording.shift.Shift"]) == ["monitor.wording.shift.Shift"]
    assert wrong_arrows("alerts", ["monitor.config.load"]) == ["monitor.config.load"]
    assert wrong_arrows("run", ["monitor.pipeline.visit", "httpx"]) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_tables_stay_in_storage(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] == "storage":
        return
    assert [name for name in imports(path) if name.startswith("monitor.storage.tables")] == []
