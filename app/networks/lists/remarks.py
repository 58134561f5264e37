"""What there is to say of a row, the gravest first, each with the column that it is of."""

from collections.abc import Collection, Mapping
from typing import Any

from app.networks.lists.models import ListRow, RowOutcome

LONGEST_TITLE = 40  # letters: some forms have questions for titles


def by_gravity(row: ListRow) -> list[Mapping[str, Any]]:
    """Why it waits for a person first; the rest as it was told, what was mended at the end."""
    doubts = _doubts(row)
    return sorted(row.told, key=lambda remark: remark["message"] not in doubts)


def reasons_of(row: ListRow, titles: Collection[str]) -> list[str]:
    """What a list says beside a row. `titles`: those of its columns."""
    told = [remark_told(remark, titles) for remark in by_gravity(row)]
    first = _doubts(row)[:1]
    is_told = any(remark["message"] in first for remark in row.told)
    return list(dict.fromkeys([*(() if is_told else first), *told]))


def _doubts(row: ListRow) -> list[str]:
    is_doubtful = row.outcome is RowOutcome.DOUBTFUL
    return [doubt["reason"] for doubt in row.candidates if is_doubtful]


def remark_told(remark: Mapping[str, Any], titles: Collection[str]) -> str:
    """With the column, unless it is about none or already says which."""
    column, message = remark.get("field"), str(remark["message"])
    if not column or column not in titles or message.startswith(f"{column} :"):
        return message
    cut = f"{column[:LONGEST_TITLE]}…" if len(column) > LONGEST_TITLE else column
    return f"{message} (colonne « {cut} »)"
