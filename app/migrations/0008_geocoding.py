"""What the Base Adresse Nationale answered about the address of each supplier."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "geocoded_address",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("point_precision", sa.String(32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_geocoded_address_supplier_id_supplier"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_geocoded_address")),
    )
    op.create_index(
        op.f("ix_geocoded_address_address"), "geocoded_address", ["address"], unique=False
    )


def downgrade() -> None:
    # Points found in a street are read by no earlier version.
    op.execute("UPDATE supplier SET point_precision = 'address' WHERE point_precision = 'street'")
    op.drop_table("geocoded_address")
