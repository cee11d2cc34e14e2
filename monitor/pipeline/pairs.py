"""Pairs of texts handed in from outside become shifts, without a database."""

from hashlib import sha256

from monitor.errors import MonitorError
from monitor.pipeline.reader import Reader
from monitor.text.language import detect
from monitor.wording.comparison import PairMode
from monitor.wording.decide import compare_pair
from monitor.wording.shift import Shift

_OPTIONAL = ("lang", "body", "topic", "mode")
FIELDS = ("id", "before", "after", *_OPTIONAL)
"""The keys of a pair in JSON lines; others are left alone."""


def compare_row(reader: Reader, row: object, *, where: str) -> Shift:
    """Return the shift between the two texts of one JSON object.

    Takes `before` and `after`, and where known `id, lang, body, topic, mode`; the shift has the
    object's id. Raises MonitorError with `where`.
    """
    if not isinstance(row, dict):
        raise MonitorError(f"{where}: not a JSON object", hint="one object on each line")
    before, after = row.get("before"), row.get("after")
    if not isinstance(before, str) or not isinstance(after, str):
        raise MonitorError(f"{where}: before and after must be two strings")
    for key in _OPTIONAL:
        if row.get(key) is not None and not isinstance(row[key], str):
            raise MonitorError(f"{where}: {key} is not a string")
    mode = row.get("mode") or PairMode.STATEMENTS
    if mode not in set(PairMode):
        raise MonitorError(
            f"{where}: {mode!r} is no mode", hint=f"one of {', '.join(sorted(PairMode))}"
        )
    given = row.get("id")
    if given is None or given == "":
        given = sha256(f"{before}\0{after}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return compare_pair(
        reader.comparer,
        before,
        after,
        id=str(given),
        language=row.get("lang") or detect(f"{before}\n{after}"),
        mode=PairMode(mode),
        body=row.get("body"),
        topic=row.get("topic"),
        scoring=reader.scoring,
    )
