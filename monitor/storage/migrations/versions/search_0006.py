"""Full text of items and statements."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.storage import search
from monitor.storage.search import Kind

revision = "0006"
down_revision = "0005"

_ITEMS = sa.text(
    "SELECT i.id, i.source, i.language, i.title, i.topics, r.text FROM item i "
    "JOIN revision r ON r.item = i.id AND r.number = i.revision ORDER BY i.first_seen_at, i.id"
)
_STATEMENTS = sa.text(
    "SELECT id, source, language, body, speaker, role, topics, text FROM statement ORDER BY day, id"
)


def upgrade() -> None:
    """Make the tables of words, and index what is stored."""
    op.create_table(
        "text_index",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_text_index"),
        sa.UniqueConstraint("kind", "ref", name="uq_text_index_kind_ref"),
        sqlite_autoincrement=True,
    )
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    for kind in (Kind.ITEM, Kind.STATEMENT):
        if sqlite:
            op.execute(
                f"CREATE VIRTUAL TABLE words_{kind} USING fts5(words, facets, content='', "
                "tokenize='unicode61 remove_diacritics 0')"
            )
        else:
            op.execute(
                f"CREATE TABLE words_{kind} (number integer PRIMARY KEY, words tsvector NOT NULL)"
            )
            op.execute(f"CREATE INDEX ix_words_{kind}_words ON words_{kind} USING gin (words)")
    session = sa.orm.Session(bind=connection)
    for row in connection.execute(_ITEMS).all():
        search.index(session, Kind.ITEM, row.id, *_item(row))
    for row in connection.execute(_STATEMENTS).all():
        search.index(session, Kind.STATEMENT, row.id, *_statement(row))


def _item(row: sa.Row[Any]) -> tuple[str, dict[str, Iterable[str]]]:
    return f"{row.title}\n{row.text}", {
        "topic": json.loads(row.topics),
        "source": [row.source],
        "language": [row.language],
    }


def _statement(row: sa.Row[Any]) -> tuple[str, dict[str, Iterable[str]]]:
    words = "\n".join(filter(None, (row.text, row.speaker, row.role)))
    return words, {
        "topic": json.loads(row.topics),
        "source": [row.source],
        "language": [row.language],
        "body": [row.body] if row.body else [],
    }
