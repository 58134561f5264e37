"""Figures: who works there, and how many."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import NumberRange, Optional

from app.forms import WholeNumber, refuse
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import past_year
from app.templating import counted, number
from domain.models import Supplier

NAMES = ("staff", "insertion_jobs", "disabled_workers", "capacity", "figures_year")
# What cannot be more than the whole staff.
PARTS = ("insertion_jobs", "disabled_workers")
MOST_PEOPLE = 100_000

_people = NumberRange(0, MOST_PEOPLE, f"Un nombre entre 0 et {number(MOST_PEOPLE)}.")


def _count(label: str) -> WholeNumber:
    return WholeNumber(label, [Optional(), _people], render_kw=_SHORT)


_SHORT = {"inputmode": "numeric", "class": "input input-short", "maxlength": 12}


class FiguresForm(SectionForm):
    staff = _count("Personnes qui travaillent dans la structure")
    insertion_jobs = _count("Dont salariés en parcours d’insertion")
    disabled_workers = _count("Dont travailleurs handicapés")
    capacity = _count("Places agréées")
    figures_year = WholeNumber("Année de ces chiffres", [Optional(), past_year], render_kw=_SHORT)

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._parts_are_within_the_whole()

    def _parts_are_within_the_whole(self) -> bool:
        staff = self.staff.data
        if staff is None:
            return True
        beyond = [name for name in PARTS if (self[name].data or 0) > staff]
        for name in beyond:
            refuse(self[name], f"C’est plus que l’effectif entier ({number(staff)}).")
        return not beyond


def _read(supplier: Supplier) -> Mapping[str, Any]:
    return {name: getattr(supplier, name) for name in NAMES}


def _facts(form: FiguresForm, _supplier: Supplier) -> Facts:
    return {name: form[name].data for name in NAMES}


def _summary(supplier: Supplier) -> str:
    said = {
        "personne": supplier.staff,
        "en insertion": supplier.insertion_jobs,
        "en situation de handicap": supplier.disabled_workers,
    }
    parts = [
        counted(count, "personne") if words == "personne" else f"{number(count)} {words}"
        for words, count in said.items()
        if count is not None
    ]
    if supplier.capacity is not None:
        parts.append(counted(supplier.capacity, "place"))
    year = f" ({supplier.figures_year})" if parts and supplier.figures_year else ""
    return ", ".join(parts) + year


FIGURES = Section(
    slug="chiffres",
    title="Chiffres",
    lead="Un acheteur public les demande souvent pour un marché réservé.",
    form=FiguresForm,
    template="structures/sections/figures.html",
    read=_read,
    facts=_facts,
    preview=("figures",),
    summary=_summary,
)
