"""Figures: who works there, and how many."""

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from domain.models import Supplier, today

NAMES = ("staff", "insertion_jobs", "disabled_workers", "capacity", "figures_year")
MOST_PEOPLE = 100_000
FIRST_YEAR = 1950

_people = NumberRange(0, MOST_PEOPLE, f"Un nombre entre 0 et {MOST_PEOPLE:,}.".replace(",", " "))


def _count(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), _people], render_kw={"inputmode": "numeric"})


class FiguresForm(SectionForm):
    staff = _count("Personnes qui travaillent dans la structure")
    insertion_jobs = _count("Dont salariés en parcours d’insertion")
    disabled_workers = _count("Dont travailleurs handicapés")
    capacity = _count("Places agréées")
    figures_year = IntegerField("Année de ces chiffres", [Optional()])

    def validate_figures_year(self, field: IntegerField) -> None:
        year = field.data
        if year is not None and not FIRST_YEAR <= year <= today().year:
            raise ValueError(f"Une année entre {FIRST_YEAR} et {today().year}.")


def _read(supplier: Supplier) -> Mapping[str, Any]:
    return {name: getattr(supplier, name) for name in NAMES}


def _facts(form: FiguresForm, _supplier: Supplier) -> Facts:
    return {name: form[name].data for name in NAMES}


def _is_filled(supplier: Supplier) -> bool:
    return any(getattr(supplier, name) is not None for name in NAMES)


FIGURES = Section(
    slug="chiffres",
    title="Chiffres",
    lead="Un acheteur public les demande souvent pour un marché réservé.",
    form=FiguresForm,
    template="structures/sections/figures.html",
    read=_read,
    facts=_facts,
    preview=("figures",),
    is_filled=_is_filled,
)
