"""Identity: the name in use, the legal form, where it is, what kind of structure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from wtforms import DateField, FormField, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from app.db import db
from app.directory.boxes import METROPOLE, around, box_address, framed
from app.directory.presenters.contacts import website_address
from app.directory.presenters.sources import source_name
from app.fields import line
from app.forms import choice, refuse
from app.structures.facts import STRUCTURE, read_fact
from app.structures.saving import Facts
from app.structures.sections.base import Section
from app.structures.sections.fields import DatedRow, Rows, readable_siret
from app.structures.sections.placing import PlaceForm, place_facts, read_place
from domain.kinds import KINDS
from domain.models import Supplier, SupplierKind

MOST_KINDS = 6
SEEN_AROUND_KM = 15
OTHER_FORM = "autre"
LEGAL_FORMS = (
    "Association loi 1901",
    "Association de droit local (Alsace-Moselle)",
    "Société coopérative (SCOP)",
    "Société coopérative d’intérêt collectif (SCIC)",
    "Coopérative d’activité et d’emploi (CAE)",
    "Coopérative",
    "Mutuelle",
    "Fondation",
    "SAS ou SASU",
    "SARL ou EURL",
    "SA",
    "Entreprise individuelle",
    "Groupement d’intérêt économique (GIE)",
    "Établissement public",
    "Commune, CCAS ou autre collectivité",
)
# What no official list certifies: the others come from their list, or from nobody.
DECLARABLE = tuple(kind for kind in KINDS.values() if kind.family == "ess" or kind.code == "TIH")


NOTHING = choice("", "—")


@dataclass(frozen=True, slots=True)
class CertifiedKind:
    name: str
    source: str
    as_of: date


def _date(label: str) -> DateField:
    return DateField(label, [Optional()], render_kw={"class": "input input-date"})


class KindRow(DatedRow):
    code = SelectField(
        "Type",
        choices=[NOTHING, *(choice(kind.code, kind.label) for kind in DECLARABLE)],
        default="",
    )
    starts_on = _date("Depuis le")
    ends_on = _date("Jusqu’au")

    def validate_code(self, field: SelectField) -> None:
        if not field.data and not self.is_blank:
            raise ValidationError("Choisissez le type, ou retirez cette ligne.")


class IdentityForm(PlaceForm):
    """`name` counts for a structure that waits to be accepted: its word is the only one.

    So does `siret` when no source gives any (`says_its_siret`).
    """

    shown_first = ("name", "siret", "brand", "website")

    name = line("Nom de la structure", 200)
    siret = line("SIRET", 40, inputmode="numeric")
    brand = line("Nom d’usage, ou enseigne", 120)
    legal_form = SelectField(
        "Forme juridique",
        choices=[
            NOTHING,
            *map(choice, LEGAL_FORMS),
            choice(OTHER_FORM, "Une autre, à préciser"),
        ],
        default="",
    )
    other_form = line("Laquelle ?", 100)
    website = line("Site", 200, inputmode="url", autocapitalize="none", spellcheck="false")
    kinds = Rows(FormField(KindRow), "Types que vous déclarez", MOST_KINDS)

    def validate_name(self, field: StringField) -> None:
        if self.supplier.awaits_review and not field.data:
            raise ValidationError("Indiquez le nom de la structure.")

    def validate_siret(self, field: StringField) -> None:
        if says_its_siret(self.supplier) and field.data:
            field.data = readable_siret(field.data)
            if _is_of_another(field.data, self.supplier):
                raise ValidationError(
                    "Une autre fiche porte ce SIRET : vérifiez-le, ou signalez-la."
                )

    def validate_website(self, field: StringField) -> None:
        if field.data and field.data != self.supplier.website and not is_web_address(field.data):
            raise ValidationError(
                "Cette adresse n’est pas celle d’un site. Elle s’écrit www.exemple.fr."
            )

    def validate_other_form(self, field: StringField) -> None:
        if self.legal_form.data == OTHER_FORM and not field.data:
            raise ValidationError("Précisez la forme juridique, ou choisissez-la dans la liste.")

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._each_kind_is_there_once()

    def _each_kind_is_there_once(self) -> bool:
        said = {row.code for row in self.supplier.kinds if not is_declared(row)}
        for row in self.kinds:
            if row.code.data in said:
                refuse(row.code, "Ce type est déjà sur votre fiche.")
                return False
            said.update(filter(None, [row.code.data]))
        return True


def says_its_siret(supplier: Supplier) -> bool:
    """Whether the structure may say its own SIRET: no source gives it one."""
    theirs = any(row.field == "siret" and row.source != STRUCTURE for row in supplier.provenances)
    own = any(row.field == "siret" and row.source == STRUCTURE for row in supplier.provenances)
    return supplier.awaits_review or own or not (supplier.siret or theirs)


def _is_of_another(siret: str, supplier: Supplier) -> bool:
    """A later list would not know to which of the two it speaks."""
    others = select(Supplier.id).where(
        Supplier.siret == siret, Supplier.id != supplier.id, Supplier.merged_into_id.is_(None)
    )
    return db.session.scalars(others.limit(1)).first() is not None


def is_web_address(text: str) -> bool:
    parts = urlsplit(website_address(text))
    try:
        has_port_of_its_own = parts.port is not None
    except ValueError:
        return False
    is_plain = not has_port_of_its_own and "@" not in parts.netloc and " " not in text
    return bool(parts.netloc) and is_plain


def is_declared(kind: SupplierKind) -> bool:
    """Whether the structure may change it: it said so itself, and no list certifies such a kind."""
    return kind.source == STRUCTURE and any(kind.code == known.code for known in DECLARABLE)


def _read(supplier: Supplier) -> Mapping[str, Any]:
    form = supplier.legal_form or ""
    is_known = not form or form in LEGAL_FORMS
    return {
        **read_place(supplier),
        "name": supplier.name,
        "siret": supplier.siret,
        "brand": supplier.brand,
        "website": supplier.website,
        "legal_form": form if is_known else OTHER_FORM,
        "other_form": "" if is_known else form,
        "kinds": [
            {"code": row.code, "starts_on": row.starts_on, "ends_on": row.ends_on}
            for row in supplier.kinds
            if is_declared(row)
        ],
    }


def _facts(form: IdentityForm, supplier: Supplier) -> Facts:
    is_other = form.legal_form.data == OTHER_FORM
    return {
        **place_facts(form, supplier),
        **_own_identity(form, supplier),
        "brand": form.brand.data or None,
        "website": form.website.data or None,
        "legal_form": (form.other_form.data if is_other else form.legal_form.data) or None,
        "kinds": _kinds(form, supplier),
    }


def _own_identity(form: IdentityForm, supplier: Supplier) -> Facts:
    name = {"name": form.name.data} if supplier.awaits_review else {}
    siret = {"siret": form.siret.data or None} if says_its_siret(supplier) else {}
    return {**name, **siret}


def _kinds(form: IdentityForm, supplier: Supplier) -> list[Any]:
    """Those of the official lists as they are, then those that the structure declares."""
    values = zip(supplier.kinds, read_fact(supplier, "kinds"), strict=True)
    certified = [value for row, value in values if not is_declared(row)]
    declared = [_kind(row) for row in form.kinds if row.code.data]
    return [*certified, *declared]


def _kind(row: KindRow) -> dict[str, Any]:
    starts_on, ends_on = row.starts_on.data, row.ends_on.data
    return {
        "code": row.code.data,
        "starts_on": starts_on.isoformat() if starts_on else None,
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def _context(form: IdentityForm, supplier: Supplier) -> Mapping[str, Any]:
    _offer_other_kinds(form, supplier)
    certified = tuple(
        CertifiedKind(_name(row.code), source_name(row.source), row.as_of)
        for row in supplier.kinds
        if not is_declared(row)
    )
    seen = framed(around(supplier.point, SEEN_AROUND_KM)) if supplier.point else METROPOLE
    return {
        "certified": certified,
        "says_its_siret": says_its_siret(supplier),
        "frame": box_address(seen),
    }


def _offer_other_kinds(form: IdentityForm, supplier: Supplier) -> None:
    """In each row, its own kind and those that neither the page nor another row has."""
    there = {kind.code for kind in supplier.kinds if not is_declared(kind)}
    there |= {row.code.data for row in form.kinds}
    for row in form.kinds:
        offered = [it for it in DECLARABLE if it.code == row.code.data or it.code not in there]
        row.code.choices = [NOTHING, *(choice(kind.code, kind.label) for kind in offered)]


def _name(code: str) -> str:
    """ "Entreprise adaptée (EA)"; the code of a kind that is no longer known."""
    kind = KINDS.get(code)
    if kind is None:
        return code
    return kind.label if kind.short == kind.label else f"{kind.label} ({kind.short})"


def _summary(supplier: Supplier) -> str:
    return ", ".join(filter(None, (supplier.legal_form, supplier.address, supplier.city)))


IDENTITY = Section(
    slug="identite",
    title="Identité",
    lead="Le nom que vous utilisez, votre adresse, votre forme : ce qu’un acheteur vérifie.",
    form=IdentityForm,
    template="structures/sections/identity.html",
    read=_read,
    facts=_facts,
    preview=("identity", "contacts"),
    summary=_summary,
    is_searched=True,
    context=_context,
    scripts=("vendor/leaflet.js", "js/map.js", "js/point-map.js"),
    styles=("vendor/leaflet.css", "css/map.css"),
)
