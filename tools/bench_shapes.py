"""What the measures ask of an engine: every sort of question that a page asks."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

from app.directory.asked import answered_by, asked_for
from app.directory.boxes import METROPOLE
from app.directory.forms import Criteria
from domain.geography import Box, Commune, Level, gazetteer
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.cells import MAX_CELLS, finest_zoom
from search.port import MAX_REACHED, Facet, Near, Reading, SearchEngine, SearchQuery, Sort
from search.understanding import understand

FACETS = tuple(Facet)

BROAD = ("entretien", "espaces", "insertion", "atelier", "nettoyage", "équipe", "travaux", "tri")
MISSPELT = ("menuizrie", "blanchiserei", "conditionemant", "restoratoin", "maintenence", "netoyaje")
PREFIXES = ("men", "bla", "con", "res", "imp", "maç", "ent", "ser", "net", "ate")
NEEDS = (
    "nettoyage de locaux",
    "entretien espaces verts",
    "repassage du linge",
    "traiteur buffet",
    "mise sous pli",
    "collecte papier bureau",
    "vigile gardiennage",
)

ASKED = (
    "{need} {town}",
    "{need} {departement}",
    "{kind} {need} {town}",
    "qui peut faire {need} près de {town} ?",
    "nous cherchons {need} pour nos bureaux à {town}, marché réservé",
)

# Asked of an engine; answers how many suppliers were found.
Question = Callable[[SearchEngine], int]
# Draws a question of one sort.
Shape = Callable[[random.Random], Question]


@dataclass(frozen=True, slots=True)
class Search:
    """As the results page asks: 20 rows, every facet counted."""

    query: SearchQuery

    def __call__(self, engine: SearchEngine) -> int:
        return engine.search(replace(self.query, facets=FACETS)).total


@dataclass(frozen=True, slots=True)
class Typed:
    """What a buyer types in the one box: understood, then searched as the results page does.

    Words that nothing reads are searched first, and left out when nobody has them.
    """

    text: str

    def __call__(self, engine: SearchEngine) -> int:
        asked = answered_by(engine, asked_for(Criteria(text=self.text)))
        return engine.search(asked.query()).total


@dataclass(frozen=True, slots=True)
class Understanding:
    """The same, understood and not searched; answers how many things it says."""

    text: str

    def __call__(self, _engine: SearchEngine) -> int:
        return len(understand(self.text).mentions)


@dataclass(frozen=True, slots=True)
class Map:
    """As many cells as may be counted at once."""

    query: SearchQuery
    box: Box

    def __call__(self, engine: SearchEngine) -> int:
        zoom = finest_zoom(self.box, at_most=MAX_CELLS)
        return engine.map_cells(self.query, self.box, zoom).total


@dataclass(frozen=True, slots=True)
class Territories:
    """How many work at each, as the home page shows."""

    level: Literal["departement", "region"]

    def __call__(self, engine: SearchEngine) -> int:
        return max(engine.count_at(self.level).values())


def shapes(engine: SearchEngine) -> dict[str, Shape]:
    """Every sort of question, by name; `engine` tells how far some can go."""
    return {
        "understanding what is typed": lambda rng: Understanding(_typed(rng)),
        "what is typed, understood": lambda rng: Typed(_typed(rng)),
        "broad keyword": _broad,
        "keyword with typos": _misspelt,
        "prefix of 3 letters": _prefix,
        "filter + 50 km, by distance": _by_distance,
        "empty query": partial(_nothing, engine),
        "several words + place": _need_somewhere,
        "4 disjunctive filters + place": _four_filters,
        "service working at a commune": partial(_service_at, "commune"),
        "service working at a postcode": partial(_service_at, "postcode"),
        "service working at an EPCI": partial(_service_at, "epci"),
        "service working at a département": partial(_service_at, "departement"),
        "service working at a région": partial(_service_at, "region"),
        "last page of a région": partial(_last_page, engine),
        "search within a box": _within_a_box,
        "map of France": _map_of_everyone,
        "map of a need in France": _map_of_a_need,
        "map around a town": _map_around_a_town,
        "counts of every département": lambda _: Territories("departement"),
        "counts of every région": lambda _: Territories("region"),
    }


def _typed(rng: random.Random) -> str:
    service = rng.choice(sorted(taxonomy().services.values(), key=lambda service: service.id))
    town = rng.choice(_towns())
    return rng.choice(ASKED).format(
        need=rng.choice((service.label, *service.synonyms)),
        kind=rng.choice(sorted(KINDS)),
        town=town.name,
        departement=town.departement,
    )


def _broad(rng: random.Random) -> Question:
    return Search(SearchQuery(text=f"{rng.choice(BROAD)} "))


def _misspelt(rng: random.Random) -> Question:
    return Search(SearchQuery(text=f"{rng.choice(MISSPELT)} "))


def _prefix(rng: random.Random) -> Question:
    return Search(SearchQuery(text=rng.choice(PREFIXES)))


def _by_distance(rng: random.Random) -> Question:
    filters = {Facet.KIND: tuple(rng.sample(sorted(KINDS), 3))}
    return Search(SearchQuery(near=_near(rng), filters=filters, sort=Sort.DISTANCE))


def _nothing(engine: SearchEngine, rng: random.Random) -> Question:
    return Search(SearchQuery(page=rng.randint(1, min(20, engine.search(SearchQuery()).pages))))


def _need_somewhere(rng: random.Random) -> Question:
    return Search(SearchQuery(text=f"{rng.choice(NEEDS)} ", near=_near(rng)))


def _four_filters(rng: random.Random) -> Question:
    groups = rng.sample(sorted(taxonomy().groups), 4)
    services = [s.id for s in taxonomy().services.values() if s.group in groups]
    filters = {
        Facet.KIND: tuple(rng.sample(sorted(KINDS), 4)),
        Facet.SERVICE: tuple(services),
        Facet.GROUP: tuple(groups),
        Facet.REGION: ("75", "76", "52", "84", "11"),
    }
    return Search(SearchQuery(near=_near(rng), filters=filters))


def _service_at(level: Level, rng: random.Random) -> Question:
    """The same activity must carry the service and reach the place."""
    service = rng.choice(sorted(taxonomy().services))
    code = _around(rng.choice(_towns()), level)
    near = Near(level, code, reading=Reading.REACHES)
    return Search(SearchQuery(near=near, filters={Facet.SERVICE: (service,)}))


def _last_page(engine: SearchEngine, rng: random.Random) -> Question:
    """Or the last of those that may be asked for."""
    query = SearchQuery(near=Near("region", _around(rng.choice(_towns()), "region")))
    last = min(engine.search(query).pages, MAX_REACHED // query.per_page)
    return Search(replace(query, page=last))


def _within_a_box(rng: random.Random) -> Question:
    return Search(SearchQuery(text=f"{rng.choice(NEEDS)} ", box=_box_around(rng)))


def _map_of_everyone(_rng: random.Random) -> Question:
    return Map(SearchQuery(), METROPOLE)


def _map_of_a_need(rng: random.Random) -> Question:
    return Map(SearchQuery(text=f"{rng.choice(NEEDS)} "), METROPOLE)


def _map_around_a_town(rng: random.Random) -> Question:
    return Map(SearchQuery(), _box_around(rng))


def _near(rng: random.Random) -> Near:
    return Near("commune", rng.choice(_towns()).code_insee)


def _around(town: Commune, level: Level) -> str:
    """The code of its territory of that level."""
    assert town.epci
    codes = {
        "commune": town.code_insee,
        "postcode": town.postcodes[0],
        "epci": town.epci,
        "departement": town.departement,
        "region": town.region,
    }
    return codes[level]


def _box_around(rng: random.Random) -> Box:
    """Some 110 km high."""
    point = rng.choice(_towns()).point
    assert point
    return Box(
        point.latitude - 0.5, point.longitude - 0.7, point.latitude + 0.5, point.longitude + 0.7
    )


@cache
def _towns() -> tuple[Commune, ...]:
    """The 300 most populous communes that have a postcode and an EPCI."""
    known = gazetteer()
    communes = [
        commune
        for code in known.codes
        if (commune := known.commune(code)) and commune.epci and commune.postcodes
    ]
    communes.sort(key=lambda commune: -commune.population)
    return tuple(communes[:300])
