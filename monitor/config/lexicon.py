"""config/lexicon.*.yaml → the words that mean the same, the ladders and the ontology."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zlib import crc32

from pydantic import BeforeValidator, Field, StringConstraints

from monitor.config.models import Fitted, Model, fit
from monitor.config.problems import ConfigProblems, Findings
from monitor.config.yamlfile import read_yaml
from monitor.wording.lexicon import Entry, Lexicon, Role

LANGUAGES = ("en", "zh")


def _parted(value: object) -> object:
    """Return forms written in one line, parted by commas of either script, as a list."""
    if isinstance(value, str):
        return [form.strip() for form in re.split("[,，、]", value) if form.strip()]
    return value


Forms = Annotated[tuple[str, ...], BeforeValidator(_parted, json_schema_input_type=str | list[str])]
Concept = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
Group = dict[Concept, Forms]
Rung = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$")]


class ModalityEntry(Model):
    """The forms of one modality, and its strength from −2 to 3."""

    level: Annotated[int, Field(ge=-3, le=3)]
    forms: Forms


class LexiconFile(Model):
    """The whole of one language's lexicon."""

    language: str
    noise: Forms = ()
    cues: Forms = ()
    self_: Annotated[Forms, Field(alias="self")] = ()
    modality: dict[Concept, ModalityEntry] = Field(default_factory=dict)
    ladders: dict[str, dict[Rung, Group]] = Field(default_factory=dict)
    polarity: Forms = ()
    scope: Group = Field(default_factory=dict)
    condition: Group = Field(default_factory=dict)
    aspect: Group = Field(default_factory=dict)
    posture: Group = Field(default_factory=dict)
    actors: Group = Field(default_factory=dict)
    terms: Group = Field(default_factory=dict)
    concepts: Group = Field(default_factory=dict)
    qualities: Group = Field(default_factory=dict)
    bystanders: Forms = ()
    signals: Forms = ()
    opposites: Forms = ()
    ontology: dict[Concept, Forms] = Field(default_factory=dict)


_GROUPS = {
    "scope": Role.SCOPE,
    "condition": Role.CONDITION,
    "aspect": Role.ASPECT,
    "posture": Role.POSTURE,
    "actors": Role.ACTOR,
    "terms": Role.TERM,
    "concepts": Role.CONCEPT,
    "qualities": Role.QUALITY,
}


def load_lexicon(folder: Path) -> Lexicon:
    """Return the lexicon of both languages; a language without a file has no entries.

    A thesaurus of plain words stands beside them in `thesaurus.en.txt`, if there is one: a class a
    line, or `one ! other` for opposites.

    Noise, cues, self, polarity and bystanders have the one concept NOISE, CUE, SELF, NOT and
    BYSTANDER. `version` is a
    checksum of what the files say, so that it moves with every edit and with nothing else. Raises
    ConfigProblems with every problem.
    """
    findings = Findings()
    read: list[Fitted[LexiconFile]] = []
    for language in LANGUAGES:
        path = folder / f"lexicon.{language}.yaml"
        if language != "en" and not path.exists():
            continue
        with findings.gathered():
            fitted = fit(read_yaml(path), LexiconFile, findings)
            if fitted is not None:
                _check(fitted, language, findings)
                read.append(fitted)
    _check_levels(read, findings)
    findings.raise_any()
    synonyms, antonyms = _thesaurus(folder / "thesaurus.en.txt", findings)
    findings.raise_any()
    entries = tuple(dict.fromkeys(entry for part in read for entry in _entries(part.model)))
    wider: dict[str, tuple[str, ...]] = {}
    opposites: dict[tuple[str, str], None] = {}
    for part in read:
        model = part.model
        for term, parents in model.ontology.items():
            wider[term] = tuple(dict.fromkeys((*wider.get(term, ()), *parents)))
        opposites.update((_pair(words), None) for words in model.opposites)
    signals = tuple(
        (part.model.language, form.lower()) for part in read for form in part.model.signals
    )
    said = (entries, wider, tuple(opposites), synonyms, antonyms, signals)
    try:
        return Lexicon(
            entries=entries,
            wider=tuple(wider.items()),
            opposites=tuple(opposites),
            synonyms=synonyms,
            antonyms=antonyms,
            signals=signals,
            version=crc32(repr(said).encode()) >> 1,
        )
    except ValueError as exc:
        findings.add(str(exc), path=str(folder))
        raise ConfigProblems(findings.found) from exc


def _thesaurus(
    path: Path, findings: Findings
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]:
    """Return the classes of words and the pairs of opposites; both empty where there is no file."""
    synonyms: list[tuple[str, ...]] = []
    antonyms: list[tuple[str, str]] = []
    if not path.exists():
        return (), ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        findings.add(f"the thesaurus cannot be read: {exc}", path=str(path))
        return (), ()
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if len(words) == len(("one", "!", "other")) and words[1] == "!":
            antonyms.append((words[0], words[2]))
        elif len(words) >= 2 and "!" not in words:
            synonyms.append(tuple(words))
        elif words:
            findings.add(
                f"{line!r} is neither a class of words nor two opposites",
                path=f"{path}:{number}",
                hint="Write at least two words, or: one ! other",
            )
    return tuple(synonyms), tuple(antonyms)


def _entries(model: LexiconFile) -> Iterator[Entry]:
    language = model.language
    for concept, role, forms in (
        ("NOISE", Role.NOISE, model.noise),
        ("CUE", Role.CUE, model.cues),
        ("SELF", Role.SELF, model.self_),
        ("NOT", Role.POLARITY, model.polarity),
        ("BYSTANDER", Role.BYSTANDER, model.bystanders),
    ):
        for form in forms:
            yield Entry(form=form, language=language, concept=concept, role=role)
    for concept, entry in model.modality.items():
        for form in entry.forms:
            yield Entry(
                form=form,
                language=language,
                concept=concept,
                role=Role.MODALITY,
                level=entry.level,
            )
    for ladder, rungs in model.ladders.items():
        role = Role.DEGREE if ladder == "degree" else Role.LADDER
        for rung, group in rungs.items():
            for concept, forms in group.items():
                for form in forms:
                    yield Entry(
                        form=form,
                        language=language,
                        concept=concept,
                        role=role,
                        level=int(rung),
                        ladder=ladder,
                    )
    for section, role in _GROUPS.items():
        for concept, forms in getattr(model, section).items():
            for form in forms:
                yield Entry(form=form, language=language, concept=concept, role=role)


def _check(fitted: Fitted[LexiconFile], language: str, findings: Findings) -> None:
    model = fitted.model
    if model.language != language:
        findings.add(
            f"the language is {model.language}, and the file's name says {language}",
            path=fitted.where(("language",)),
        )
    known = {entry.concept for entry in _entries(model)} | set(model.ontology)
    for pair in model.opposites:
        one, dash, other = pair.partition("-")
        if not dash or one == other:
            findings.add(
                f"{pair!r} is no pair of opposites",
                path=fitted.where(("opposites",)),
                hint="Write ONE-OTHER.",
            )
        else:
            for concept in (one, other):
                if concept in known:
                    continue
                findings.add(
                    f"{pair} names {concept}, which has no forms", path=fitted.where(("opposites",))
                )


def _check_levels(read: list[Fitted[LexiconFile]], findings: Findings) -> None:
    """Note a concept that stands on different rungs in the two languages."""
    known: dict[tuple[str, str], tuple[int, Path]] = {}
    for part in read:
        for entry in _entries(part.model):
            if not entry.ladder and entry.role is not Role.MODALITY:
                continue
            level, where = known.setdefault(
                (entry.ladder, entry.concept), (entry.level, part.file.path)
            )
            if level != entry.level:
                at = ("ladders", entry.ladder) if entry.ladder else ("modality", entry.concept)
                findings.add(
                    f"{entry.concept} has level {entry.level} here and {level} in {where.name}",
                    path=part.where(at),
                )


def _pair(words: str) -> tuple[str, str]:
    one, _, other = words.partition("-")
    return one, other
