"""Score the decision over threads: what a statement is to its body's earlier words.

`python -m evals.threads [--split dev|test] [--errors] [FILE]` walks each thread of the gold in
order of arrival and prints how many verdicts are as expected, and how many alerts went out where
none should. `--series FILE.jsonl` walks one body's own texts, in `replay`'s form, and prints the
shifts and alerts that come out. `--copies FILE.jsonl` walks them as well and adds to each four
reports that hold nothing new: a quote of the day, a quote dated by its report of the next day, an
undated quote nine days later, and an undated quote of an older text; it prints what they set off,
which should be nothing.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from monitor.config.lexicon import load_lexicon
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.text.sentences import split
from monitor.wording.compare import Comparer
from monitor.wording.decide import Scoring, decide
from monitor.wording.shift import Kind, Level, Shift, Verdict

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "evals" / "gold" / "threads.jsonl"
SEED = 7
MODES = {Tier.ISSUER: Mode.FULL_TEXT, Tier.REPORTED: Mode.INDIRECT}


def statements(thread: dict[str, Any]) -> list[Statement]:
    """Return a gold thread's statements in order of arrival."""
    return [_statement(thread, at, given) for at, given in enumerate(thread["statements"])]


def outcome(verdict: Verdict) -> str:
    """Return `shift`, `new`, `reversion` or `quiet` for what a verdict lets through."""
    loud = [shift for shift in verdict.shifts if shift.silenced is None]
    if not loud:
        return "quiet"
    if Kind.REVERSION in loud[0].kinds:
        return "reversion"
    return "new" if Kind.NEW_FORMULATION in loud[0].kinds else "shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a statement and its history are made before they are decided on; nothing by default."""

    statement: Callable[[Statement], Statement] = lambda statement: statement
    history: Callable[[Statement, Sequence[Statement]], Sequence[Statement]] = (
        lambda statement, known: known
    )
    scoring: Scoring = field(default_factory=Scoring)


AS_GIVEN = Setting()


def walk(
    comparer: Comparer, said: list[Statement], setting: Setting = AS_GIVEN
) -> Iterator[Verdict]:
    """Give the verdict on each statement as it arrives, the earlier ones being known."""
    known: list[Statement] = []
    for each in said:
        statement = setting.statement(each)
        verdict = decide(
            statement,
            setting.history(statement, known),
            comparer=comparer,
            now=statement.published_at or datetime(2000, 1, 1, tzinfo=UTC),
            scoring=setting.scoring,
        )
        known.append(verdict.statement)
        yield verdict


def score(
    comparer: Comparer,
    path: Path,
    split: str | None,
    *,
    language: str | None = None,
    setting: Setting = AS_GIVEN,
) -> tuple[Counter[str], list[str]]:
    """Return counts by expectation, and a line for each verdict that is not as expected."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        thread = json.loads(line)
        if split not in (None, thread["split"]) or language not in (None, thread["lang"]):
            continue
        for given, verdict in zip(
            thread["statements"], walk(comparer, statements(thread), setting), strict=True
        ):
            expected = given.get("expect")
            if expected is None:
                continue
            got = outcome(verdict)
            kinds = [kind for shift in verdict.shifts for kind in shift.kinds]
            right = got == expected and (
                "kinds" not in given or not set(given["kinds"]).isdisjoint(kinds)
            )
            counts[f"{expected} of"] += 1
            counts[f"{expected} right"] += right
            quiet = expected == "quiet"
            counts["alerts where quiet"] += quiet and any(map(_alerts, verdict.shifts))
            counts["told where quiet"] += quiet and any(map(_is_told, verdict.shifts))
            if not right:
                errors.append(f"{thread['id']}: {expected} expected, {got}: {_shown(verdict)}")
    return counts, errors


def series(comparer: Comparer, path: Path) -> Iterator[tuple[Statement, Verdict]]:
    """Give the verdicts on one body's own texts in the order of the file."""
    said = []
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        day = datetime.fromisoformat(document["published_at"]).date()
        thread = {"id": document["url"], "body": document["body"], "lang": document["lang"]}
        given = {"said_on": day.isoformat(), "text": document["text"], "tier": 1}
        said.append(_statement(thread, 0, given))
    yield from zip(said, walk(comparer, said), strict=True)


def copies(comparer: Comparer, path: Path) -> tuple[Counter[str], list[str]]:
    """Return how many reports without news there were and what they set off, with a line each."""
    draw = Random(SEED)
    counts: Counter[str] = Counter()
    errors: list[str] = []
    known: list[Statement] = []
    texts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for at, document in enumerate(texts):
        day = datetime.fromisoformat(document["published_at"]).date()
        thread = {"id": f"copy-{at}", "body": document["body"], "lang": document["lang"]}
        older = texts[draw.randrange(at)] if at else document
        reports: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "own": (document, {"said_on": day.isoformat(), "tier": 1}),
            "same day": (document, {"said_on": day.isoformat(), "tier": 2}),
            "next day": (document, {"evidence": "publication", **_on(day + timedelta(days=1))}),
            "undated": (document, {"said_on": None, **_published(day + timedelta(days=9))}),
            "older": (older, {"said_on": None, **_published(day + timedelta(days=9))}),
        }
        for number, (name, (source, given)) in enumerate(reports.items()):
            text = source["text"] if name == "own" else _excerpt(source["text"], thread, draw)
            statement = _statement(thread, number, {"tier": 2, **given, "text": text})
            now = statement.published_at or datetime(2000, 1, 1, tzinfo=UTC)
            verdict = decide(statement, known, comparer=comparer, now=now)
            known.append(verdict.statement)
            counts[name] += 1
            if name != "own" and outcome(verdict) != "quiet":
                counts["set off"] += 1
                counts["alerts"] += any(map(_alerts, verdict.shifts))
                errors.append(f"{statement.id} {name}: {_shown(verdict)}")
    return counts, errors


def _on(day: date) -> dict[str, str]:
    return {"said_on": day.isoformat()}


def _published(day: date) -> dict[str, str]:
    return {"published": day.isoformat()}


def _excerpt(text: str, thread: dict[str, Any], draw: Random) -> str:
    sentences = split(text, thread["lang"])
    at = draw.randrange(max(1, len(sentences) - 1))
    last = sentences[min(at + 1, len(sentences) - 1)]
    return text[sentences[at].span.start : last.span.end]


def _statement(thread: dict[str, Any], at: int, given: dict[str, Any]) -> Statement:
    tier = Tier(given["tier"])
    day = date.fromisoformat(given["said_on"]) if given["said_on"] else None
    published = date.fromisoformat(given["published"]) if "published" in given else day
    text = given["text"]
    return Statement(
        id=f"{thread['id']}-{at}",
        url=given.get("url", f"urn:{thread['id']}:{at}"),
        body=thread["body"] or None,
        speaker=given.get("speaker"),
        role=None,
        said_on=SaidOn(
            day=day,
            evidence=given.get("evidence", "explicit"),
            conflict=given.get("conflict", False),
        )
        if day
        else None,
        published_at=datetime.combine(published, time(12), tzinfo=UTC) if published else None,
        mode=Mode(given["mode"]) if "mode" in given else MODES.get(tier, Mode.DIRECT),
        tier=tier,
        translator=Translator.ISSUER if tier is Tier.ISSUER else Translator.UNKNOWN,
        language=given.get("lang", thread["lang"]),
        topics=tuple(thread.get("topics", ())),
        text=text,
        span=Span(start=0, end=len(text)),
        source=given.get("source", ""),
    )


def _alerts(shift: Shift) -> bool:
    return shift.level is Level.ALERT and shift.silenced is None


def _is_told(shift: Shift) -> bool:
    return shift.level is not Level.INFO and shift.silenced is None


def _shown(verdict: Verdict) -> str:
    parts = [verdict.reason or "-"]
    for shift in verdict.shifts:
        words = f"{', '.join(shift.kinds)} {shift.level} {shift.severity}"
        parts.append(f"{words} silenced={shift.silenced} -{shift.removed} +{shift.added}")
    return "; ".join(parts)


def main(arguments: list[str]) -> None:
    """Print the scores that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="evals.threads")
    parser.add_argument("file", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--series", type=Path)
    parser.add_argument("--copies", type=Path)
    chosen = parser.parse_args(arguments)
    comparer = Comparer(load_lexicon(ROOT / "config"))
    if chosen.copies is not None:
        counts, errors = copies(comparer, chosen.copies)
        print(dict(counts))
        if chosen.errors:
            print("\n".join(errors))
        return
    if chosen.series is not None:
        levels: Counter[str] = Counter()
        for statement, verdict in series(comparer, chosen.series):
            levels[_level(verdict)] += 1
            if chosen.errors:
                print(f"{statement.url} {_shown(verdict)}")
        print(dict(levels))
        return
    counts, errors = score(comparer, chosen.file, chosen.split)
    for expected in ("quiet", "shift", "reversion", "new"):
        print(f"{expected:10} {counts[f'{expected} right']} of {counts[f'{expected} of']}")
    print(f"alerts where quiet was expected: {counts['alerts where quiet']}")
    if chosen.errors:
        print("\n".join(errors))


def _level(verdict: Verdict) -> str:
    shift = next(iter(verdict.shifts), None)
    if shift is None:
        return verdict.reason or "none"
    return f"silenced: {shift.silenced}" if shift.silenced else str(shift.level)


if __name__ == "__main__":
    main(sys.argv[1:])
