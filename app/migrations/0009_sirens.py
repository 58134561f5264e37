"""Suppliers are found by the SIREN of their body."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_supplier_siren", "supplier", [sa.text("substr(siret, 1, 9)")])


def downgrade() -> None:
    op.drop_index("ix_supplier_siren", table_name="supplier")
