"""Presentation: what the structure says of itself, in its own words."""

from collections.abc import Mapping
from typing import Any

from app.fields import paragraphs
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import impersonal
from domain.markdown import plain
from domain.models import Supplier

LONGEST = 4000
SUMMARY_LENGTH = 90


class DescriptionForm(SectionForm):
    description = paragraphs("Votre présentation", LONGEST, impersonal, rows=10)


def _read(supplier: Supplier) -> Mapping[str, Any]:
    return {"description": supplier.description}


def _facts(form: DescriptionForm, _supplier: Supplier) -> Facts:
    return {"description": form.description.data or None}


def _summary(supplier: Supplier) -> str:
    words = " ".join(plain(supplier.description or "").split())
    if len(words) <= SUMMARY_LENGTH:
        return words
    return f"{words[:SUMMARY_LENGTH].rpartition(' ')[0] or words[:SUMMARY_LENGTH]}…"


DESCRIPTION = Section(
    slug="description",
    title="Présentation",
    lead="Deux phrases suffisent : ce que vous faites, pour qui. La recherche lit chaque mot.",
    form=DescriptionForm,
    template="structures/sections/description.html",
    read=_read,
    facts=_facts,
    preview=("description",),
    summary=_summary,
    is_searched=True,
)
