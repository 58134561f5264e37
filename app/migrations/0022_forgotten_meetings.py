"""Meetings of more than a year are forgotten anew: structures, and who met whom, were left."""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("UPDATE meeting SET purged_on = NULL")  # the day's work does it again


def downgrade() -> None:
    """What is forgotten stays so."""
