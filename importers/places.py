"""Where a row's supplier sits: its commune, and a point that agrees with it."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from domain.geography import Commune, Point, distance_km, gazetteer
from importers.addresses import tell_apart
from importers.cells import Cells
from importers.facts import PlaceFacts

FAR_KM = 25
_MAIN = 0.75  # and more, of the inhabitants of a postcode
UNKNOWN_COMMUNE = "commune introuvable"
SEVERAL_COMMUNES = "plusieurs communes portent ce nom"
NO_COMMUNE = "aucune commune donnée"
OF_ANOTHER_POSTCODE = "la commune et le code postal se contredisent"
OF_ANOTHER_DEPARTEMENT = "la commune et le département se contredisent"
ABROAD = "l’adresse semble à l’étranger"
# What leaves a row nowhere, or far from where it sits.
DOUBTFUL_PLACES = (
    UNKNOWN_COMMUNE,
    SEVERAL_COMMUNES,
    OF_ANOTHER_POSTCODE,
    OF_ANOTHER_DEPARTEMENT,
    ABROAD,
)

_SHARED_BEGINNINGS = ("20", "97", "98")  # of the postcodes of several départements
# "B-8000", "CH 1950"; Insee's codes of countries begin with 99, and so does what fills a cell.
_POSTCODE_ABROAD = re.compile(r"(?!FR?[ -]?\d)[A-Z]{1,3}[ -]?\d{3,6}|99(?!999)\d{3}", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\s*\(([^()]*)\)\s*$")


class Address(NamedTuple):
    """What a file says of a place, but for its postcode."""

    city: str | None
    code_insee: str | None
    departement: str | None
    street: str | None = None


def locate(  # noqa: PLR0913 each is one thing that files say of a place
    cells: Cells,
    *,
    city_column: str,
    postcode_column: str,
    code_insee: str | None = None,
    departement: str | None = None,
    street: str | None = None,
    point: Point | None = None,
) -> PlaceFacts:
    """The commune by the gazetteer, and the point given unless it contradicts the commune.

    A `street` without a town may hide one: the row is in doubt.
    """
    tell_apart(cells, city_column, postcode_column)
    given = Address(cells.text(city_column) or None, code_insee, departement, street)
    if _refuses_zero(given, cells.restorable_postcode(postcode_column)):
        _tell_refused_zero(cells, postcode_column)
        place = _locate(cells, city_column, given, None, point)
        _tell_contradiction(cells, city_column, place, cells.text(postcode_column))
        return replace(place, postcode=cells.text(postcode_column))
    place = _locate(cells, city_column, given, cells.postcode(postcode_column), point)
    if place.code_insee and _POSTCODE_ABROAD.fullmatch(cells.text(postcode_column)):
        mend = "vérifier le code postal ; une structure à l’étranger se propose à la main"
        cells.note(postcode_column, ABROAD, mend)
    return place


def _tell_contradiction(cells: Cells, column: str, place: PlaceFacts, postcode: str) -> None:
    """ "1950" begins as no postcode of Sion, in the Gers: it may be a Sion of another country."""
    commune = gazetteer().commune(place.code_insee) if place.code_insee else None
    if commune and not _is_of(postcode, commune.departement):
        mend = f"corriger l’un ou l’autre, sinon placée à la commune {_shown(commune)}"
        cells.note(column, OF_ANOTHER_POSTCODE, mend)


def _locate(
    cells: Cells, column: str, given: Address, postcode: str | None, point: Point | None
) -> PlaceFacts:
    written = given.city
    given = _without_wrong_code(cells, column, _parted(given), postcode)
    said = given.city
    commune = (
        _read(cells, column, given, postcode, point)
        or _at_postcode(cells, column, said, postcode, point)
        or _whatever_its_postcode(cells, column, said, postcode)
    )
    if commune is None:
        return _without_commune(cells, column, given, postcode, point)
    point, precision = _point(cells, column, commune, point)
    return PlaceFacts(
        postcode=postcode,
        city=commune.name,
        original_city=written if written and written != commune.name else None,
        code_insee=commune.code_insee,
        point=point,
        point_precision=precision,
    )


def _read(
    cells: Cells, column: str, given: Address, postcode: str | None, point: Point | None
) -> Commune | None:
    """A hamlet's commune, or one whose name is mistyped, is told: nothing else shows it."""
    said, code_insee = given.city, given.code_insee
    commune = gazetteer().resolve(
        name=said, postcode=postcode, code_insee=code_insee, departement=given.departement
    )
    if commune is None or not said or code_insee:
        return commune
    if not gazetteer().bears(commune, said):
        cells.note(column, f"« {said} » lu comme {_shown(commune)}", "vérifier la commune")
    served = gazetteer().communes_at_postcode(postcode) if postcode else []
    if not served or commune in served:
        return commune
    if _is_near([commune], point or served):
        cells.note(column, f"« {said} » n’est pas au code postal {postcode}", "vérifier l’adresse")
        return commune
    if point and _is_near(served, point):
        return None
    cells.note(column, OF_ANOTHER_POSTCODE, _mend(said, postcode, commune))
    return commune


def _is_near(communes: Iterable[Commune], others: Point | Iterable[Commune]) -> bool:
    sites = [others] if isinstance(others, Point) else [other.point for other in others]
    return any(
        commune.point and site and distance_km(commune.point, site) <= FAR_KM
        for commune in communes
        for site in sites
    )


def _mend(said: str, postcode: str | None, commune: Commune) -> str:
    there = f"sinon placée à la commune {_shown(commune)}"
    return f"« {said} » n’est pas au {postcode} : corriger l’un ou l’autre, {there}"


def _parted(given: Address) -> Address:
    """ "Arras (62)", "Lens (Pas-de-Calais)": the town, and the département that tells which.

    "Paris (15)" says no département.
    """
    given = given._replace(city=_with_its_sur(given.city))
    beside = _IN_PARENTHESES.search(given.city or "")
    departement = gazetteer().departement(beside[1].strip()) if beside else None
    if given.city is None or beside is None or departement is None:
        return given
    city = given.city[: beside.start()]
    if not any(c.departement == departement.code for c in gazetteer().communes_named(city)):
        return given
    return given._replace(city=city, departement=given.departement or departement.code)


def _with_its_sur(city: str | None) -> str | None:
    """ "Saint-Pol/Ternoise" is Saint-Pol-sur-Ternoise; "Lille/Roubaix" is two towns."""
    full = (city or "").replace("/", " sur ")
    return full if full != city and gazetteer().communes_named(full) else city


def _without_wrong_code(cells: Cells, column: str, given: Address, postcode: str | None) -> Address:
    """A code that contradicts a town and a postcode that agree: it gives way to both."""
    coded = gazetteer().commune(given.code_insee) if given.code_insee else None
    if coded is None or given.city is None or postcode is None:
        return given
    served = gazetteer().communes_at_postcode(postcode)
    both_say = [c for c in gazetteer().communes_named(given.city) if c in served]
    if coded in served or not both_say:
        return given
    cells.note(
        column,
        f"code Insee laissé de côté : {given.code_insee} désigne {_shown(coded)},"
        f" et l’adresse dit {given.city} ({postcode})",
        "vérifier le code Insee, ou que cette colonne en est bien un",
    )
    return given._replace(code_insee=None)


def _refuses_zero(given: Address, postcode: str | None) -> bool:
    """Whether the rest of the address does not agree with a postcode given its zero back."""
    if postcode is None:
        return False
    places = gazetteer()
    served = {commune.departement for commune in places.communes_at_postcode(postcode)}
    departements = served | {postcode[:2]}
    commune = places.commune(given.code_insee) if given.code_insee else None
    departement = places.departement(given.departement) if given.departement else None
    if commune:
        return commune.departement not in departements
    if departement and departement.code not in departements:
        return True
    # Whatever the postcode serves: beside a city that is not there, it says nothing.
    return bool(given.city) and not any(
        places.resolve(name=given.city, departement=code) for code in departements
    )


def _tell_refused_zero(cells: Cells, column: str) -> None:
    cells.note(
        column,
        f"code postal laissé tel quel : avec un zéro de tête ({cells.restorable_postcode(column)}),"
        " il ne va pas avec le reste de l’adresse",
        "vérifier le code postal",
    )


def _at_postcode(
    cells: Cells, column: str, said: str | None, postcode: str | None, point: Point | None
) -> Commune | None:
    """A city unknown at its postcode: the postcode settles it.

    In real files it is the city, geocoded wrongly, that contradicts the rest of the row.
    """
    served = gazetteer().communes_at_postcode(postcode) if postcode else []
    if not served:
        return None
    located = [(distance_km(point, c.point), c) for c in served if point and c.point]
    distance, nearest = min(located, key=itemgetter(0), default=(math.inf, served[0]))
    commune = nearest if distance <= FAR_KM else served[0]
    doubt = _doubt(said, served) if said and distance > FAR_KM else None
    if said and doubt:
        cells.note(column, doubt, _mend(said, postcode, commune))
        return commune
    told = f"« {said} » n’est pas au code postal {postcode}" if said else "pas de commune"
    cells.note(column, f"{told} : placée à la commune {_shown(commune)}", "vérifier la commune")
    return commune


def _doubt(said: str, served: list[Commune]) -> str | None:
    """Of a town that none of these is; a quarter or a hamlet is of the main one, if there is."""
    if gazetteer().communes_named(said):
        return OF_ANOTHER_POSTCODE
    inhabitants = sum(commune.population for commune in served)
    return UNKNOWN_COMMUNE if served[0].population < _MAIN * inhabitants else None


def _whatever_its_postcode(
    cells: Cells, column: str, said: str | None, postcode: str | None
) -> Commune | None:
    """The only commune of a name, beside a postcode that is of no département."""
    if said is None or postcode is None or _is_served(postcode):
        return None
    if commune := gazetteer().resolve(name=said):
        told = f"code postal {postcode} inconnu : placée à la commune {_shown(commune)}"
        cells.note(column, told, "vérifier le code postal")
    return commune


def _is_served(postcode: str | None) -> bool:
    """Whether it begins as those of some département."""
    if postcode is None:
        return False
    return postcode.startswith(_SHARED_BEGINNINGS) or bool(gazetteer().departement(postcode[:2]))


def _without_commune(
    cells: Cells, column: str, given: Address, postcode: str | None, point: Point | None
) -> PlaceFacts:
    said = given.city
    cells.note(column, *_why_nowhere(given, postcode))
    if point and postcode and not _plausible(point, postcode):
        cells.note(column, f"point laissé de côté : il n’est pas au code postal {postcode}")
        point = None
    return PlaceFacts(
        postcode=postcode, city=said, point=point, point_precision="address" if point else None
    )


def _why_nowhere(given: Address, postcode: str | None) -> tuple[str, str]:
    """What is told, and what to do."""
    said, namesakes = given.city, gazetteer().communes_named(given.city or "")
    if namesakes and given.departement and not postcode:
        mend = f"« {said} » n’est pas dans « {given.departement} » : corriger l’un ou l’autre"
        return OF_ANOTHER_DEPARTEMENT, mend
    if namesakes and postcode and _is_served(postcode) and not _any_is_of(postcode, namesakes):
        there = f"dans le département du {postcode}"
        return OF_ANOTHER_POSTCODE, f"« {said} » n’est pas {there} : corriger l’un ou l’autre"
    if len(namesakes) > 1:
        return SEVERAL_COMMUNES, "donner son code postal ou son code Insee"
    told = UNKNOWN_COMMUNE if said or postcode or given.street else NO_COMMUNE
    return told, "donner le nom de la commune, son code postal ou son code Insee"


def _plausible(point: Point, postcode: str) -> bool:
    return _is_of(postcode, gazetteer().nearest(point).departement)


def _is_of(postcode: str, departement: str) -> bool:
    """Whether it begins as those of the département."""
    corsica = postcode.startswith("20") and departement in {"2A", "2B"}
    return corsica or postcode.startswith(departement)


def _any_is_of(postcode: str, communes: Iterable[Commune]) -> bool:
    return any(_is_of(postcode, commune.departement) for commune in communes)


def _point(
    cells: Cells, column: str, commune: Commune, point: Point | None
) -> tuple[Point | None, str | None]:
    if point and commune.point:
        distance = distance_km(point, commune.point)
        if distance <= FAR_KM:
            return point, "address"
        cells.note(
            column,
            f"point donné à {distance:.0f} km de sa commune, {_shown(commune)} :"
            " remplacé par celui de la commune",
            "vérifier l’adresse",
            "point_loin",
        )
        point = None
    if point:
        return point, "address"
    return commune.point, "commune" if commune.point else None


def _shown(commune: Commune) -> str:
    return commune.label.replace("'", "’")


def read_point(cells: Cells, latitude: str, longitude: str) -> Point | None:
    """From two columns of degrees; None when absent, null or out of the globe."""
    degrees = cells.degrees(latitude), cells.degrees(longitude)
    if degrees[0] is None or degrees[1] is None or degrees == (0, 0):
        return None
    if abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180:
        return Point(degrees[0], degrees[1])
    cells.note(latitude, "coordonnées hors du globe, laissées de côté")
    return None
