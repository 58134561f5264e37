"""What needs written apart are read as: right when it is a service that answers them."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from search.understanding import Understood, What, understand

SET = Path(__file__).resolve().parents[2] / "tests" / "relevance" / "readings.json"


class Read(StrEnum):
    """How a need was read, the best first; of one that nobody answers, the best is the last."""

    RIGHTLY = "read rightly"
    AMONG = "right among what is read"
    OFFERED = "offered rightly"
    NEAR = "read as what is near"
    WRONGLY = "read wrongly"
    OFFERED_WRONGLY = "offered wrongly"
    NOT = "not read"


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """`answers` are the services whose suppliers answer, none when nobody does; `near`, those that
    a buyer would still look at.
    """

    query: str
    answers: tuple[str, ...]
    near: tuple[str, ...]

    def read(self) -> Read:
        understood = understand(self.query)
        services = (*understood.values(What.SERVICE), *understood.less_sure)
        if not services:
            return self._offered(understood)
        if services[0] in self.answers:
            return Read.RIGHTLY
        if not set(services).isdisjoint(self.answers):
            return Read.AMONG
        return Read.WRONGLY if set(services).isdisjoint(self.near) else Read.NEAR

    def _offered(self, understood: Understood) -> Read:
        offered = {
            service
            for other in understood.alternatives
            if other.instead and other.instead.what is What.SERVICE
            for service in other.instead.values
        }
        if not offered:
            return Read.NOT
        return Read.OFFERED_WRONGLY if offered.isdisjoint(self.answers) else Read.OFFERED


def load_read_needs(path: Path = SET) -> tuple[ReadNeed, ...]:
    stored = json.loads(path.read_text())
    return tuple(
        ReadNeed(one["query"], tuple(one["answers"]), tuple(one["near"])) for one in stored
    )


def report_of_readings(needs: Sequence[ReadNeed]) -> Iterator[str]:
    """The table, in Markdown."""
    some = Counter(need.read() for need in needs if need.answers)
    none = Counter(need.read() for need in needs if not need.answers)
    yield f"| | {some.total()} needs that suppliers answer | {none.total()} that nobody does |"
    yield "|---|---|---|"
    yield from (f"| {read} | {some[read]} | {none[read]} |" for read in Read)
