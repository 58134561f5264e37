"""Two pages side by side, fact by fact, what differs marked."""

from dataclasses import dataclass

from app.directory.presenters.common import commune_of, shown_name
from app.directory.presenters.sources import source_name
from app.structures.colleagues.team import editors
from app.structures.facts import FACTS, read_fact
from app.structures.wording import fact_name, in_lines
from app.templating import day
from domain.models import Supplier

Lines = tuple[str, ...]

SOURCES, KEPT_BY = "Sources", "Tenue par"
# Of two pages they differ, whether or not it is one structure.
NEVER_ALIKE = frozenset({SOURCES, KEPT_BY})
# Facts that other lines tell.
TOLD_APART = frozenset({"name", "brand", "city", "code_insee", "country", "siret_problem", "point"})


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    kept: Lines
    merged: Lines

    @property
    def differs(self) -> bool:
        """Whether they say two things: one that says nothing contradicts nobody."""
        both_say = bool(self.kept and self.merged) and self.name not in NEVER_ALIKE
        return both_say and sorted(self.kept) != sorted(self.merged)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`kept` is the page to keep, unless the moderator turns them round."""

    kept: Supplier
    merged: Supplier
    lines: tuple[Compared, ...]


def compare(kept: Supplier, merged: Supplier) -> Comparison:
    """What neither says is left out."""
    lines = (
        Compared("Nom", (shown_name(kept),), (shown_name(merged),)),
        Compared("Commune", _commune(kept), _commune(merged)),
        *(_fact(name, kept, merged) for name in FACTS if name not in TOLD_APART),
        Compared(SOURCES, _sources(kept), _sources(merged)),
        Compared(KEPT_BY, _editors(kept), _editors(merged)),
    )
    return Comparison(kept, merged, tuple(line for line in lines if line.kept or line.merged))


def _fact(name: str, kept: Supplier, merged: Supplier) -> Compared:
    both = (in_lines(name, read_fact(supplier, name)) for supplier in (kept, merged))
    return Compared(fact_name(name), *both)


def _commune(supplier: Supplier) -> Lines:
    return tuple(filter(None, [commune_of(supplier)]))


def _sources(supplier: Supplier) -> Lines:
    return tuple(f"{source_name(row.source)}, {day(row.as_of)}" for row in supplier.records)


def _editors(supplier: Supplier) -> Lines:
    return tuple(editor.user.shown_name for editor in editors(supplier.id))
