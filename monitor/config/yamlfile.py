"""A YAML file as plain values, with the line on which each of them stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.config.problems import ConfigProblems, Findings

Loc = tuple[str | int, ...]
"""Where a value stands, as the keys and numbers that lead to it: `("topics", 0, "id")`."""

_Loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_LARGEST_FILE = 8_000_000
_DEEPEST = 32
_MOST_VALUES = 1_000_000
_PREFIX = "tag:yaml.org,2002:"
_TAGS = frozenset(f"{_PREFIX}{kind}" for kind in ("str", "seq", "map"))

# YAML 1.2's core schema, and dates: 1.1 reads Norway's code NO as false and 22:30 as 1350.
_NULL = re.compile(r"|~|null|Null|NULL")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file holds: `data` as plain values, and the tree that knows their lines.

    Scalars are read by YAML 1.2's core schema (`true`, `false`, `null`, decimal numbers), and
    `2025-08-19` is a date; everything else is text.
    """

    path: Path
    data: Any
    root: Node | None

    def where(self, loc: Loc) -> str:
        """Return `file:line key` for a value, or for the nearest one that encloses it.

        An entry of a list is named by its id, where it has one.
        """
        node, line, names = self.root, 1, []
        for number, step in enumerate(loc):
            found = _step(node, step)
            if found is not None:
                line, node = found
                names.append(str(step) if isinstance(step, str) else _name(node) or str(step))
            elif number == len(loc) - 1 and isinstance(step, str):
                # A key that is missing is named, and the line is that of what lacks it.
                names.append(step)
        return f"{self.path}:{line} {'.'.join(names)}".rstrip()

    def value(self, loc: Loc) -> Any:
        """Return the value at a place, or None where there is none."""
        value = self.data
        for step in loc:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read_yaml(path: Path) -> YamlFile:
    """Return a file's content. Raises ConfigProblems: missing, not UTF-8, not YAML, a key twice."""
    findings = Findings()
    text = _text(path, findings)
    findings.raise_any()
    root: Node | None = None
    try:
        root = yaml.compose(text, _Loader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        findings.add(
            f"not YAML: {getattr(exc, 'problem', None) or str(exc).splitlines()[0]}",
            path=f"{path}:{line}",
            hint="Check the indentation, the colons and the quotes around this line.",
        )
        raise ConfigProblems(findings.found) from exc
    builder = _Builder(path, findings)
    data = builder.value(root, 0) if root is not None else None
    findings.raise_any()
    return YamlFile(path, data, root)


def _text(path: Path, findings: Findings) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) > _LARGEST_FILE:
            findings.add(f"the file has {len(raw)} bytes", path=str(path))
            return ""
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        findings.add("not UTF-8", path=f"{path}:{line}", hint="Save the file as UTF-8.")
    except FileNotFoundError:
        findings.add(
            "the file is missing",
            path=str(path),
            hint="MONITOR_CONFIG names the folder that holds the settings.",
        )
    except OSError as exc:
        findings.add(f"cannot be read: {exc.strerror or exc}", path=str(path))
    return ""


class _Builder:
    def __init__(self, path: Path, findings: Findings) -> None:
        self._path = path
        self._findings = findings
        self._left = _MOST_VALUES

    def value(self, node: Node, depth: int) -> Any:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            self._note(node, "nested too deeply, or an alias that repeats itself")
            raise ConfigProblems(self._findings.found)
        if node.tag not in _TAGS:
            self._note(node, f"a tag has no meaning here: {node.tag.replace(_PREFIX, '!!')}")
            return None
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if isinstance(node, SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Node, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._note(key_node, "a key that is not a word")
                continue
            key = key_node.value
            if key in found:
                self._note(key_node, f"{key} stands here a second time")
            found[key] = self.value(value_node, depth + 1)
        return found

    def _scalar(self, node: ScalarNode) -> Any:
        text: str = node.value
        if node.style:
            return text
        try:
            return _plain(text)
        except ValueError:
            return text

    def _note(self, node: Node, problem: str) -> None:
        self._findings.add(problem, path=f"{self._path}:{node.start_mark.line + 1}")


def _plain(text: str) -> Any:
    # Nearly every scalar is a word: a look at the first character spares it the patterns.
    if text and text[0] not in "~nNtTfF-+.0123456789":
        return text
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _INT.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _step(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == step:
                return key_node.start_mark.line + 1, value_node
    elif isinstance(node, SequenceNode) and isinstance(step, int):
        children: Sequence[Node] = node.value
        if step < len(children):
            return children[step].start_mark.line + 1, children[step]
    return None


def _name(node: Node) -> str | None:
    found = _step(node, "id")
    return found[1].value if found and isinstance(found[1], ScalarNode) else None
