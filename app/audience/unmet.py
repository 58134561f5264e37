"""What buyers searched and nobody declares: read for a territory, or for the whole country."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.audience.figures import MONTHS
from app.audience.models import UnmetNeed
from app.audience.presenting import FEWEST, departement_name, service_name
from app.audience.storing import months_before
from app.db import db


@dataclass(frozen=True, slots=True)
class Need:
    """`service` is an id, "" for words that name none.

    `departements`: code → count, most frequent first, of those with FEWEST searches or more.
    """

    service: str
    count: int
    departements: Mapping[str, int]

    @property
    def name(self) -> str:
        return (
            service_name(self.service) if self.service else "Des mots qui ne nomment aucun service"
        )

    @property
    def places(self) -> list[tuple[str, int]]:
        """The names of these départements, with their counts."""
        return [(departement_name(code), count) for code, count in self.departements.items()]


@dataclass(frozen=True, slots=True)
class Needs:
    """Most frequent first. `few`: how many others were searched fewer than FEWEST times each."""

    shown: tuple[Need, ...]
    few: int
    fewest: int = FEWEST


def unmet_needs(today: date, departements: Collection[str] | None = None) -> Needs:
    """Of the last MONTHS months. With `departements`, of the searches there; else of all.

    What is rare is counted and not named: in a small place it could be one known buyer.
    """
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for service, departement, count in _counted(today):
        if departements is None or departement in departements:
            counted[service][departement] = count
    needs = [_need(service, places) for service, places in counted.items()]
    shown = sorted(
        (need for need in needs if need.count >= FEWEST),
        key=lambda need: (-need.count, need.service),
    )
    return Needs(tuple(shown), len(needs) - len(shown))


def _counted(today: date) -> list[tuple[str, str, int]]:
    query = (
        select(UnmetNeed.service, UnmetNeed.departement, func.sum(UnmetNeed.count))
        .where(UnmetNeed.month >= months_before(today, MONTHS - 1))
        .group_by(UnmetNeed.service, UnmetNeed.departement)
    )
    return [(service, place, int(count)) for service, place, count in db.session.execute(query)]


def _need(service: str, places: Counter[str]) -> Need:
    often = {place: count for place, count in places.most_common() if count >= FEWEST}
    return Need(service, places.total(), often)
