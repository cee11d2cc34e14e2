"""config/topics.yaml → what an analyst watches."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from monitor.config.models import Fitted, Id, Model, Word, fit, guess, note_repeated
from monitor.config.problems import Findings
from monitor.config.yamlfile import read_yaml
from monitor.text.topics import Topic, TopicIndex


class TopicEntry(Model):
    """One topic: its terms in both languages, and the wider topics that it belongs to."""

    id: Id
    name: Word
    any: Annotated[tuple[Word, ...], Field(min_length=1)]
    all: tuple[Word, ...] = ()
    none: tuple[Word, ...] = ()
    parents: tuple[Word, ...] = ()


class TopicsFile(Model):
    """The whole of topics.yaml."""

    topics: Annotated[tuple[TopicEntry, ...], Field(min_length=1)]


def load_topics(path: Path) -> tuple[Topic, ...]:
    """Return the topics in the file's order. Raises ConfigProblems with every problem."""
    findings = Findings()
    fitted = fit(read_yaml(path), TopicsFile, findings)
    if fitted is not None:
        _check(fitted, findings)
    findings.raise_any()
    assert fitted is not None
    return tuple(Topic(**dict(topic)) for topic in fitted.model.topics)


def _check(fitted: Fitted[TopicsFile], findings: Findings) -> None:
    note_repeated(fitted, "topics", findings)
    parents = {topic.id: topic.parents for topic in fitted.model.topics}
    # An entry with a fault of its own is left out of the model, and is still a topic.
    written = fitted.file.value(("topics",))
    ids = tuple(str(entry.get("id")) for entry in written if isinstance(entry, dict))
    for at, topic in fitted.entries("topics"):
        for parent in topic.parents:
            if parent not in ids:
                findings.add(
                    f"{topic.id} belongs to {parent}, which is no topic",
                    path=fitted.where((*at, "parents")),
                    hint=guess(parent, ids),
                )
        if topic.id in _above(topic.id, parents):
            findings.add(f"{topic.id} belongs to itself", path=fitted.where((*at, "parents")))
        try:
            TopicIndex((Topic(**dict(topic)),))
        except ValueError as exc:
            findings.add(str(exc), path=fitted.where(at))
        for term in sorted(set(topic.any) & set(topic.none)):
            findings.add(
                f"{term!r} stands both in any and in none of {topic.id}",
                path=fitted.where((*at, "none")),
            )


def _above(topic: str, parents: dict[str, tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    todo = list(parents[topic])
    while todo:
        parent = todo.pop()
        if parent not in seen:
            seen.add(parent)
            todo += parents.get(parent, ())
    return seen
