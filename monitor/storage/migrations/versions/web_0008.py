"""How many rows there are without counting them, and shifts by topic, by level and by words."""

import json

import sqlalchemy as sa
from alembic import op

from monitor.storage import search
from monitor.storage.search import Kind

revision = "0008"
down_revision = "0007"

_COUNTED = ("item", "statement")

_COUNT = "INSERT INTO tally SELECT '{table}', count(*) FROM {table}"
# A batch operation of a later migration on one of these tables makes it anew, without its
# triggers: it has to make them again.
_SQLITE = """
CREATE TRIGGER tally_{table}_{event} AFTER {event} ON {table} BEGIN
  UPDATE tally SET number = number {sign} 1 WHERE name = '{table}';
END
"""
_FUNCTION = """
CREATE FUNCTION tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE tally SET number = number {sign} (SELECT count(*) FROM changed)
  WHERE name = TG_TABLE_NAME;
  RETURN NULL;
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER tally_{table}_{event} AFTER {event} ON {table}
REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tally_{event}()
"""
_SHIFTS = sa.text(
    "SELECT s.id, s.body, s.topic, s.level, s.kinds, s.before, s.after, t.speaker, i.title, "
    "coalesce(t.source, i.source) AS source FROM shift s "
    "LEFT JOIN statement t ON t.id = s.statement LEFT JOIN item i ON i.id = s.item "
    "ORDER BY s.created_at, s.id"
)
_EVENTS = (("insert", "+", "NEW"), ("delete", "-", "OLD"))


def upgrade() -> None:
    """Count once, let triggers go on counting, and make the indexes."""
    op.create_table(
        "tally",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_tally"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for event, sign, _ in _EVENTS:
        if not sqlite:
            op.execute(_FUNCTION.format(event=event, sign=sign))
    for table in _COUNTED:
        op.execute(_COUNT.format(table=table))
        for event, sign, rows in _EVENTS:
            form = _SQLITE if sqlite else _POSTGRESQL
            op.execute(form.format(table=table, event=event, sign=sign, rows=rows))
    op.create_index("ix_shift_topic_created_at_id", "shift", ["topic", "created_at", "id"])
    op.create_index("ix_shift_level_created_at_id", "shift", ["level", "created_at", "id"])
    op.create_index("ix_shift_level_silenced", "shift", ["level", "silenced"])
    if sqlite:
        op.execute(
            "CREATE VIRTUAL TABLE words_shift USING fts5(words, facets, content='', "
            "tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("CREATE TABLE words_shift (number integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_words_shift_words ON words_shift USING gin (words)")
    session = sa.orm.Session(bind=op.get_bind())
    for row in op.get_bind().execute(_SHIFTS).all():
        words = "\n".join(filter(None, (row.before, row.after, row.speaker, row.title)))
        one = {"body": row.body, "topic": row.topic, "level": row.level, "source": row.source}
        facets = {name: [value] for name, value in one.items() if value}
        search.index(session, Kind.SHIFT, row.id, words, {**facets, "kind": json.loads(row.kinds)})
