"""References: work done for clients that the structure may name."""

from collections.abc import Mapping
from typing import Any

from wtforms import FormField
from wtforms.validators import Optional

from app.fields import line
from app.forms import WholeNumber, refuse
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import Row, Rows, impersonal, past_year
from app.templating import counted
from domain.models import Supplier

MOST = 20
NAMED_IN_SUMMARY = 3


class ReferenceRow(Row):
    client = line("Client", 120, impersonal)
    work = line("Ce que vous avez fait", 200, impersonal)
    year = WholeNumber(
        "Année",
        [Optional(), past_year],
        render_kw={"inputmode": "numeric", "class": "input input-short", "maxlength": 4},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A row without a client says nothing; one that has the rest is half written."""
        is_valid = super().validate(extra_validators)
        if self.is_blank or self.client.data:
            return is_valid
        refuse(self.client, "Nommez le client, ou retirez cette référence.")
        return False


class ReferencesForm(SectionForm):
    references = Rows(FormField(ReferenceRow), "Références", MOST)


def _read(supplier: Supplier) -> Mapping[str, Any]:
    said = [
        {"client": row.client, "work": row.work, "year": row.year} for row in supplier.references
    ]
    return {"references": said or [{}]}


def _facts(form: ReferencesForm, _supplier: Supplier) -> Facts:
    said = [
        {"client": row.client.data, "work": row.work.data or None, "year": row.year.data}
        for row in form.references
        if row.client.data
    ]
    return {"references": [item for at, item in enumerate(said) if item not in said[:at]]}


def _summary(supplier: Supplier) -> str:
    clients = [row.client for row in supplier.references]
    named = ", ".join(clients[:NAMED_IN_SUMMARY])
    if len(clients) <= NAMED_IN_SUMMARY:
        return named
    return f"{counted(len(clients), 'référence')}, dont {named}"


REFERENCES = Section(
    slug="references",
    title="Références",
    lead="Un client connu rassure plus qu’un long discours. Citez ceux qui sont d’accord.",
    form=ReferencesForm,
    template="structures/sections/references.html",
    read=_read,
    facts=_facts,
    preview=("references",),
    summary=_summary,
    is_searched=True,
)
