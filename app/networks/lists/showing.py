"""What a row changes of a page, as a manager reads it: what it says before, beside after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.networks.lists.comparing import Lines, contacts_shown
from app.networks.lists.models import ListRow, RowOutcome
from app.networks.lists.wording import CONTACTS, field_name, told_in_lines
from app.structures.wording import imported_in_lines
from domain.models import Supplier


@dataclass(frozen=True, slots=True)
class ShownChange:
    called: str
    before: Lines
    after: Lines


def page_changed(row: ListRow) -> Supplier | None:
    """The one that is there without the row; None when the row makes it."""
    return None if row.outcome is RowOutcome.CREATED else row.supplier


def shown_changes(row: ListRow, source: str) -> list[ShownChange]:
    """Those that one can see: a value that only changes its source is none.

    `source` is that of the network's lists.
    """
    page = page_changed(row)
    kept = contacts_shown(page, source) if page else {}
    changes = (_shown(name, told, kept.get(name, ())) for name, told in row.changes.items())
    return [change for change in changes if change.before != change.after]


def _shown(name: str, told: Sequence[Any], page_says: Sequence[str]) -> ShownChange:
    """Of contacts, a row tells those that come or go: the others stay, and are said to."""
    before, after, *private = told
    stays: Sequence[str] = ()
    if name in CONTACTS:
        stays = [value for value in page_says if value not in [*before, *after]]
    return ShownChange(
        field_name(name),
        (*stays, *imported_in_lines(name, before)),
        (*(f"{value} (reste)" for value in stays), *told_in_lines(name, after, *private)),
    )
