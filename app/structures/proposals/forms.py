"""The forms of proposals."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from wtforms import Field, HiddenField, SelectField, ValidationError
from wtforms.validators import InputRequired, Length

from app.fields import line, paragraphs
from app.forms import Form, number_in, refuse, text_of
from app.structures.proposals.countries import country_choices
from app.structures.sections.fields import readable_siret
from app.structures.sections.placing import FRANCE, asked_once, check_point, degrees, hand_point
from domain.geography import Commune, gazetteer
from domain.models import Network, PointPrecision

LONGEST_TEXT = 2000


class ProposalForm(Form):
    name = line("Nom de la structure", 200, InputRequired("Indiquez le nom de la structure."))
    siret = line("SIRET", 40, inputmode="numeric")
    country = SelectField("Pays", choices=country_choices, default=FRANCE)
    address = line("Numéro et rue", 200, autocomplete="street-address")
    postcode = line("Code postal", 12, autocomplete="postal-code")
    city = line("Commune", 120, InputRequired("Indiquez la commune."))
    latitude = degrees("Latitude", 90)
    longitude = degrees("Longitude", 180)
    seen_far = asked_once()
    network = SelectField("Un réseau dont elle est membre")
    statement = paragraphs(
        "Qui êtes-vous dans la structure, et que fait-elle ?",
        LONGEST_TEXT,
        InputRequired("Écrivez au moins une phrase."),
    )
    # The numbers of the structures that were offered instead, and are not this one.
    seen = HiddenField(validators=[Length(max=200)])

    def __init__(self, networks: Sequence[Network], **values: Any) -> None:
        super().__init__(**values)
        self.network.choices = [("", "Aucun"), *((it.slug, it.name) for it in networks)]

    def validate_siret(self, field: Field) -> None:
        if field.data:
            field.data = readable_siret(field.data)

    def validate_city(self, field: Field) -> None:  # noqa: ARG002 WTForms' signature
        if self.is_french and self.commune is None:
            raise ValidationError(
                "Cette commune n’est pas reconnue, ou plusieurs portent ce nom. Vérifiez-la, et"
                " indiquez le code postal."
            )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.latitude.errors or self.longitude.errors:
            return valid
        if not self._is_placed:
            refuse(self.latitude, "Placez la structure sur la carte, ou donnez les deux nombres.")
        check_point(self, text_of(self.country), self.commune if self.is_french else None)
        return valid and not (self.latitude.errors or self.longitude.errors)

    @property
    def _is_placed(self) -> bool:
        """Both numbers, or none in France, where the commune is enough."""
        given = [it for it in (self.latitude, self.longitude) if it.data is not None]
        return len(given) == 2 or (not given and self.is_french)

    @property
    def is_french(self) -> bool:
        return bool(self.country.data == FRANCE)

    @cached_property
    def commune(self) -> Commune | None:
        """In France, once the fields are read."""
        return gazetteer().resolve(name=text_of(self.city), postcode=text_of(self.postcode) or None)

    @property
    def seen_ids(self) -> set[int]:
        ids = map(number_in, text_of(self.seen).split(","))
        return {id_ for id_ in ids if id_ is not None}

    def facts(self) -> dict[str, Any]:
        """What the page says first (app/structures/facts.py)."""
        commune = self.commune if self.is_french else None
        return {
            "name": self.name.data,
            "siret": self.siret.data or None,
            "country": self.country.data,
            "address": self.address.data or None,
            "postcode": self.postcode.data or _only(commune),
            "city": commune.name if commune else self.city.data,
            "code_insee": commune.code_insee if commune else None,
            "point": self._point(commune),
            "networks": [self.network.data] if self.network.data else [],
        }

    def _point(self, commune: Commune | None) -> list[Any] | None:
        if point := hand_point(self):
            return [*point, PointPrecision.HAND]
        if commune is None or commune.point is None:
            return None
        return [*commune.point, PointPrecision.COMMUNE]


def _only(commune: Commune | None) -> str | None:
    """The postcode of a commune that has one."""
    return commune.postcodes[0] if commune and len(commune.postcodes) == 1 else None


class ReviewForm(Form):
    """What a network answers to a proposal; a refusal says why."""

    reason = paragraphs("Votre réponse à la structure", LONGEST_TEXT)

    def __init__(self, *, accepts: bool) -> None:
        super().__init__()
        self.accepts = accepts

    def validate_reason(self, field: Field) -> None:
        if not self.accepts and not field.data:
            raise ValidationError("Dites pourquoi vous refusez : la réponse part par e-mail.")
