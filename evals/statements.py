"""Score the extraction of statements against gold spans.

`python -m evals.statements en [--split dev|test] [--errors] [FILE…]` prints, for each mode,
precision and recall of spans at IoU ≥ .5 and exact, and how often body, speaker and date of a
matched span are right.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from evals import baselines
from monitor.config.bodies import load_bodies
from monitor.config.cues import load_cues
from monitor.statements.extract import Extractor
from monitor.statements.statement import Origin, Precision, Statement
from monitor.text.document import Document
from monitor.text.read import read
from monitor.text.topics import TopicIndex

ROOT = Path(__file__).resolve().parent.parent
SILENT = ROOT / "evals" / "gold" / "silent.jsonl"
"""Documents of both languages in which nobody official says anything."""

IOU = 0.5
MODES = ("direct", "mixed", "indirect", "full_text")


class Reads(Protocol):
    """Whatever finds statements in a document."""

    def extract(self, document: Document, origin: Origin) -> Sequence[Statement]:
        """Return the statements of a document."""


@dataclass(slots=True)
class Score:
    """Counts of one run: `n` by (mode, what), `errors` as lines to read."""

    n: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def rate(self, mode: str, hits: str, of: str) -> float:
        """Return hits / of for a mode, or 1.0 where there is nothing to count."""
        total = self.n[mode, of]
        return self.n[mode, hits] / total if total else 1.0


def extractor() -> Extractor:
    """Return the extractor that the shipped configuration makes."""
    config = ROOT / "config"
    bodies, cues = load_bodies(config / "bodies.yaml"), load_cues(config)
    return Extractor(bodies=bodies, cues=cues, topics=TopicIndex(()))


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the overlap of two spans over their union."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def score(reader: Reads, documents: Iterable[dict[str, Any]]) -> Score:
    """Return the score of `reader` on gold documents; each span is matched with one at most."""
    result = Score()
    topics = TopicIndex(())
    for document in documents:
        published = document.get("published_at")
        origin = Origin(
            url=document.get("url", ""),
            published_at=datetime.fromisoformat(published) if published else None,
            outlet_country=document.get("outlet_country"),
            body=document.get("body"),
            speaker=document.get("issuer_speaker"),
        )
        text = read(document["text"], topics=topics, language=document.get("lang"))
        found = list(reader.extract(text, origin))
        _compare(result, document, found)
    return result


def by_pattern(documents: Iterable[dict[str, Any]]) -> Score:
    """Return the score of a pattern for quotations and verbs of speech; it tells no body or day."""
    result = Score()
    for document in documents:
        found = baselines.patterned(document["text"], document["lang"])
        gold = [(given["start"], given["end"]) for given in document["statements"]]
        of_gold, of_found = _matched(gold, [(start, end) for start, end, _ in found])
        for i, given in enumerate(document["statements"]):
            for mode in (given["mode"], "all"):
                result.n[mode, "gold"] += 1
                result.n[mode, "found"] += i in of_gold
                result.n[mode, "exact"] += i in of_gold and gold[i] == found[of_gold[i]][:2]
        for j, (start, end, form) in enumerate(found):
            for mode in (form, "all"):
                result.n[mode, "seen"] += 1
                result.n[mode, "true"] += j in of_found
                result.n[mode, "true_exact"] += j in of_found and (start, end) == gold[of_found[j]]
    return result


def _matched(
    gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return which found span is a gold one's, and the reverse: the most overlapping first."""
    pairs = sorted(
        ((iou(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True
    )
    of_gold: dict[int, int] = {}
    of_found: dict[int, int] = {}
    for value, i, j in pairs:
        if value >= IOU and i not in of_gold and j not in of_found:
            of_gold[i], of_found[j] = j, i
    return of_gold, of_found


def _compare(result: Score, document: dict[str, Any], found: list[Statement]) -> None:
    gold = document["statements"]
    of_gold, of_found = _matched(
        [(g["start"], g["end"]) for g in gold], [(s.span.start, s.span.end) for s in found]
    )
    for i, g in enumerate(gold):
        words = document["text"][g["start"] : g["end"]]
        for mode in (g["mode"], "all"):
            result.n[mode, "gold"] += 1
        if i not in of_gold:
            result.errors.append(f"{document['id']} missed {g['mode']} {g['body']}: {words}")
            continue
        s = found[of_gold[i]]
        exact = (g["start"], g["end"]) == (s.span.start, s.span.end)
        told = s.said_on is not None and s.said_on.precision is Precision.DAY
        said = s.said_on.day.isoformat() if s.said_on is not None and told else None
        right = {
            "found": True,
            "exact": exact,
            "mode": s.mode == g["mode"],
            "body": s.body == g["body"],
            "speaker": s.speaker == g["speaker"],
            "date": said == g["said_on"],
        }
        for mode in (g["mode"], "all"):
            for what, ok in right.items():
                result.n[mode, what] += ok
        wrong = [what for what, ok in right.items() if not ok]
        if wrong:
            result.errors.append(
                f"{document['id']} wrong {', '.join(wrong)}: {s.mode} {s.body} {s.speaker} {said}"
                f"\n   gold {g['mode']} {g['body']} {g['speaker']} {g['said_on']}"
                f"\n   gold {words}\n   seen {s.text}"
            )
    for j, s in enumerate(found):
        for mode in (str(s.mode), "all"):
            result.n[mode, "seen"] += 1
            result.n[mode, "true"] += j in of_found
            if j in of_found:
                g = gold[of_found[j]]
                result.n[mode, "true_exact"] += (g["start"], g["end"]) == (
                    s.span.start,
                    s.span.end,
                )
        if j not in of_found:
            result.errors.append(f"{document['id']} extra {s.mode} {s.body} {s.speaker}: {s.text}")


def report(result: Score) -> str:
    """Return the score as a table, figures from 0 to 1."""
    lines = ["mode        gold seen |  P≥.5  R≥.5 | P=     R=    | mode  body  speaker date"]
    for mode in ("all", *MODES):
        if not result.n[mode, "gold"] and not result.n[mode, "seen"]:
            continue
        r = result.rate
        lines.append(
            f"{mode:10} {result.n[mode, 'gold']:5} {result.n[mode, 'seen']:4} | "
            f" {r(mode, 'true', 'seen'):.3f} {r(mode, 'found', 'gold'):.3f} |"
            f" {r(mode, 'true_exact', 'seen'):.3f} {r(mode, 'exact', 'gold'):.3f} |"
            f" {r(mode, 'mode', 'found'):.3f} {r(mode, 'body', 'found'):.3f} "
            f" {r(mode, 'speaker', 'found'):.3f}  {r(mode, 'date', 'found'):.3f}"
        )
    return "\n".join(lines)


def beside(result: Score, pattern: Score) -> str:
    """Return what a pattern reaches on the same documents, for the forms that it knows."""
    lines = []
    for mode in ("all", "direct", "indirect"):
        rates = [pattern.rate(mode, hits, of) for hits, of in (("true", "seen"), ("found", "gold"))]
        own = [result.rate(mode, hits, of) for hits, of in (("true", "seen"), ("found", "gold"))]
        lines.append(
            f"pattern    {pattern.n[mode, 'gold']:5} {pattern.n[mode, 'seen']:4} | "
            f" {rates[0]:.3f} {rates[1]:.3f} | {mode}: {own[0] - rates[0]:+.3f} precision, "
            f"{own[1] - rates[1]:+.3f} recall above it"
        )
    return "\n".join(lines)


def gold(language: str) -> Path:
    """Return the file of a language's gold documents."""
    return ROOT / "evals" / "gold" / f"statements.{language}.jsonl"


def silent(language: str) -> list[dict[str, Any]]:
    """Return the documents of a language that hold no official statement."""
    return [document for document in load([SILENT]) if document["lang"] == language]


def load(paths: Iterable[Path], split: str | None = None) -> list[dict[str, Any]]:
    """Return the gold documents of JSON-lines files, of one split where it is named."""
    documents = [
        json.loads(line)
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return [d for d in documents if split in (None, d.get("split", "dev"))]


def main() -> int:
    """Print the scores of both splits of a language, or of the files named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    files = options.files or [gold(options.language)]
    reader = extractor()
    for split in (options.split,) if options.split else ("dev", "test"):
        documents = load(files, split)
        if not documents:
            continue
        result = score(reader, documents)
        print(f"{options.language} {split}: {len(documents)} documents\n{report(result)}")
        print(f"{beside(result, by_pattern(documents))}\n")
        if options.errors and split != "test":
            print("\n".join(result.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
