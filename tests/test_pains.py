"""Every test that the list of pains names exists, and every pain has one."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "pains.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def names_in(path: Path) -> set[str]:
    """Return the names of the tests of a module."""
    if not path.exists():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


def test_every_test_that_is_named_exists() -> None:
    named = _NAMED.findall(PAGE)
    known = {name: names_in(ROOT / "tests" / name) for name in {name for name, _ in named}}
    assert [f"{name}::{test}" for name, test in named if test not in known[name]] == []


def test_every_pain_has_a_rule_and_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    pains = [row for row in rows if not row.startswith("| complaint")]
    assert len(pains) > 30
    for row in pains:
        complaint, rule, held = (cell.strip() for cell in row.strip("|").split(" | "))
        assert complaint and rule
        assert _NAMED.search(held), complaint
