"""Networks hold meetings: who comes, whom they wish to meet, their appointments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# In the order in which they can be dropped, their indexes with them.
TABLES = ("attendee", "wish", "appointment", "participant", "meeting_entry", "meeting")


def upgrade() -> None:
    create_meetings()
    create_participants()
    create_appointments()


def create_meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="meetingstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("presentation", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_registration_open", sa.Boolean(), nullable=False),
        sa.Column("do_structures_meet", sa.Boolean(), nullable=False),
        sa.Column("are_wishes_open", sa.Boolean(), nullable=False),
        sa.Column("first_slot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("pause_minutes", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("schedule_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_meeting_network_slug_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_network_slug"), "meeting", ["network_slug"], unique=False)
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    op.create_table(
        "meeting_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_entry_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_entry")),
    )
    op.create_index(
        op.f("ix_meeting_entry_meeting_id"), "meeting_entry", ["meeting_id"], unique=False
    )


def create_participants() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("seated", "invited", "waiting", name="standing", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("structure", "buyer", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "user_id IS NULL OR email IS NULL", name=op.f("ck_participant_one_address")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["participant.id"],
            name=op.f("fk_participant_host_id_participant"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_participant_supplier_id_supplier"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_participant_user_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("meeting_id", "user_id", name=op.f("uq_participant_meeting_id")),
    )
    op.create_index(op.f("ix_participant_email"), "participant", ["email"], unique=False)
    op.create_index(op.f("ix_participant_host_id"), "participant", ["host_id"], unique=False)
    op.create_index(
        "ix_participant_meeting_id_standing",
        "participant",
        ["meeting_id", "standing"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participant_supplier_id"), "participant", ["supplier_id"], unique=False
    )
    op.create_index(op.f("ix_participant_user_id"), "participant", ["user_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("wanted_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_wish_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wanted_id"],
            ["participant.id"],
            name=op.f("fk_wish_wanted_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "wanted_id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_wanted_id"), "wish", ["wanted_id"], unique=False)


def create_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "nothing",
                "exchange",
                "quote",
                "order",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_appointment_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint(
            "meeting_id", "slot", "table_number", name=op.f("uq_appointment_meeting_id")
        ),
    )
    op.create_table(
        "attendee",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "nothing",
                "exchange",
                "quote",
                "order",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_attendee_appointment_id_appointment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_attendee_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("appointment_id", "participant_id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("participant_id", "slot", name=op.f("uq_attendee_participant_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
