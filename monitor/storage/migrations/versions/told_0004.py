"""Who was told of what and how, what readers said of it, and keys of the monitor's own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make three tables, and find the messages of a thread quickly."""
    op.create_index("ix_alert_thread_created_at", "alert", ["thread", "created_at"])
    op.create_table(
        "told",
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alert", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("subscriber", "shift", name="pk_told"),
    )
    op.create_index(
        "ix_told_subscriber_alert_digest_at", "told", ["subscriber", "alert", "digest_at"]
    )
    op.create_index("ix_told_subscriber_told_at", "told", ["subscriber", "told_at"])
    op.create_index("ix_told_alert", "told", ["alert"])
    op.create_table(
        "verdict",
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("alert", name="pk_verdict"),
    )
    op.create_table(
        "key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_key"),
    )
