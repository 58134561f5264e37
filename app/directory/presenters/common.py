"""What results, supplier pages and glossary show alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for

from app.directory.wording import DEGREES, SAID
from app.templating import typo
from domain.geography import gazetteer
from domain.kinds import KINDS, Kind
from domain.markdown import plain
from domain.models import Supplier, SupplierLabel, in_force, today
from domain.taxonomy import taxonomy
from domain.text import fold, without_brackets
from search.understanding import services_only_said as read_services_only_said

# The one shown first is the best proved.
_BY_PROOF = list(DEGREES)


@dataclass(frozen=True, slots=True)
class KindTag:
    """`meaning` is the full name, empty when `short` already says it."""

    short: str
    meaning: str
    family: str
    anchor: str

    @property
    def expansion(self) -> str:
        """What initials stand for; a name of several words needs none beside it."""
        return "" if " " in self.short else self.meaning


@dataclass(frozen=True, slots=True)
class LabelTag:
    name: str
    degree: str
    css: str


def kind_tag(kind: Kind) -> KindTag:
    meaning = typo(kind.label) if kind.label != kind.short else ""
    return KindTag(kind.short, meaning, kind.family, anchor_of(kind.code))


def anchor_of(code: str) -> str:
    """The id of a kind or a frame in the glossary."""
    return code.lower().replace("_", "-")


def kinds_of(supplier: Supplier) -> list[Kind]:
    """In force today; a code that the taxonomy no longer knows is left out."""
    return [KINDS[code] for code in supplier.kinds_on(today()) if code in KINDS]


def labels_in_force(supplier: Supplier) -> list[SupplierLabel]:
    """The best proved first."""
    held = [row for row in supplier.labels if in_force(row.starts_on, row.ends_on, today())]
    return sorted(held, key=lambda row: _BY_PROOF.index(row.degree))


def label_tags(labels: Iterable[SupplierLabel]) -> list[LabelTag]:
    return [
        LabelTag(label_name(row.label), DEGREES[row.degree], f"proof-{row.degree}")
        for row in labels
    ]


def label_name(label: str) -> str:
    known = taxonomy().labels.get(label)
    return typo(without_brackets(known.label)) if known else label


def service_name(service: str) -> str:
    known = taxonomy().services.get(service)
    return typo(known.label) if known else service


def shown_name(supplier: Supplier) -> str:
    return typo(supplier.display_name)


def services_only_said(supplier: Supplier) -> dict[str, str]:
    """Services read in the supplier's own words and not declared → where, in words.

    None once the structure has said what it does.
    """
    if supplier.says_its_services:
        return {}
    declared = {activity.service for activity in supplier.activities}
    names = (supplier.name, supplier.brand)
    said = read_services_only_said(names, plain(supplier.description or ""), declared)
    return {service: SAID[source] for service, source in said.items()}


@lru_cache(maxsize=4096)
def _commune_label(code_insee: str) -> str:
    commune = gazetteer().commune(code_insee)
    return typo(commune.label) if commune else ""


def commune_of(supplier: Supplier) -> str:
    """ "Angers (49)"; abroad, the city and its country's code."""
    if supplier.code_insee and (label := _commune_label(supplier.code_insee)):
        return label
    city = supplier.city or ""
    return city if supplier.country == "FR" else f"{city} ({supplier.country})"


def supplier_url(supplier: Supplier, *, external: bool = False) -> str:
    return url_for(
        "directory.supplier",
        supplier_id=supplier.id,
        slug=slug_of(supplier),
        _external=external,
    )


def slug_of(supplier: Supplier) -> str:
    return fold(supplier.display_name).replace(" ", "-")[:80].strip("-") or "structure"


def kilometres(distance: float) -> str:
    if distance < 1:
        return "à moins de 1\u00a0km"
    return f"à {distance:.0f}\u00a0km"
