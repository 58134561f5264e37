"""What has been told of a meeting, and who came as somebody's guest."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENTS = ("schedule_changed_at", "wishes_told_at", "outcomes_asked_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("meeting", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "participant",
        sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE participant SET is_guest = true WHERE host_id IS NOT NULL")


def downgrade() -> None:
    op.drop_column("participant", "is_guest")
    for name in MOMENTS:
        op.drop_column("meeting", name)
