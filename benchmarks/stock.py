"""A database as it is after years: a million items, 200,000 statements, 20,000 shifts.

Rows are made up of a few hundred sentences and written past the storage room, which would take an
hour; what is read back is what that room would have written.
"""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from monitor.storage import search
from monitor.storage.engine import Database
from monitor.text.tokens import tokens

NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
SPAN = timedelta(days=5 * 365)
_BATCH = 20_000

_ACTORS = ("the ministry", "the commission", "China", "the government", "the bureau", "exporters")
_ACTS = ("will review", "may approve", "must report", "stands ready to discuss", "opposes")
_THINGS = ("export licences", "rare earth magnets", "gallium and germanium", "dual-use items")
_TAILS = ("in accordance with the law", "for civilian use", "without delay", "case by case")
_ZH = (
    ("商务部", "外交部", "中方", "海关总署", "有关部门"),
    ("将依法审查", "不断加快审批", "坚决反对", "愿同各方加强", "必须如实申报"),
    ("稀土出口许可", "出口管制对话合作", "两用物项清单", "镓和锗的贸易", "全球产供链稳定"),
)
SENTENCES_EN = tuple(
    f"On point {number}, {actor} {act} {thing} {tail}."
    for number, (actor, act, thing, tail) in enumerate(
        (a, b, c, d) for a in _ACTORS for b in _ACTS for c in _THINGS for d in _TAILS
    )
)
SENTENCES_ZH = tuple(f"{a}{b}{c}。" for a in _ZH[0] for b in _ZH[1] for c in _ZH[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many rows of each kind."""

    items: int = 1_000_000
    statements: int = 200_000
    shifts: int = 20_000
    alerts: int = 6_000
    sources: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The database's file, and the names that are in it."""

    path: Path
    sources: tuple[str, ...]
    bodies: tuple[str, ...]
    topics: tuple[str, ...]
    shifts: tuple[str, ...]
    statements: tuple[str, ...]
    items: tuple[str, ...]

    @classmethod
    def of(
        cls, path: Path, size: Size, *, bodies: tuple[str, ...], topics: tuple[str, ...]
    ) -> "Stock":
        """Return what a database that was made by `stock` holds, with some ids of each kind."""
        some = random.Random(8)
        return cls(
            path=path,
            sources=_sources(size),
            bodies=bodies,
            topics=topics,
            shifts=tuple(f"sh{some.randrange(size.shifts)}" for _ in range(500)),
            statements=tuple(f"st{some.randrange(size.statements)}" for _ in range(500)),
            items=tuple(f"it{some.randrange(size.items)}" for _ in range(500)),
        )


def stock(path: Path, size: Size, *, bodies: tuple[str, ...], topics: tuple[str, ...]) -> None:
    """Make a database of that size at a path; `bodies` and `topics` lead by how often they are.

    A name's share falls with its rank, so that there are threads of thousands and of a few.
    """
    Database.open(f"sqlite:///{path}").close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
        raw.execute(f"PRAGMA {pragma}")
    found = _Maker(random.Random(7), size, bodies, topics)
    raw.execute("BEGIN")
    for table, rows in found.tables():
        while batch := list(islice(rows, _BATCH)):
            raw.executemany(_insert(table, len(batch[0])), batch)
    raw.execute("COMMIT")
    # Not what `optimize` would do at leisure, but what a database of this age has had done to it.
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


_COLUMNS = {
    "text_index": "(number, kind, ref)",
    "words_item": "(rowid, words, facets)",
    "words_statement": "(rowid, words, facets)",
    "words_shift": "(rowid, words, facets)",
}


def _insert(table: str, width: int) -> str:
    marks = ", ".join("?" * width)
    return f"INSERT INTO {table} {_COLUMNS.get(table, '')} VALUES ({marks})"


class _Maker:
    def __init__(
        self, chance: random.Random, size: Size, bodies: tuple[str, ...], topics: tuple[str, ...]
    ) -> None:
        self.chance, self.size, self.bodies, self.topics = chance, size, bodies, topics
        self.sources = _sources(size)
        self._weights = [1 / (rank + 2) for rank in range(max(len(bodies), len(topics)))]
        self._words = {each: " ".join(tokens(each)) for each in (*SENTENCES_EN, *SENTENCES_ZH)}

    def tables(self) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
        """Yield each table's rows; those that belong together come from one seed."""
        for number, source in enumerate(self.sources):
            yield "source", iter([self._source(number, source)])
        for table, made in (
            ("item", self._item),
            ("revision", self._revision),
            ("item_topic", self._item_topic),
            ("text_index", lambda n: (n + 1, "item", f"it{n}")),
            ("words_item", self._item_words),
        ):
            yield table, map(made, range(self.size.items))
        for table, made in (
            ("statement", self._statement),
            ("statement_topic", self._statement_topic),
            ("text_index", lambda n: (self.size.items + n + 1, "statement", f"st{n}")),
            ("words_statement", self._statement_words),
        ):
            yield table, map(made, range(self.size.statements))
        for table, made in (
            ("shift", self._shift),
            ("text_index", lambda n: (self._before_shifts() + n + 1, "shift", f"sh{n}")),
            ("words_shift", self._shift_words),
        ):
            yield table, map(made, range(self.size.shifts))
        yield "alert", map(self._alert, range(self.size.alerts))
        yield "delivery", map(self._delivery, range(self.size.alerts * 3))

    def _of(self, kind: str, number: int) -> random.Random:
        self.chance.seed(f"{kind}{number}")
        return self.chance

    def _at(self, number: int, of: int) -> datetime:
        return NOW - SPAN * (1 - (number + 1) / of)

    def _source(self, number: int, name: str) -> tuple[Any, ...]:
        state = "failing" if number % 40 == 3 else "stale" if number % 40 == 7 else "ok"
        now = _moment(NOW)
        error = "503: busy" if state == "failing" else None
        return (
            name, f"https://{name}.example/feed", None, None, None, now, 900_000_000,
            3 if error else 0, now, now, now, 200, error, state, now, 50_000, 30, 8_000,
        )  # fmt: skip

    def _text(self, kind: str, number: int, sentences: int) -> tuple[str, list[str]]:
        chance = self._of(kind, number)
        chinese = chance.random() < 0.4
        said = chance.choices(SENTENCES_ZH if chinese else SENTENCES_EN, k=sentences)
        return "zh" if chinese else "en", said

    def _item_about(self, number: int) -> tuple[str, str, str]:
        chance = self._of("about", number)
        source = chance.choice(self.sources)
        topic = chance.choices(self.topics, self._weights[: len(self.topics)])[0]
        return source, topic, _moment(self._at(number, self.size.items))

    def _item(self, number: int) -> tuple[Any, ...]:
        source, topic, at = self._item_about(number)
        language, said = self._text("item", number, 5)
        url = f"https://{source}.example/{number}"
        return (
            f"it{number}", source, f"key{number}", url, said[0], "[]", None, at, "[]", None,
            language, orjson.dumps([topic]).decode(), at, at, 1, None,
        )  # fmt: skip

    def _revision(self, number: int) -> tuple[Any, ...]:
        language, said = self._text("item", number, 5)
        at = _moment(self._at(number, self.size.items))
        return f"it{number}", 1, said[0], " ".join(said), "", language, at

    def _item_topic(self, number: int) -> tuple[Any, ...]:
        _, topic, at = self._item_about(number)
        return topic, f"it{number}", at

    def _item_words(self, number: int) -> tuple[Any, ...]:
        source, topic, _ = self._item_about(number)
        language, said = self._text("item", number, 5)
        words = " ".join(self._words[each] for each in (said[0], *said))
        return number + 1, words, _facets(topic=topic, source=source, language=language)

    def _said_about(self, number: int) -> tuple[str, str, str]:
        chance = self._of("said", number)
        body = chance.choices(self.bodies, self._weights[: len(self.bodies)])[0]
        topic = chance.choices(self.topics, self._weights[: len(self.topics)])[0]
        return body, topic, self._at(number, self.size.statements).date().isoformat()

    def _statement(self, number: int) -> tuple[Any, ...]:
        body, topic, day = self._said_about(number)
        language, said = self._text("statement", number, 3)
        text = " ".join(said)
        at = _moment(self._at(number, self.size.statements))
        item = number * (self.size.items // self.size.statements)
        source, _, _ = self._item_about(item)
        return (
            f"st{number}", f"it{item}", source, f"https://{source}.example/{item}", body,
            "A Speaker", "spokesperson", day, day, "day", "publication", 0, at, "direct", 2,
            "unknown", language, orjson.dumps([topic]).decode(), text, 0, len(text), "[]",
            f"ut{number // 2}", 1, at, None, 0, 0,
        )  # fmt: skip

    def _statement_topic(self, number: int) -> tuple[Any, ...]:
        body, topic, day = self._said_about(number)
        return topic, f"st{number}", body, day

    def _statement_words(self, number: int) -> tuple[Any, ...]:
        body, topic, _ = self._said_about(number)
        language, said = self._text("statement", number, 3)
        words = " ".join(self._words[each] for each in said)
        item = number * (self.size.items // self.size.statements)
        source, _, _ = self._item_about(item)
        facets = _facets(topic=topic, source=source, language=language, body=body)
        return self.size.items + number + 1, words, facets

    def _before_shifts(self) -> int:
        return self.size.items + self.size.statements

    def _shift_about(self, number: int) -> tuple[int, str, str]:
        """Return the statement that has the new words, and the shift's kind and level."""
        step = self.size.statements // self.size.shifts
        chance = self._of("shift", number)
        kind = chance.choices(("added", "dropped", "number", "polarity"), (50, 40, 9, 1))[0]
        level = chance.choices(("alert", "digest", "info"), (1, 2, 7))[0]
        return number * step + step - 1, kind, level

    def _shift(self, number: int) -> tuple[Any, ...]:
        new, kind, level = self._shift_about(number)
        silenced = self.chance.choice((None, None, "excerpt"))
        body, topic, _ = self._said_about(new)
        _, before = self._text("statement", new - 1, 3)
        _, after = self._text("statement", new, 3)
        item = new * (self.size.items // self.size.statements)
        at = _moment(self._at(number, self.size.shifts))
        spans = [[0, len(before[0]), 0, len(after[0]), 0]]
        return (
            f"sh{number}", f"it{item}", body, topic, f"st{new}", f'["{kind}"]', f'["st{new - 1}"]',
            " ".join(before), " ".join(after), orjson.dumps(spans).decode(),
            orjson.dumps([before[0]]).decode(), orjson.dumps([after[0]]).decode(), "[]", "[]",
            7.0, 0.8, level, "neutral", 0, silenced, '["thread.latest","term.replaced"]', at, 0,
        )  # fmt: skip

    def _shift_words(self, number: int) -> tuple[Any, ...]:
        new, kind, level = self._shift_about(number)
        body, topic, _ = self._said_about(new)
        source, _, _ = self._item_about(new * (self.size.items // self.size.statements))
        said = (*self._text("statement", new - 1, 3)[1], *self._text("statement", new, 3)[1])
        words = " ".join(self._words[each] for each in said)
        facets = _facets(topic=topic, body=body, source=source, level=level, kind=kind)
        return self._before_shifts() + number + 1, words, facets

    def _alert(self, number: int) -> tuple[Any, ...]:
        shift = number * (self.size.shifts // self.size.alerts)
        at = _moment(self._at(number, self.size.alerts))
        words = "words of an alert " * 100
        return (
            f"al{number}", f"sh{shift}", f"th{number % 400}", f"A subject {number}", words, words,
            "{}", at,
        )  # fmt: skip

    def _delivery(self, number: int) -> tuple[Any, ...]:
        left = self.size.alerts * 3 - number
        state = "pending" if left < 10 else "dead" if number % 997 == 0 else "sent"
        at = _moment(NOW)
        return (
            number + 1, f"al{number // 3}", f"receiver-{number % 3}", state, 1, at, None, None,
            at if state == "sent" else None,
        )  # fmt: skip


def _sources(size: Size) -> tuple[str, ...]:
    return tuple(f"source-{number}" for number in range(size.sources))


def _facets(**values: str) -> str:
    return " ".join(_facet(name, value) for name, value in values.items())


_FACETS: dict[tuple[str, str], str] = {}


def _facet(name: str, value: str) -> str:
    key = (name, value)
    if key not in _FACETS:
        _FACETS[key] = search.facet(name, value)
    return _FACETS[key]


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"
