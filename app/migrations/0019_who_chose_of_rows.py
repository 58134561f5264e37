"""Who answered, or corrected, the rows of lists."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("list_row", sa.Column("chosen_by", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("list_row", "chosen_by")
