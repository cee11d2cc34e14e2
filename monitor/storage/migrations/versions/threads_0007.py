"""Where a statement stands in its threads, and an item among those on its topics."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Give both tables of topics the columns that a listing is ordered by, and their indexes."""
    with op.batch_alter_table("item_topic") as table:
        table.add_column(sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE item_topic SET first_seen_at = "
        "(SELECT i.first_seen_at FROM item i WHERE i.id = item_topic.item)"
    )
    with op.batch_alter_table("item_topic") as table:
        table.alter_column(
            "first_seen_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )
    with op.batch_alter_table("statement_topic") as table:
        table.add_column(sa.Column("body", sa.Text(), nullable=True))
        table.add_column(sa.Column("day", sa.Date(), nullable=True))
    op.execute(
        "UPDATE statement_topic SET "
        "body = (SELECT s.body FROM statement s WHERE s.id = statement_topic.statement), "
        "day = (SELECT s.day FROM statement s WHERE s.id = statement_topic.statement)"
    )
    with op.batch_alter_table("statement_topic") as table:
        table.alter_column("day", existing_type=sa.Date(), nullable=False)
    op.create_index(
        "ix_item_topic_topic_first_seen_at_item", "item_topic", ["topic", "first_seen_at", "item"]
    )
    op.create_index(
        "ix_statement_topic_body_topic_day_statement",
        "statement_topic",
        ["body", "topic", "day", "statement"],
    )
    op.create_index(
        "ix_statement_topic_topic_day_statement",
        "statement_topic",
        ["topic", "day", "statement"],
    )
    op.create_index("ix_statement_source_day_id", "statement", ["source", "day", "id"])
    op.create_index("ix_shift_statement", "shift", ["statement"])
