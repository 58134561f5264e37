"""Co-contracting: whether the structure answers tenders together with others."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField

from app.fields import paragraphs
from app.forms import choice
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import impersonal
from domain.models import Supplier

LONGEST = 500
ANSWERS: Mapping[str, bool | None] = {"oui": True, "non": False, "": None}
CHOICES = [
    choice("oui", "Oui, nous cherchons à répondre avec d’autres"),
    choice("non", "Non, nous répondons seuls"),
    choice("", "Nous ne le disons pas"),
]


class CocontractingForm(SectionForm):
    answer = RadioField(
        "Répondez-vous à des marchés avec d’autres structures ?", choices=CHOICES, default=""
    )
    note = paragraphs("Précisions", LONGEST, impersonal, rows=4)


def _read(supplier: Supplier) -> Mapping[str, Any]:
    answer = next(word for word, said in ANSWERS.items() if said is supplier.open_to_cocontracting)
    return {"answer": answer, "note": supplier.cocontracting_note}


def _facts(form: CocontractingForm, _supplier: Supplier) -> Facts:
    return {
        "open_to_cocontracting": ANSWERS[form.answer.data],
        "cocontracting_note": form.note.data or None,
    }


def _summary(supplier: Supplier) -> str:
    if supplier.open_to_cocontracting is None:
        return supplier.cocontracting_note or ""
    return "Ouverte à la cotraitance" if supplier.open_to_cocontracting else "Répond seule"


COCONTRACTING = Section(
    slug="cotraitance",
    title="Répondre à plusieurs",
    lead="Un lot trop grand pour une structure seule peut se gagner en groupement.",
    form=CocontractingForm,
    template="structures/sections/cocontracting.html",
    read=_read,
    facts=_facts,
    preview=("cocontracting",),
    summary=_summary,
)
