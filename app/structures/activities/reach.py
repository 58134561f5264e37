"""How far a zone goes, as a form asks it: one answer among a few, and it alone counts.

What another answer would need (territories, a distance) stays in the form, unseen, while one
chooses, and is not saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from wtforms import Field, ValidationError
from wtforms.utils import unset_value

from app.structures.activities.posted import text_in, texts_in
from domain.geography import Level, Place, gazetteer
from domain.models import Zone

COUNTRY = "france"
TERRITORIES = "territoires"
OTHER_RADIUS = "autre"
BOTH = "ensemble"  # as some lists say it: so far, and in those territories
RADII = ("10", "20", "30", "50", "100", "200")
MAX_RADIUS_KM = 500  # farther, "toute la France" says it better
MAX_TERRITORIES = 100
MAX_SEARCH = 80  # characters of a place that is looked for

ANSWER_NAMES: Mapping[str, str] = {
    "": "Je ne sais pas encore",
    **{radius: f"{radius} km" for radius in RADII},
    OTHER_RADIUS: "Autre distance",
    TERRITORIES: "Certains territoires",
    BOTH: "Une distance et des territoires",
    COUNTRY: "Toute la France",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """What was answered, word for word; `search` is a place that is looked for."""

    answer: str = ""
    km: str = ""
    territories: tuple[str, ...] = ()
    search: str = ""

    @property
    def is_of_territories(self) -> bool:
        return self.answer in {TERRITORIES, BOTH}

    @property
    def is_of_a_typed_distance(self) -> bool:
        return self.answer in {OTHER_RADIUS, BOTH}

    @property
    def value(self) -> dict[str, Any] | None:
        """The zone, as facts tell it; None when nothing says how far. Once it is valid."""
        if not self.answer:
            return None
        return {
            "whole_country": self.answer == COUNTRY,
            "radius_km": self._radius_km,
            "territories": list(self.territories) if self.is_of_territories else [],
        }

    @property
    def _radius_km(self) -> int | None:
        typed = self.km if self.is_of_a_typed_distance else self.answer
        return int(typed) if _is_radius(typed) else None


UNKNOWN = Reach()


def reach_of(zone: Zone) -> Reach:
    """What the form shows of a stored zone."""
    territories = tuple(zone.territories)
    if zone.whole_country:
        return Reach(COUNTRY)
    if zone.radius_km is None:
        return Reach(TERRITORIES if territories else "", "", territories)
    radius = str(zone.radius_km)
    if territories:
        return Reach(BOTH, radius, territories)
    return Reach(radius) if radius in RADII else Reach(OTHER_RADIUS, radius)


def territory(key: str) -> Place | None:
    """The place of "departement:49"; None for what the gazetteer does not know."""
    level, _, code = key.partition(":")
    return gazetteer().place(cast(Level, level), code) if level in get_args(Level) else None


def key_of(place: Place) -> str:
    return f"{place.level}:{place.code}"


class ReachField(Field):
    """A zone. Its data is a Reach, as it was typed."""

    looked_for = ""  # a place whose readings are shown

    def look(self) -> None:
        """Look for what is in the search box, which is then free."""
        self.looked_for, self.data = self.data.search, replace(self.data, search="")

    def process(
        self,
        formdata: Any,
        data: Any = unset_value,
        extra_filters: Any = None,  # noqa: ARG002 WTForms' signature
    ) -> None:
        self.process_errors = []
        self.data = UNKNOWN if data is unset_value else data
        if formdata is not None:
            self.data = Reach(
                text_in(formdata, f"{self.name}-reach"),
                text_in(formdata, f"{self.name}-km").strip(),
                tuple(dict.fromkeys(texts_in(formdata, f"{self.name}-territory"))),
                text_in(formdata, f"{self.name}-search").strip()[:MAX_SEARCH],
            )

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        if self.data.answer not in ANSWER_NAMES:
            raise ValidationError("Choisissez une des réponses proposées.")
        if self.data.is_of_a_typed_distance:
            _check_radius(self.data.km)
        if self.data.is_of_territories:
            _check_territories(self.data)


def _is_radius(km: str) -> bool:
    is_number = km.isascii() and km.isdecimal() and len(km) <= len(str(MAX_RADIUS_KM))
    return is_number and 1 <= int(km) <= MAX_RADIUS_KM


def _check_radius(km: str) -> None:
    if not _is_radius(km):
        raise ValidationError(f"Écrivez un nombre de kilomètres, de 1 à {MAX_RADIUS_KM}.")


def _check_territories(reach: Reach) -> None:
    if reach.search:
        raise ValidationError("Cochez le territoire que vous cherchiez, ou effacez la recherche.")
    if not reach.territories:
        raise ValidationError("Cherchez un territoire et cochez-le, ou répondez autrement.")
    known = [territory(key) for key in reach.territories]
    if None in known:
        raise ValidationError("Un de ces territoires n’existe pas : décochez-le.")
    if len(known) > MAX_TERRITORIES:
        raise ValidationError(
            f"{MAX_TERRITORIES} territoires au plus : prenez-en de plus grands, "
            "comme un département pour ses communes."
        )
