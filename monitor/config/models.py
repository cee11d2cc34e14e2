"""Reading a YAML file into a frozen model, with a line and a hint for all that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from monitor.config.problems import Findings
from monitor.config.yamlfile import Loc, YamlFile

M = TypeVar("M", bound="Model")

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]

_ALIKE = 60
_SECRETS = ("password", "passwd", "secret", "token", "api_key", "apikey", "credentials")
_ELSEWHERE = (
    "A secret never stands in a file that is shared: set it in the environment, "
    "see docs/configuration.md."
)


class Model(BaseModel):
    """A part of a settings file: frozen, and no key goes unread."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Fitted(Generic[M]):
    """A file as a model without the entries that do not fit, and which entries these were."""

    file: YamlFile
    model: M
    dropped: frozenset[tuple[str, int]] = frozenset()

    def entries(self, section: str) -> Iterator[tuple[Loc, Any]]:
        """Yield the entries of a list in the model, each with its place in the file."""
        written = len(self.file.value((section,)) or ())
        places = [n for n in range(written) if (section, n) not in self.dropped]
        for number, entry in zip(places, getattr(self.model, section), strict=True):
            yield (section, number), entry

    def where(self, loc: Loc) -> str:
        """Return `file:line key` for a place in the file."""
        return self.file.where(loc)


def fit(file: YamlFile, model: type[M], findings: Findings) -> Fitted[M] | None:
    """Return the file's content as a model, with every problem noted; None if nothing is left.

    What does not fit is left out, so that the rest can be checked in the same run.
    """
    data = file.data if file.data is not None else {}
    if not isinstance(data, dict):
        findings.add("the file does not hold keys and values", path=file.where(()))
        return None
    try:
        return Fitted(file, model.model_validate(data))
    except ValidationError as exc:
        errors = _own(exc.errors(include_url=False))
    for error in errors:
        _note(file, model, error, findings)
    locs = [tuple(error["loc"])[: -1 if error["type"] == "missing" else None] for error in errors]
    dropped = frozenset(
        (loc[0], loc[1])
        for loc in locs
        if len(loc) > 1 and isinstance(loc[0], str) and isinstance(loc[1], int)
    )
    kept = {
        key: [part for n, part in enumerate(value) if (key, n) not in dropped]
        if isinstance(value, list)
        else value
        for key, value in data.items()
    }
    for loc in locs:
        if loc[:2] not in dropped:
            kept = _without(kept, loc)
    try:
        return Fitted(file, model.model_validate(kept), dropped)
    except ValidationError:
        return None


def _own(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without those that only follow: a list is short of what did not fit."""
    return [
        error
        for error in errors
        if error["type"] != "too_short"
        or not any(
            other["loc"][: len(error["loc"])] == error["loc"] and other is not error
            for other in errors
        )
    ]


def _without(data: dict[str, Any], loc: Loc) -> dict[str, Any]:
    """Return nested keys and values without the innermost key of a place that stands there."""
    head, rest = str(loc[0]) if loc else "", loc[1:]
    inner = data.get(head)
    if isinstance(inner, dict) and rest and rest[0] in inner:
        return {**data, head: _without(inner, rest)}
    return {key: value for key, value in data.items() if key != head}


def _note(file: YamlFile, model: type[Model], error: ErrorDetails, findings: Findings) -> None:
    loc: Loc = tuple(error["loc"])
    kind, problem, hint = error["type"], error["msg"], ""
    if loc and loc[-1] == "[key]":
        loc = loc[:-1]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        problem = f"unknown key {loc[-1]}"
        hint = _hint_for(str(loc[-1]), _keys_at(model, loc[:-1]))
    elif kind == "missing":
        problem = "this key is missing"
    elif kind in {"enum", "literal_error"}:
        problem = f"{error['input']!r} is none of {error['ctx']['expected']}"
    elif kind == "union_tag_invalid":
        problem = f"{error['ctx']['tag']!r} is none of {error['ctx']['expected_tags']}"
        loc = (*loc, "kind")
    elif kind == "union_tag_not_found":
        problem, loc = "this key is missing", (*loc, "kind")
    elif kind.startswith("time_delta"):
        problem = f"{file.value(loc)!r} is no time: write it with a unit, as in 45s, 15m, 6h or 7d"
    elif kind == "value_error":
        problem = str(error["ctx"]["error"])
    else:
        problem = f"{problem[:1].lower()}{problem[1:]}, not {_short(error['input'])}"
    findings.add(problem, path=file.where(loc), hint=hint)


def _hint_for(key: str, known: tuple[str, ...]) -> str:
    if key.lower().replace("-", "_").endswith(_SECRETS):
        return _ELSEWHERE
    if guess := nearest(key, known):
        return f"Did you mean {guess}?"
    return f"Known here: {', '.join(sorted(known))}." if known else ""


def nearest(word: str, known: tuple[str, ...], *, cutoff: float = _ALIKE) -> str | None:
    """Return the known word that a misspelt one most likely stands for, or None."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None


def guess(word: str, known: tuple[str, ...]) -> str:
    """Return `Did you mean …?` for a misspelt word, or nothing."""
    found = nearest(word, known)
    return f"Did you mean {found}?" if found else ""


def note_repeated(fitted: Fitted[Any], section: str, findings: Findings) -> None:
    """Note each entry of a list whose id stands there already."""
    seen: set[str] = set()
    for at, entry in fitted.entries(section):
        if entry.id in seen:
            findings.add(f"{entry.id} stands here a second time", path=fitted.where((*at, "id")))
        seen.add(entry.id)


def _keys_at(model: type[Model], loc: Loc) -> tuple[str, ...]:
    """Return the keys that are known at a place; those of several models where a union stands."""
    here: list[Any] = [model]
    for step in loc:
        # A union's tag is a step of the location and none of the file's.
        here = [inner for kind in here for inner in _below(kind, step)] or here
    return tuple(dict.fromkeys(key for kind in here for key, _ in keys_of(kind)))


def keys_of(kind: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a model, a dataclass or a union of them, each with its type."""
    for one in _alternatives(kind):
        if isinstance(one, type) and issubclass(one, BaseModel):
            for name, field in one.model_fields.items():
                yield field.alias or name, field.annotation
        elif isinstance(one, type) and is_dataclass(one):
            types = get_type_hints(one)
            for part in fields(one):
                yield part.name, types[part.name]


def _below(kind: Any, step: str | int) -> Iterator[Any]:
    for key, inner in keys_of(kind):
        if key == step:
            yield inner
    for one in _alternatives(kind):
        if isinstance(step, int) and get_origin(one) is tuple:
            yield get_args(one)[0]
        elif get_origin(one) is dict:
            yield get_args(one)[1]


def _alternatives(kind: Any) -> Iterator[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif origin in {Union, UnionType}:
        for inner in get_args(kind):
            yield from _alternatives(inner)
    else:
        yield kind


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
