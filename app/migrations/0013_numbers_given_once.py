"""SQLite gives the number of a deleted row to no other.

A table is told so when it is made: each is made again, as SQLite's own guide says
(https://www.sqlite.org/lang_altertable.html#otheralter), from the statement that made it.
Alembic's batches would lose its checks and its indexes on expressions.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = "\n\tid INTEGER NOT NULL"
MADE_AGAIN = "numbers_given_once"  # the name of each meanwhile


def upgrade() -> None:
    """PostgreSQL's sequences never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with without_references():
        for name, statement in reusing_numbers():
            make_again(name, statement)


def downgrade() -> None:
    """What came before does not mind."""


@contextmanager
def without_references() -> Iterator[None]:
    """A table that is dropped would otherwise take along what refers to it.

    Within a transaction, SQLite does not heed that order.
    """
    with op.get_context().autocommit_block():
        op.execute("PRAGMA foreign_keys = OFF")
    op.execute("BEGIN IMMEDIATE")  # the driver itself would wait for the first row
    yield
    with op.get_context().autocommit_block():
        op.execute("PRAGMA foreign_keys = ON")


def reusing_numbers() -> list[tuple[str, str]]:
    """Tables with numbers of their own, each with the statement that made it."""
    made = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return [(name, sql) for name, sql in op.get_bind().execute(made) if primary_key(name) in sql]


def primary_key(name: str) -> str:
    return f", \n\tCONSTRAINT pk_{name} PRIMARY KEY (id)"


def make_again(name: str, statement: str) -> None:
    columns = statement.partition("(")[2].replace(primary_key(name), "")
    numbered = columns.replace(NUMBER, f"{NUMBER} PRIMARY KEY AUTOINCREMENT")
    indexes = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name")
    kept = op.get_bind().scalars(indexes, {"name": name}).all()
    op.execute(f"CREATE TABLE {MADE_AGAIN} ({numbered}")
    op.execute(f"INSERT INTO {MADE_AGAIN} SELECT * FROM {name}")  # noqa: S608 our own table
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE {MADE_AGAIN} RENAME TO {name}")
    for index in filter(None, kept):  # those of constraints have no statement of their own
        op.execute(index)
