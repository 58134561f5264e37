"""What a look at a dropped list told, kept so that its pages do not read the file again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("member_list", sa.Column("found", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("member_list", "found")
