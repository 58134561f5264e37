"""Networks look after their members: notes, colleagues, growth, services given, unmet needs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("unmet_need", "network_month", "manager_invitation", "member_note")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "member_note",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "network_slug"],
            ["membership.supplier_id", "membership.network_slug"],
            name=op.f("fk_member_note_supplier_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("supplier_id", "network_slug", name=op.f("pk_member_note")),
    )
    op.create_table(
        "manager_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_slug"],
            ["network.slug"],
            name=op.f("fk_manager_invitation_network_slug_network"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_invitation")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_manager_invitation_key_hash")),
    )
    for column in ("email", "network_slug"):
        op.create_index(
            op.f(f"ix_manager_invitation_{column}"), "manager_invitation", [column], unique=False
        )
    op.create_table(
        "network_month",
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_network_month_network_slug_network")
        ),
        sa.PrimaryKeyConstraint("network_slug", "month", name=op.f("pk_network_month")),
    )
    op.create_table(
        "unmet_need",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("departement", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "departement", "service", name=op.f("pk_unmet_need")),
    )
    with op.batch_alter_table("tagging") as table:
        table.add_column(sa.Column("network_slug", sa.String(), nullable=True))
        table.create_foreign_key(
            op.f("fk_tagging_network_slug_network"), "network", ["network_slug"], ["slug"]
        )
        table.create_index(op.f("ix_tagging_network_slug"), ["network_slug"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tagging") as table:
        table.drop_index(op.f("ix_tagging_network_slug"))
        table.drop_constraint(op.f("fk_tagging_network_slug_network"), type_="foreignkey")
        table.drop_column("network_slug")
    for name in TABLES:
        op.drop_table(name)
