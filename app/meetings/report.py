"""What followed the appointments of a meeting, counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.meetings.models import Appointment, Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """How many appointments were held, and of how many each thing is told."""

    held: int
    told: Mapping[Outcome, int]

    @property
    def untold(self) -> int:
        return self.held - sum(self.told.values())


def report_of(held: Sequence[Appointment]) -> Report:
    told = Counter(it.told for it in held if it.told is not None)
    return Report(len(held), {outcome: told[outcome] for outcome in Outcome})
