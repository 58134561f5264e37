"""The whole database as plain rows, to compare two of them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.models import Base

# When something was done, and by which run, differs between two runs that do the same.
MOMENTS = frozenset({"created_at", "updated_at", "at", "noticed_at", "noted_at", "import_id"})
RUNS = frozenset({"import_run", "index_cursor"})


def dump(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for moments and runs; the outbox as who was told, in order."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in RUNS]
    found = {}
    for table in tables:
        columns = [column for column in table.columns if column.name not in MOMENTS]
        query = select(*columns).order_by(*table.primary_key)
        found[table.name] = [dict(row) for row in session.execute(query).mappings()]
    session.rollback()
    return found
