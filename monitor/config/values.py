"""Rooms' own frozen values, read from YAML: their fields are the keys, their defaults stand."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Annotated, Any, TypeVar, get_type_hints

from pydantic import BeforeValidator

from monitor.config.units import duration, size
from monitor.wording.scoring import Scoring

T = TypeVar("T")

UNREADABLE = "?"
"""Stands in for a time that is none, so that the key it belongs to is named in the problem."""


def as_written(kind: type[T]) -> Callable[[Any], Any]:
    """Return what turns `15m` and `10 MB` into the times and sizes that a dataclass takes."""
    assert is_dataclass(kind)
    types = get_type_hints(kind)
    names = {field.name for field in fields(kind)}

    def read(data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {
            key: _read(types[key], key, value) if key in names else value
            for key, value in data.items()
        }

    return read


def _read(kind: Any, name: str, value: Any) -> Any:
    if kind is timedelta:
        try:
            return duration(value)
        except ValueError:
            return UNREADABLE
    if kind is int and name.endswith("_bytes"):
        try:
            return size(value)
        except ValueError:
            return value
    return value


def _ranked(data: Any) -> Any:
    """Let the bodies that `authority` names join the table of ranks instead of replacing it."""
    if isinstance(data, Mapping) and isinstance(data.get("authority"), Mapping):
        ranks = {**dict(Scoring().authority), **data["authority"]}
        return {**data, "authority": tuple(ranks.items())}
    return data


ScoringValue = Annotated[Scoring, BeforeValidator(as_written(Scoring)), BeforeValidator(_ranked)]
