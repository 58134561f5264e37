"""What a copy of the index has under way, refuses or fails at, and since when it lags."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS: dict[str, Any] = {
    "compared_on": sa.Date(),
    "task": sa.Integer(),
    "sent_position": sa.Integer(),
    "error": sa.String(),
    "error_at": sa.DateTime(timezone=True),
    "holder": sa.String(),
    "held_until": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    with op.batch_alter_table("index_cursor") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "parked_document",
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("copy", "supplier_id", name=op.f("pk_parked_document")),
    )


def downgrade() -> None:
    op.drop_table("parked_document")
    # In place: a table made again would count its entries from 1, behind the cursors.
    op.drop_column("outbox", "noted_at")
    with op.batch_alter_table("index_cursor") as table:
        for name in COLUMNS:
            table.drop_column(name)
