"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ("default",)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "index_cursor",
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("settings_hash", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("copy", name=op.f("pk_index_cursor")),
    )
    op.create_table(
        "network",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_network")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("siret_problem", sa.String(), nullable=True),
        sa.Column("naf", sa.String(), nullable=True),
        sa.Column("legal_form", sa.String(), nullable=True),
        sa.Column("is_secondary_site", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("code_insee", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("point_precision", sa.String(32), nullable=True),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_supplier_point_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
    )
    op.create_index("ix_supplier_siret", "supplier", ["siret"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_contact_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_supplier_id"), "contact", ["supplier_id"], unique=False)
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_history_entry_import_id_import_run")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_history_entry_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    op.create_index(
        op.f("ix_history_entry_supplier_id"), "history_entry", ["supplier_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("network_slug", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_slug"], ["network.slug"], name=op.f("fk_membership_network_slug_network")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_membership_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "network_slug", name=op.f("pk_membership")),
    )
    op.create_table(
        "probable_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["supplier.id"], name=op.f("fk_probable_duplicate_first_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["supplier.id"], name=op.f("fk_probable_duplicate_second_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probable_duplicate")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_probable_duplicate_first_id")),
    )
    op.create_index(
        op.f("ix_probable_duplicate_second_id"), "probable_duplicate", ["second_id"], unique=False
    )
    op.create_table(
        "provenance",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_provenance_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "field", name=op.f("pk_provenance")),
    )
    op.create_table(
        "source_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("match_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_source_record_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_record")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_source_record_source")),
    )
    op.create_index(
        op.f("ix_source_record_supplier_id"), "source_record", ["supplier_id"], unique=False
    )
    op.create_table(
        "supplier_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_kind_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_kind")),
    )
    op.create_index(
        op.f("ix_supplier_kind_supplier_id"), "supplier_kind", ["supplier_id"], unique=False
    )
    op.create_table(
        "supplier_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("degree", sa.String(32), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_label_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_label")),
    )
    op.create_index(
        op.f("ix_supplier_label_supplier_id"), "supplier_label", ["supplier_id"], unique=False
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("whole_country", sa.Boolean(), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=True),
        sa.Column("territories", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.CheckConstraint("position BETWEEN 0 AND 3", name=op.f("ck_zone_position")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_zone_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("supplier_id", "position", name=op.f("uq_zone_supplier_id")),
    )
    op.create_index(op.f("ix_zone_supplier_id"), "zone", ["supplier_id"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(32), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_activity_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_activity_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("supplier_id", "service", name=op.f("uq_activity_supplier_id")),
    )
    op.create_index(op.f("ix_activity_supplier_id"), "activity", ["supplier_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_activity_supplier_id"), table_name="activity")
    op.drop_table("activity")
    op.drop_index(op.f("ix_zone_supplier_id"), table_name="zone")
    op.drop_table("zone")
    op.drop_index(op.f("ix_supplier_label_supplier_id"), table_name="supplier_label")
    op.drop_table("supplier_label")
    op.drop_index(op.f("ix_supplier_kind_supplier_id"), table_name="supplier_kind")
    op.drop_table("supplier_kind")
    op.drop_index(op.f("ix_source_record_supplier_id"), table_name="source_record")
    op.drop_table("source_record")
    op.drop_table("provenance")
    op.drop_index(op.f("ix_probable_duplicate_second_id"), table_name="probable_duplicate")
    op.drop_table("probable_duplicate")
    op.drop_table("membership")
    op.drop_index(op.f("ix_history_entry_supplier_id"), table_name="history_entry")
    op.drop_table("history_entry")
    op.drop_index(op.f("ix_contact_supplier_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_index("ix_supplier_siret", table_name="supplier")
    op.drop_table("supplier")
    op.drop_table("outbox")
    op.drop_table("network")
    op.drop_table("index_cursor")
    op.drop_table("import_run")
