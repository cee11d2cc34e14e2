"""Coverage: times in which a source was not heard, pages looked at again, days with news."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of coverage; every item that is stored is due for a look at its page."""
    op.add_column("source", sa.Column("body_size", sa.Integer(), nullable=True))
    op.create_table(
        "gap",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_gap"),
    )
    op.create_index("ix_gap_until_source", "gap", ["until", "source"])
    op.create_table(
        "look",
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.Text(), nullable=True),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubted_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("item", name="pk_look"),
        sa.ForeignKeyConstraint(
            ["item"], ["item.id"], name="fk_look_item_item", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_look_due_at_source", "look", ["due_at", "source"])
    op.create_table(
        "news_day",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", "day", name="pk_news_day"),
    )
    op.execute(
        "INSERT INTO look (item, source, due_at) "
        "SELECT id, source, first_seen_at FROM item WHERE removed_at IS NULL"
    )
