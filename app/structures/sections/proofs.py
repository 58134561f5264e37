"""Labels: which ones, who issued them, until when, and the paper that proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    ValidationError,
)
from wtforms.validators import Optional

from app.accounts.sessions import person
from app.directory.presenters.common import label_name
from app.directory.presenters.sources import saying
from app.directory.wording import DEGREES
from app.fields import line
from app.forms import choice, refuse
from app.structures.facts import PEOPLE, label_value
from app.structures.files import documents_of, keep_document
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import DatedRow, Rows, impersonal
from app.uploads import DOCUMENT_TYPES, RefusedUploadError, read_document
from domain.models import ProofDegree, Supplier, SupplierLabel, in_force, today
from domain.taxonomy import taxonomy

MOST_LABELS = 20
LONGEST_ISSUER = 200
# How far a structure may go by its own word; others say the rest.
SAID_BY_ITSELF = (ProofDegree.DECLARED, ProofDegree.CHARTER)


def _labels() -> list[Any]:
    known = sorted((label_name(id_), id_) for id_ in taxonomy().labels)
    return [choice("", "—"), *(choice(id_, name) for name, id_ in known)]


class LabelRow(DatedRow):
    which = SelectField("Label, agrément ou charte", choices=_labels, default="")
    degree = RadioField(
        "Ce que vous avez",
        [Optional()],
        choices=[
            choice(ProofDegree.DECLARED.value, "Le label ou l’agrément lui-même"),
            choice(ProofDegree.CHARTER.value, "Une charte que nous avons signée"),
        ],
        default=ProofDegree.DECLARED.value,
    )
    issuer = line("Délivré par", LONGEST_ISSUER, impersonal)
    starts_on = DateField("Depuis le", [Optional()])
    ends_on = DateField("Jusqu’au", [Optional()])
    document_id = HiddenField()
    file = FileField("Justificatif", render_kw={"accept": DOCUMENT_TYPES})

    def validate_which(self, field: SelectField) -> None:
        if not field.data and not self.is_blank:
            raise ValidationError("Choisissez le label, ou retirez cette ligne.")

    @property
    def is_blank(self) -> bool:
        """A date that cannot be read is no less typed."""
        dates = (self.starts_on.raw_data, self.ends_on.raw_data)
        return not (self.issuer.data or self.document_id.data or any(map(any, filter(None, dates))))

    def take_file(self, supplier: Supplier, actor: str) -> None:
        """Keep the document sent, if any; a word beside it when it cannot be read."""
        if self.file.data is None:
            return
        try:
            document = read_document(self.file.data)
        except RefusedUploadError as error:
            refuse(self.file, str(error))
        else:
            self.document_id.data = str(keep_document(document, supplier.id, actor).id)


class ProofsForm(SectionForm):
    labels = Rows(FormField(LabelRow), "Labels", MOST_LABELS)

    def rework(self, pressed: Mapping[str, str]) -> bool:
        """ "detach" names the row whose document goes ("labels-2")."""
        user = person()
        assert user is not None  # the gate let nobody else through
        for row in self.labels:
            row.form.take_file(self.supplier, user.actor)
        detached = [row for row in self.labels if row.short_name == pressed.get("detach")]
        for row in detached:
            row.document_id.data = ""
        refused = any(row.file.errors for row in self.labels)
        return bool(super().rework(pressed) or detached or refused)

    def validate(self, extra_validators: Any = None) -> bool:
        return (
            bool(super().validate(extra_validators))
            and self._each_is_there_once()
            and self._documents_are_there()
        )

    def _documents_are_there(self) -> bool:
        """What was sent and left for days is no longer kept."""
        for row in self.labels:
            id_ = row.document_id.data
            if id_ and not documents_of(self.supplier, [id_]):
                row.document_id.data = ""
                refuse(row.file, "Ce justificatif n’est plus là : envoyez-le de nouveau.")
                return False
        return True

    def _each_is_there_once(self) -> bool:
        said = {row.label for row in official(self.supplier) if _is_in_force(row)}
        for row in self.labels:
            if row.which.data in said:
                refuse(row.which, "Ce label est déjà sur votre fiche : retirez cette ligne.")
                return False
            said.update(filter(None, [row.which.data]))
        return True


def official(supplier: Supplier) -> list[SupplierLabel]:
    """What a source certifies: the structure reads it, and does not write it."""
    return [row for row in supplier.labels if row.source not in PEOPLE]


def _is_in_force(row: SupplierLabel) -> bool:
    return in_force(row.starts_on, row.ends_on, today())


def _read(supplier: Supplier) -> Mapping[str, Any]:
    said = [row for row in supplier.labels if row.source in PEOPLE]
    return {"labels": [_row_data(row) for row in said]}


def _row_data(row: SupplierLabel) -> Mapping[str, Any]:
    return {
        "which": row.label,
        "degree": row.degree.value,
        "issuer": row.issuer,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "document_id": str(row.document_id or ""),
    }


def _facts(form: ProofsForm, supplier: Supplier) -> Facts:
    """The labels in the order of the page: the official ones stay where they are."""
    said = iter([_value(row, supplier) for row in form.labels if row.which.data])
    return {"labels": [*_in_place(supplier, said), *said]}


def _in_place(supplier: Supplier, said: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in supplier.labels:
        if row.source not in PEOPLE:
            yield label_value(row)
        elif (value := next(said, None)) is not None:
            yield value


def _value(row: LabelRow, supplier: Supplier) -> dict[str, Any]:
    value = {
        "label": row.which.data,
        "degree": row.degree.data or ProofDegree.DECLARED.value,
        "issuer": row.issuer.data or None,
        "starts_on": row.starts_on.data.isoformat() if row.starts_on.data else None,
        "ends_on": row.ends_on.data.isoformat() if row.ends_on.data else None,
        "document_id": int(row.document_id.data) if row.document_id.data else None,
    }
    return value | {"degree": _degree(value, supplier)}


def _degree(value: Mapping[str, Any], supplier: Supplier) -> str:
    """What was verified stays so, as long as nothing that was verified changes."""
    for row in supplier.labels:
        is_same = {**label_value(row), "degree": None} == {**value, "degree": None}
        if is_same and row.source in PEOPLE and row.degree not in SAID_BY_ITSELF:
            return row.degree.value
    return str(value["degree"])


@dataclass(frozen=True, slots=True)
class Certified:
    name: str
    degree: str
    said: str


def _context(form: ProofsForm, supplier: Supplier) -> Mapping[str, Any]:
    documents = documents_of(supplier, (row.document_id.data or "" for row in form.labels))
    return {
        "certified": [
            Certified(label_name(row.label), _known_as(row), saying(row.source, row.as_of))
            for row in official(supplier)
        ],
        "documents": {str(id_): document for id_, document in documents.items()},
        "verified": {
            row.label
            for row in supplier.labels
            if row.source in PEOPLE and row.degree not in SAID_BY_ITSELF
        },
    }


def _known_as(row: SupplierLabel) -> str:
    """A list that says it without more does not declare in the name of the structure."""
    return "" if row.degree is ProofDegree.DECLARED else DEGREES[row.degree]


def _summary(supplier: Supplier) -> str:
    return ", ".join(dict.fromkeys(label_name(row.label) for row in supplier.labels))


PROOFS = Section(
    slug="preuves",
    title="Labels et preuves",
    lead="Un label, un agrément, une charte signée : un acheteur peut s’appuyer dessus.",
    form=ProofsForm,
    template="structures/sections/proofs.html",
    read=_read,
    facts=_facts,
    preview=("proofs",),
    summary=_summary,
    is_searched=True,
    context=_context,
)
