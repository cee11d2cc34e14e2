"""seeds/*.yaml → official words already said."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from monitor.config.models import Model, Word, fit, guess
from monitor.config.problems import Findings
from monitor.config.settings import Settings, body_ids
from monitor.config.yamlfile import read_yaml
from monitor.statements.statement import Mode


class SeedEntry(Model):
    """One baseline statement. Without `topics` they are read in its words."""

    said_on: date
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    mode: Mode
    url: Word
    text: Word
    title: str = ""
    speaker: Word | None = None
    role: Word | None = None
    topics: tuple[Word, ...] = ()


class SeedFile(Model):
    """The whole of one seed file: one body's words."""

    body: Word
    statements: Annotated[tuple[SeedEntry, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One baseline statement of a body, as its file gives it."""

    body: str
    said_on: date
    language: str
    mode: Mode
    url: str
    text: str
    title: str = ""
    speaker: str | None = None
    role: str | None = None
    topics: tuple[str, ...] = ()


def load_seeds(path: Path, settings: Settings) -> tuple[Seed, ...]:
    """Return the seeds of a file, or of every YAML file of a folder, by their day.

    Raises ConfigProblems with all that is wrong: bodies and topics must be among the settings'.
    """
    findings = Findings()
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        findings.add("no seed files", path=str(path), hint="seed files end in .yaml")
    bodies = body_ids(settings.bodies)
    topics = tuple(topic.id for topic in settings.topics)
    found: list[Seed] = []
    for name in files:
        with findings.gathered():
            fitted = fit(read_yaml(name), SeedFile, findings)
            if fitted is None:
                continue
            body = fitted.model.body
            if body not in bodies:
                findings.add(
                    f"no body {body} in bodies.yaml",
                    path=fitted.where(("body",)),
                    hint=guess(body, bodies),
                )
            for at, entry in fitted.entries("statements"):
                for topic in entry.topics:
                    if topic not in topics:
                        findings.add(
                            f"no topic {topic} in topics.yaml",
                            path=fitted.where((*at, "topics")),
                            hint=guess(topic, topics),
                        )
                found.append(Seed(body=body, **dict(entry)))
    findings.raise_any()
    return tuple(sorted(found, key=lambda seed: (seed.said_on, seed.body, seed.text)))
