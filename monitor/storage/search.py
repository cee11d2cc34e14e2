"""Full text of items, statements and shifts, in English and Chinese, the last stored first.

SQLite keeps the words in FTS5 tables without the text itself, PostgreSQL in `tsvector` columns;
both hold the same tokens, cut by us: neither database cuts Chinese. What can be filtered by is a
token as well, so that a common word with a rare topic costs no more than the topic.

Numbers rise with each text that is indexed. A text that changes gets a new number, and its old one
leads nowhere: an index without text cannot take words out again.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.orm import Session

from monitor.storage.rows import dialect_of
from monitor.text.tokens import tokens

_MOST_CHARACTERS = 1_000_000
_MOST_TOKENS = 200_000
_MOST_TERMS = 20
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_FEWEST_FOR_PREFIX = 3
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_POSITIONS = 16_383
"""The last position that PostgreSQL keeps in a tsvector."""


class Kind(StrEnum):
    """What can be found."""

    ITEM = "item"
    STATEMENT = "statement"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: its id, and its number, by which the next page goes on."""

    id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Tokens that stand side by side; the last of them may only begin a word."""

    tokens: tuple[str, ...]
    prefix: bool = False


def terms(q: str) -> tuple[Term, ...]:
    """Return what a query asks for, at most 20 terms: all of them have to be found.

    Words of three letters and more are found by their beginning (`control` finds controls),
    `"export controls"` as a phrase as it stands, a run of Chinese characters as a phrase.
    """
    found = []
    for quoted, word in _PHRASE.findall(q):
        cut = tuple(tokens(quoted or word))
        if cut:
            open_ended = not quoted and len(cut[-1]) >= _FEWEST_FOR_PREFIX
            found.append(Term(tokens=cut, prefix=open_ended and not _HAN.search(cut[-1])))
    return tuple(found[:_MOST_TERMS])


def index(
    session: Session, kind: Kind, id_: str, words: str, facets: Mapping[str, Iterable[str]]
) -> None:
    """Let a text be found by its words and facets, in place of what it was found by before."""
    connection = session.connection()
    number = connection.execute(
        _RENUMBER[dialect_of(session)], {"kind": kind.value, "ref": id_}
    ).scalar_one()
    _write(connection, dialect_of(session), kind, number, words, facets)


def search(
    session: Session,
    kind: Kind,
    asked: Sequence[Term],
    facets: Mapping[str, str],
    *,
    before: int | None = None,
    limit: int = 50,
) -> tuple[Hit, ...]:
    """Return what has all the terms and facets, the last stored first, from before a number.

    Nothing where neither a term nor a facet is given.
    """
    dialect = dialect_of(session)
    marks = [facet(name, value) for name, value in facets.items()]
    if not asked and not marks:
        return ()
    match = _sqlite_match(asked, marks) if dialect == "sqlite" else _tsquery(asked, marks)
    rows = session.execute(
        _SEARCH[dialect, kind],
        {"match": match, "kind": kind.value, "before": before or 2**62, "limit": limit},
    )
    return tuple(Hit(id=row.ref, number=row.number) for row in rows)


def _write(
    connection: Connection,
    dialect: str,
    kind: Kind,
    number: int,
    words: str,
    facets: Mapping[str, Iterable[str]],
) -> None:
    cut = list(islice(tokens(words[:_MOST_CHARACTERS]), _MOST_TOKENS))
    marks = [facet(name, value) for name, values in facets.items() for value in values]
    if dialect == "sqlite":
        given: dict[str, Any] = {"words": " ".join(cut), "facets": " ".join(marks)}
    else:
        given = {"words": _tsvector(cut, marks)}
    connection.execute(_INSERT[dialect, kind], {"number": number, **given})


def facet(name: str, value: str) -> str:
    """Return a token that no text has: letters alone, of the filter's name and its value's hash."""
    digest = hashlib.sha256(f"{name}\0{value}".encode()).hexdigest()[:12]
    return f"zz{name}{digest}"


def _sqlite_match(asked: Sequence[Term], marks: Sequence[str]) -> str:
    # Tokens are letters and digits alone, so that quoting them is enough.
    parts = [f"facets : {mark}" for mark in marks]
    for term in asked:
        phrase = f'"{" ".join(term.tokens)}"'
        parts.append(f"words : {phrase}{' *' if term.prefix else ''}")
    return " AND ".join(parts)


def _tsquery(asked: Sequence[Term], marks: Sequence[str]) -> str:
    parts = [_lexeme(mark) for mark in marks]
    for term in asked:
        lexemes = [_lexeme(token) for token in term.tokens]
        if term.prefix:
            lexemes[-1] += ":*"
        parts.append(f"({' <-> '.join(lexemes)})")
    return " & ".join(parts)


def _tsvector(cut: Sequence[str], marks: Sequence[str]) -> str:
    # Written out with positions: PostgreSQL's own parser drops Chinese under some locales.
    places: dict[str, list[int]] = {}
    for at, token in enumerate(cut, 1):
        known = places.setdefault(token, [])
        if at <= _POSITIONS and len(known) < 255:
            known.append(at)
    parts = [
        f"{_lexeme(token)}:{','.join(map(str, known))}" if known else _lexeme(token)
        for token, known in places.items()
    ]
    return " ".join([*parts, *map(_lexeme, marks)])


def _lexeme(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


_RENUMBER: Final[dict[str, TextClause]] = {
    "sqlite": text(
        "INSERT OR REPLACE INTO text_index (kind, ref) VALUES (:kind, :ref) RETURNING number"
    ),
    "postgresql": text(
        "INSERT INTO text_index (kind, ref) VALUES (:kind, :ref) ON CONFLICT (kind, ref) "
        "DO UPDATE SET number = nextval('text_index_number_seq') RETURNING number"
    ),
}
_INSERT: Final[dict[tuple[str, Kind], TextClause]] = {
    **{
        ("sqlite", kind): text(
            f"INSERT INTO words_{kind} (rowid, words, facets) VALUES (:number, :words, :facets)"  # noqa: S608 - one of two names
        )
        for kind in Kind
    },
    **{
        ("postgresql", kind): text(
            f"INSERT INTO words_{kind} (number, words) VALUES (:number, cast(:words AS tsvector))"  # noqa: S608 - one of two names
        )
        for kind in Kind
    },
}
_SEARCH: Final[dict[tuple[str, Kind], TextClause]] = {
    **{
        ("sqlite", kind): text(
            f"SELECT i.ref AS ref, i.number AS number FROM words_{kind} w "  # noqa: S608 - one of two names
            "CROSS JOIN text_index i ON i.number = w.rowid AND i.kind = :kind "
            f"WHERE words_{kind} MATCH :match AND w.rowid < :before "
            "ORDER BY w.rowid DESC LIMIT :limit"
        )
        for kind in Kind
    },
    **{
        ("postgresql", kind): text(
            f"SELECT i.ref AS ref, i.number AS number FROM words_{kind} w "  # noqa: S608 - one of two names
            "JOIN text_index i ON i.number = w.number AND i.kind = :kind "
            "WHERE w.words @@ cast(:match AS tsquery) AND w.number < :before "
            "ORDER BY w.number DESC LIMIT :limit"
        )
        for kind in Kind
    },
}
