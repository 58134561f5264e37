"""Which worker works on a list."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("member_list", sa.Column("holder", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("member_list", "holder")
