"""What a row changes of a supplier, and what it cannot."""

from dataclasses import dataclass
from typing import Any

CHANGED_SINCE = "modifié depuis"
SAID_BY_OTHERS = "que dit une autre source"


@dataclass(frozen=True, slots=True)
class Change:
    """Of a field: its values before and after. Of several values: value → source."""

    before: Any
    after: Any

    @property
    def made(self) -> bool:
        return bool(self.before != self.after)


@dataclass(frozen=True, slots=True)
class Conflict:
    field: str
    said: Any  # by the row
    kept: Any  # by the directory
    reason: str = CHANGED_SINCE
