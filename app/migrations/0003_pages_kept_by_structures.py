"""Accounts, claims, letters, pictures, references, merges, counts: structures keep their page."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# In the order in which they can be dropped.
COLUMNS: dict[str, tuple[str, ...]] = {
    "supplier_label": ("document_id",),
    "supplier": (
        "confirmed_on",
        "merged_into_id",
        "awaits_review",
        "cocontracting_note",
        "open_to_cocontracting",
        "figures_year",
        "disabled_workers",
        "insertion_jobs",
        "staff",
        "own_words",
    ),
    "probable_duplicate": ("decided_by", "decided_at", "status"),
    "history_entry": ("reverts_id", "version"),
    "contact": ("label",),
}
TABLES = (
    "erased_value",
    "tagged_supplier",
    "tagging",
    "confirmation_request",
    "daily_job",
    "admin_entry",
    "synonym",
    "site_text",
    "report",
    "merge",
    "search_count",
    "supplier_count",
    "invitation",
    "claim",
    "client_reference",
    "document",
    "picture",
    "picture_file",
    "outgoing_mail",
    "network_manager",
    "editorship",
    "held_form",
    "email_code",
    "account_session",
    "user_role",
    "role",
    "account",
)


def _reference(name: str, table: str, constraint: str) -> "sa.Column[Any]":
    """A column that names a row: with its constraint inline, SQLite need not copy the table."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id", name=constraint))


def upgrade() -> None:
    create_accounts()
    create_pages()
    create_moderation()
    create_daily_jobs()
    add_columns()


def create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_user_role_user_id_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_account_session_user_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_session_key_hash")),
    )
    op.create_index(
        op.f("ix_account_session_user_id"), "account_session", ["user_id"], unique=False
    )
    op.create_table(
        "email_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_code")),
    )
    op.create_index(op.f("ix_email_code_email"), "email_code", ["email"], unique=False)
    op.create_table(
        "held_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("had_files", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_held_form_user_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_held_form_key_hash")),
    )
    op.create_index(op.f("ix_held_form_user_id"), "held_form", ["user_id"], unique=False)
    op.create_table(
        "editorship",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_editorship_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_editorship_user_id_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "supplier_id", name=op.f("pk_editorship")),
    )
    op.create_index(
        "uq_editorship_owner",
        "editorship",
        ["supplier_id"],
        unique=True,
        sqlite_where=sa.text("is_owner"),
        postgresql_where=sa.text("is_owner"),
    )
    op.create_table(
        "network_manager",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_network_manager_network_slug_network")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_network_manager_user_id_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "network_slug", name=op.f("pk_network_manager")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(
        op.f("ix_outgoing_mail_send_after"), "outgoing_mail", ["send_after"], unique=False
    )


def create_pages() -> None:
    op.create_table(
        "picture_file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture_file")),
    )
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("logo", "photo", name="picturekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["picture_file.sha256"], name=op.f("fk_picture_sha256_picture_file")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_picture_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_sha256"), "picture", ["sha256"], unique=False)
    op.create_index(op.f("ix_picture_supplier_id"), "picture", ["supplier_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_document_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_supplier_id"), "document", ["supplier_id"], unique=False)
    op.create_table(
        "client_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("work", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_client_reference_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_reference")),
    )
    op.create_index(
        op.f("ix_client_reference_supplier_id"), "client_reference", ["supplier_id"], unique=False
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "proof",
            sa.Enum(
                "source_email",
                "domain_email",
                "invitation",
                "document",
                "proposal",
                name="claimproof",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "settled",
                "refused",
                "withdrawn",
                name="claimstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_claim_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_claim_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_claim_user_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_supplier_id"), "claim", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_claim_user_id"), "claim", ["user_id"], unique=False)
    op.create_index(
        "uq_claim_settled",
        "claim",
        ["supplier_id"],
        unique=True,
        sqlite_where=sa.text("status = 'settled'"),
        postgresql_where=sa.text("status = 'settled'"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("network_slug", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_invitation_network_slug_network")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_invitation_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_invitation_key_hash")),
    )
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"], unique=False)
    op.create_index(op.f("ix_invitation_supplier_id"), "invitation", ["supplier_id"], unique=False)
    op.create_table(
        "supplier_count",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "event",
            sa.Enum("found", "read", "contacted", name="event", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_count_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "day", "event", name=op.f("pk_supplier_count")),
    )
    op.create_table(
        "search_count",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("departement", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_search_count_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint(
            "supplier_id", "month", "service", "departement", name=op.f("pk_search_count")
        ),
    )


def create_moderation() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["supplier.id"], name=op.f("fk_merge_kept_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["supplier.id"], name=op.f("fk_merge_merged_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_merge_merged_id"), "merge", ["merged_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_report_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_supplier_id"), "report", ["supplier_id"], unique=False)
    op.create_table(
        "tagging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagging")),
    )
    op.create_table(
        "tagged_supplier",
        sa.Column("tagging_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("is_undone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_spared", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["history_entry.id"],
            name=op.f("fk_tagged_supplier_entry_id_history_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_tagged_supplier_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["tagging_id"], ["tagging.id"], name=op.f("fk_tagged_supplier_tagging_id_tagging")
        ),
        sa.PrimaryKeyConstraint("tagging_id", "supplier_id", name=op.f("pk_tagged_supplier")),
    )
    op.create_table(
        "erased_value",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_value")),
    )
    op.create_table(
        "site_text",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_site_text")),
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("words", "service", name=op.f("uq_synonym_words")),
    )
    op.create_table(
        "admin_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_entry")),
    )


def create_daily_jobs() -> None:
    op.create_table(
        "daily_job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_job")),
    )
    op.create_table(
        "confirmation_request",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_confirmation_request_supplier_id_supplier"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_confirmation_request")),
    )


def add_columns() -> None:
    op.add_column("contact", sa.Column("label", sa.String(), nullable=True))
    op.add_column("history_entry", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column(
        "history_entry",
        _reference("reverts_id", "history_entry", "fk_history_entry_reverts_id_history_entry"),
        inline_references=True,
    )
    op.add_column(
        "probable_duplicate",
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "confirmed",
                "rejected",
                name="duplicatestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
            server_default="open",
        ),
    )
    op.add_column(
        "probable_duplicate", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("probable_duplicate", sa.Column("decided_by", sa.String(), nullable=True))
    op.add_column("supplier", sa.Column("own_words", sa.JSON(), nullable=True))
    op.add_column("supplier", sa.Column("staff", sa.Integer(), nullable=True))
    op.add_column("supplier", sa.Column("insertion_jobs", sa.Integer(), nullable=True))
    op.add_column("supplier", sa.Column("disabled_workers", sa.Integer(), nullable=True))
    op.add_column("supplier", sa.Column("figures_year", sa.Integer(), nullable=True))
    op.add_column("supplier", sa.Column("open_to_cocontracting", sa.Boolean(), nullable=True))
    op.add_column("supplier", sa.Column("cocontracting_note", sa.String(), nullable=True))
    op.add_column(
        "supplier",
        sa.Column("awaits_review", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "supplier",
        _reference("merged_into_id", "supplier", "fk_supplier_merged_into_id_supplier"),
        inline_references=True,
    )
    op.add_column("supplier", sa.Column("confirmed_on", sa.Date(), nullable=True))
    op.create_index(
        op.f("ix_supplier_merged_into_id"), "supplier", ["merged_into_id"], unique=False
    )
    op.add_column(
        "supplier_label",
        _reference("document_id", "document", "fk_supplier_label_document_id_document"),
        inline_references=True,
    )


def downgrade() -> None:
    # Nobody has accepted them, and nothing will say so any more: they stay out of sight.
    op.execute(
        "UPDATE supplier SET archived_at = CURRENT_TIMESTAMP"
        " WHERE awaits_review AND archived_at IS NULL"
    )
    op.drop_index(op.f("ix_supplier_merged_into_id"), table_name="supplier")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
