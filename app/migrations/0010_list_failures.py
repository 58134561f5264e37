"""How often in a row the work on a list failed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    failures = sa.Column("failures", sa.Integer(), server_default="0", nullable=False)
    op.add_column("member_list", failures)


def downgrade() -> None:
    with op.batch_alter_table("member_list") as table:
        table.drop_column("failures")
