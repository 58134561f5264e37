"""The address fields of a section: the commune that was meant, and where it is on the map."""

from typing import Any

from wtforms import FloatField, HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from app.fields import line, one_line
from app.forms import choice, refuse, text_of
from app.structures.borders import is_well_inside_france
from app.structures.saving import Facts
from app.structures.sections.base import SectionForm
from domain.geography import Commune, Point, distance_km, gazetteer
from domain.models import PointPrecision, Supplier

FRANCE = "FR"
# Farther from its commune, a point may be a slip of the finger: it is asked once; then it is one.
FAR_KM = 30
FARTHEST_KM = 200
COLUMNS = ("address", "postcode", "city")


class Degrees(FloatField):
    """With a comma too, as French keyboards give it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip().replace(",", ".") for value in valuelist])


def degrees(label: str, most: int) -> Degrees:
    bounds = NumberRange(-most, most, f"Un nombre entre −{most} et {most}.")
    render = {"inputmode": "decimal", "class": "input input-short", "maxlength": 24}
    return Degrees(label, [Optional(), bounds], render_kw=render)


def asked_once() -> HiddenField:
    """The point that was found far away, once: sent again, it is meant."""
    return HiddenField(validators=[Length(max=80)])


def hand_point(form: Any) -> Point | None:
    latitude, longitude = form.latitude.data, form.longitude.data
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def check_point(form: Any, country: str, commune: Commune | None) -> None:
    """Refuse the point of a form where it cannot be, and ask once about one far away."""
    point, centre = hand_point(form), commune.point if commune else None
    if point and country != FRANCE and is_well_inside_france(point):
        refuse(form.longitude, "Ce point est en France, et pas dans le pays de l’adresse.")
    elif point and commune and centre and (away := distance_km(point, centre)) > FAR_KM:
        _doubt(form, point, f"Ce point est à {away:.0f} km de la commune ({commune.name})", away)


def _doubt(form: Any, point: Point, told: str, away: float) -> None:
    written = f"{point.latitude},{point.longitude}"
    if away > FARTHEST_KM:
        refuse(form.longitude, f"{told} : vérifiez les nombres.")
    elif text_of(form.seen_far) != written:
        form.seen_far.data = written
        refuse(form.longitude, f"{told}. S’il est juste, envoyez de nouveau ; sinon, corrigez-le.")


class PlaceForm(SectionForm):
    """`commune` is asked only when the postcode and the name leave a doubt."""

    address = line("Numéro et rue", 200)
    postcode = line("Code postal", 12)
    city = line("Commune", 100)
    commune = RadioField("Laquelle de ces communes ?", choices=[], validate_choice=False)
    latitude = degrees("Latitude", 90)
    longitude = degrees("Longitude", 180)
    seen_far = asked_once()

    @property
    def has_moved(self) -> bool:
        """Whether the address is not the one that the page gives."""
        return any(
            text_of(self[name]) != one_line(getattr(self.supplier, name)) for name in COLUMNS
        )

    @property
    def found(self) -> Commune | None:
        """The commune that was meant, in France."""
        if not self.has_moved:
            code = self.supplier.code_insee
            return gazetteer().commune(code) if code else None
        served = self._served
        for commune in served:
            if commune.code_insee == self.commune.data:
                return commune
        named = gazetteer().resolve(name=self.city.data, postcode=self.postcode.data)
        # Files get the benefit of the doubt; whoever is here can be asked.
        if named is None or not served:
            return named
        return named if named in served and self._is_named(named) else None

    def _is_named(self, commune: Commune) -> bool:
        """Whether the name is the commune's: one that is unknown may be any at that postcode."""
        city = text_of(self.city)
        near = gazetteer().resolve(name=city, departement=commune.departement)
        return not city or near == commune or len(self._served) > 1

    @property
    def _served(self) -> list[Commune]:
        return gazetteer().communes_at_postcode(text_of(self.postcode))

    def validate_city(self, _field: StringField) -> None:
        if not self.has_moved or self.supplier.country != FRANCE or self.found:
            return
        served = self._served
        self.commune.choices = [choice(town.code_insee, town.label) for town in served]
        if served:
            raise ValidationError("Choisissez, plus bas, la commune de ce code postal.")
        raise ValidationError("Aucune commune de ce nom à ce code postal : vérifiez les deux.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        return self._point_is_whole_and_there() and is_valid

    def _point_is_whole_and_there(self) -> bool:
        if self.latitude.errors or self.longitude.errors:
            return False
        if (self.latitude.data is None) != (self.longitude.data is None):
            refuse(self.longitude, "Donnez la latitude et la longitude, ou aucune des deux.")
        check_point(self, self.supplier.country, self.found)
        return not self.longitude.errors


def read_place(supplier: Supplier) -> dict[str, Any]:
    is_by_hand = supplier.point_precision is PointPrecision.HAND
    return {
        **{name: getattr(supplier, name) for name in COLUMNS},
        "latitude": supplier.latitude if is_by_hand else None,
        "longitude": supplier.longitude if is_by_hand else None,
    }


def place_facts(form: PlaceForm, supplier: Supplier) -> Facts:
    """What the form changes of the place: nothing of an address that it leaves as it was."""
    facts: dict[str, Any] = {}
    commune = form.found if supplier.country == FRANCE else None
    if form.has_moved:
        facts = {name: form[name].data or None for name in COLUMNS}
        facts["code_insee"] = commune.code_insee if commune else None
        facts["city"] = commune.name if commune else facts["city"]
    if point := hand_point(form):
        facts["point"] = [*point, PointPrecision.HAND.value]
    elif supplier.point_precision is PointPrecision.HAND or _is_elsewhere(form, commune):
        centre = commune.point if commune else None
        facts["point"] = [*centre, PointPrecision.COMMUNE.value] if centre else None
    return facts


def _is_elsewhere(form: PlaceForm, commune: Commune | None) -> bool:
    """A commune or a postcode written another way is the same place."""
    known = form.supplier
    is_same_street = text_of(form.address) == one_line(known.address)
    is_same_commune = commune is not None and commune.code_insee == known.code_insee
    return form.has_moved and not (is_same_street and is_same_commune)
