"""Undoing goes through the rows of a list in their order."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_list_row_order", "list_row", ["list_id", "id"])
    op.create_index(
        "ix_list_row_spared",
        "list_row",
        ["list_id", "id"],
        sqlite_where=sa.text("spared IS NOT NULL"),
        postgresql_where=sa.text("spared IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_list_row_spared", "list_row")
    op.drop_index("ix_list_row_order", "list_row")
