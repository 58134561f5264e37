"""A network presents itself, and vouches for its members."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "network_place",
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column("presentation", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("territories", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("charter", sa.String(), nullable=False),
        sa.Column("charter_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_network_place_network_slug_network")
        ),
        sa.PrimaryKeyConstraint("network_slug", name=op.f("pk_network_place")),
    )
    op.add_column(
        "membership",
        sa.Column(
            "degree",
            sa.Enum(
                *("declare", "charte", "verifie", "labellise"),
                name="proofdegree",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("membership", sa.Column("vouched_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("membership", "vouched_on")
    op.drop_column("membership", "degree")
    op.drop_table("network_place")
