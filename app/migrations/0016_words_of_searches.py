"""What administrators say that words mean, and the words that nothing reads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "word_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_reading")),
        sa.UniqueConstraint("form", name=op.f("uq_word_reading_form")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unread_word",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_unread_word")),
    )


def downgrade() -> None:
    op.drop_table("unread_word")
    op.drop_table("word_reading")
