"""What a page says, in French words: for who compares two versions, and for who reads its history.

A value is one that app.structures.facts reads, or that an import wrote in the history.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.db import db
from app.directory.presenters.common import label_name, service_name
from app.directory.presenters.coverage import in_words
from app.directory.wording import DEGREES, DELIVERIES, vouched_by
from app.importing.storing import network_name
from app.structures.proposals.countries import country_choices
from app.structures.saving import IMPORTED_AS
from app.templating import day, number
from domain.kinds import KINDS
from domain.models import Delivery, Network, PointPrecision, ProofDegree, Visibility, Zone
from importers.known import served_zones

FACT_NAMES: Mapping[str, str] = {
    "name": "Nom",
    "brand": "Nom d’usage",
    "siret": "SIRET",
    "siret_problem": "Remarque sur le SIRET",
    "naf": "Code NAF",
    "legal_form": "Forme juridique",
    "is_secondary_site": "Établissement secondaire",
    "description": "Présentation",
    "own_words": "Services dits avec ses mots",
    "website": "Site",
    "address": "Adresse",
    "postcode": "Code postal",
    "city": "Commune",
    "code_insee": "Code INSEE de la commune",
    "country": "Pays",
    "point": "Position sur la carte",
    "capacity": "Places agréées",
    "staff": "Effectif",
    "insertion_jobs": "Salariés en insertion",
    "disabled_workers": "Travailleurs handicapés",
    "figures_year": "Année des chiffres",
    "open_to_cocontracting": "Répond à plusieurs",
    "cocontracting_note": "Précisions sur la réponse à plusieurs",
    "kinds": "Types",
    "labels": "Labels",
    "networks": "Réseaux",
    "vouchings": "Garanties des réseaux",
    "contacts": "Contacts",
    "references": "Références",
    "activities": "Services et zones",
    "pictures": "Photos",
}

VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "visible de tous",
    Visibility.MEMBERS: "visible une fois connecté",
    Visibility.PRIVATE: "visible de vous seuls",
}

PRECISIONS: Mapping[PointPrecision, str] = {
    PointPrecision.ADDRESS: "d’après l’adresse",
    PointPrecision.STREET: "dans la rue ou le lieu-dit",
    PointPrecision.COMMUNE: "centre de la commune",
    PointPrecision.HAND: "placée à la main",
}


def fact_name(name: str) -> str:
    return FACT_NAMES.get(name, name)


def in_lines(name: str, value: Any) -> tuple[str, ...]:
    """What the fact says, a line for each thing; none when it says nothing."""
    if value is None or value in ("", [], {}):
        return ()
    if name == "point":
        return (_point(value),)
    if isinstance(value, list | dict):
        worded = _WORDERS.get(name, str)
        return tuple(line for item in value for line in _lines(worded(item)))
    return (_plain(name, value),)


def imported_in_lines(name: str, value: Any) -> tuple[str, ...]:
    """The same, also of what imports name and shape in their own way."""
    if value is None:
        return ()
    if name == "zone":
        return in_lines("activities", [_zone_group(*served) for served in served_zones(value)])
    if name == "siret" and isinstance(value, list):
        given, problem = value
        told = (f"À vérifier : « {given} » n’en est pas un", problem) if problem else (given,)
        return tuple(filter(None, told))
    return in_lines(IMPORTED_AS.get(name, name), value)


def _lines(told: str | Iterable[str]) -> Iterable[str]:
    return (told,) if isinstance(told, str) else told


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, int) and name != "figures_year":
        return number(value)
    return dict(country_choices()).get(value, value) if name == "country" else str(value)


def _point(value: Any) -> str:
    latitude, longitude, precision = value
    return f"{latitude:.5f}, {longitude:.5f} ({PRECISIONS[PointPrecision(precision)]})"


def _dates(value: Mapping[str, Any]) -> list[str]:
    """ "depuis le…", "jusqu’au…", as far as they are known."""
    told = (("depuis le", value["starts_on"]), ("jusqu’au", value["ends_on"]))
    return [f"{words} {day(date.fromisoformat(on))}" for words, on in told if on]


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return _kind_name(value)
    return ", ".join([_kind_name(value["code"]), *_dates(value)])


def _kind_name(code: str) -> str:
    return KINDS[code].label if code in KINDS else code


def _label(value: Any) -> str:
    if isinstance(value, str):
        return label_name(value)
    degree = DEGREES[ProofDegree(value["degree"])].lower()
    parts = (label_name(value["label"]), degree, value["issuer"], *_dates(value))
    return ", ".join(filter(None, parts))


def _vouching(value: Mapping[str, Any]) -> str:
    since = day(date.fromisoformat(value["on"]))
    said = vouched_by(_network(value["network"]), ProofDegree(value["degree"]))
    return f"{said} le {since}"


def _contact(value: Any) -> str:
    if isinstance(value, str):
        return value
    who = VISIBILITIES[Visibility(value["visibility"])]
    return ", ".join(filter(None, (value["value"], value["label"], who)))


def _reference(value: Mapping[str, Any]) -> str:
    year = value["year"]
    return ", ".join(filter(None, (value["client"], value["work"], str(year) if year else "")))


def _activities(group: Any) -> list[str]:
    """A line for the zone, and one for each of its services."""
    if isinstance(group, str):
        return [service_name(group)]
    zone = group["zone"]
    where = in_words(Zone(**zone)) if zone else "Zone non renseignée"
    return [*(_service(item) for item in group["activities"]), where]


def _zone_group(coverage: list[Any], services: list[str] | None) -> dict[str, Any]:
    reach = dict(zip(("whole_country", "radius_km", "territories"), coverage, strict=True))
    activities = [{"service": service, "delivery": None} for service in services or ()]
    return {"zone": reach, "activities": activities}


def _service(value: Mapping[str, Any]) -> str:
    name = service_name(value["service"])
    delivery = value["delivery"]
    return f"{name} ({DELIVERIES[Delivery(delivery)].lower()})" if delivery else name


def _network(slug: str) -> str:
    """As the network calls itself; else what its slug makes of its name."""
    known = db.session.get(Network, slug)
    return known.name if known else network_name(slug)


def _picture(value: Mapping[str, Any]) -> str:
    return str(value["alt"])


_WORDERS: Mapping[str, Callable[[Any], str | Iterable[str]]] = {
    "kinds": _kind,
    "labels": _label,
    "contacts": _contact,
    "references": _reference,
    "activities": _activities,
    "pictures": _picture,
    "networks": _network,
    "vouchings": _vouching,
}
