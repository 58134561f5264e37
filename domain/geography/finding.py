"""What a person types as a place, read in every way that may be meant, the surest first."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from domain.geography.names import canonical
from domain.geography.postcodes import departements_of_unserved, is_postcode
from domain.geography.tables import Tables
from domain.geography.values import Place
from domain.text import fold

Scope = Callable[[int], bool]
Reader = Callable[[Tables, str, Scope], Iterator[Place]]


# How many times as populous a commune must be to be meant by a name that another one bears.
FAR_MORE = 10
# Inhabitants of a town that may be meant by less than its whole name, or in few words ("Carhaix"),
# and of one that is, and that people know even where its name is a common word ("Tours").
TOWN = 2_000
LARGE_TOWN = 20_000
SMALL_TOWN = 1_500  # whose département is said: "Montreuil (62)"
# Inhabitants of a town that is also meant by the beginning of its name, and how many times as
# populous a commune may be that bears it.
KNOWN_TOWN = 10_000
NOT_FAR_LESS = 3
_SHORTEST_NAME = 4  # of one that is shortened
_NO_NAMES = frozenset({"st", "ste", "saint", "sainte", "petit", "petite", "grand", "grande"})


WHOLE_COUNTRY = frozenset(
    {"france", "la france", "toute la france", "france entiere", "france metropolitaine"}
    | {"partout", "partout en france", "peu importe", "n importe ou", "peu importe ou"}
    | {"tout le territoire", "territoire national", "national", "niveau national"}
)


def is_whole_country(text: str) -> bool:
    """Whether these words ask for no place in particular: "France", "toute la France"."""
    return fold(text) in WHOLE_COUNTRY


def everywhere(_position: int) -> bool:
    return True


def readings(tables: Tables, text: str) -> Iterator[Place]:
    """Lazily, so that typos are looked for only when the surer readings were not enough."""
    words = canonical(text)
    found = False
    for place in _borne(tables, words):
        found = True
        yield place
    if found:
        yield from _begun(tables, words)
        return
    yield from _qualified(tables, words, _exact)
    yield from _loose(tables, words)
    yield from _qualified(tables, words, _loose)


def begun_readings(tables: Tables, text: str) -> Iterator[Place]:
    """What bears these words, or a name that they begin: nothing is mended.

    They may go on: "nant" is Nantes rather than the village of Nant.
    """
    words = canonical(text)
    borne = list(_borne(tables, words))
    if borne:
        yield from _begun(tables, words, _communes_of(tables, FAR_MORE * borne[0].population))
    yield from borne
    yield from _begun(tables, words)


def exact_readings(tables: Tables, text: str) -> Iterator[Place]:
    """What these words name as they stand: nothing is completed, nor mended."""
    words = canonical(text)
    found = [*_borne(tables, words)] or [*_qualified(tables, words, _exact)]
    found = found or [*_shortened(tables, words)]
    yield from found or _qualified(tables, words, _shortened)


def _shortened(tables: Tables, words: str, within: Scope = everywhere) -> Iterator[Place]:
    """Towns whose name goes on: "Vitry", "Brive", "Boulogne (62)"; not "le"."""
    if len(words) < _SHORTEST_NAME or words in _NO_NAMES:
        return
    is_a_town = _communes_of(tables, TOWN if within is everywhere else SMALL_TOWN)
    for positions in tables.index.beginning(f"{words} "):
        yield from _places(tables, positions, lambda i: is_a_town(i) and within(i))


def _borne(tables: Tables, words: str) -> Iterator[Place]:
    bearing = [*_by_code(tables, words.upper()), *_places(tables, tables.index.named(words))]
    surest = [*bearing, *_places(tables, tables.index.otherwise_named(words))]
    if surest:
        yield from _likeliest(tables, words, surest[0], is_borne=bool(bearing))
        yield from surest


def _by_code(tables: Tables, code: str) -> Iterator[Place]:
    """A postcode comes before the INSEE code of the same digits: people know the former.

    So does a département before a région, whose code nearly always is a département's too:
    "R52" is the région alone.
    """
    postcode = tables.postcode(code)
    if postcode:
        yield postcode
    departement = tables.position("departement", code.zfill(2))
    commune = tables.position("commune", code)
    at_postcode = tables.ordered(tables.at_postcode(code))
    region = tables.position("region", code.removeprefix("R"))
    for position in (departement, commune, *at_postcode, region):
        if position is not None:
            yield tables.place(position)


def _likeliest(tables: Tables, words: str, surest: Place, *, is_borne: bool) -> Iterator[Place]:
    """The surest reading and, around it, far more populous communes; all are read again later.

    One that bore the name comes before those that bear it ("Évry"), and so does a large town whose
    name goes on ("Clermont"), or any when nothing bears the name today ("Épinay").
    """
    is_its_own = canonical(surest.name) == words  # not that of a village that joined it
    enough = FAR_MORE * surest.population if is_its_own else LARGE_TOWN
    begun = () if words in _NO_NAMES else tables.index.beginning(f"{words} ")
    going_on = list(_places(tables, [*chain(*begun)], _communes_of(tables, enough)))
    yield from _places(tables, tables.renamed(words), _communes_of(tables, enough))
    if is_borne:
        yield from (town for town in going_on if _is_meant(town, words))
        yield surest
    yield from _places(tables, tables.index.otherwise_named(words), _communes_of(tables, enough))
    yield from going_on


def _is_meant(town: Place, beginning: str) -> bool:
    """By the beginning of its own name: former communes that joined it have others."""
    return town.population >= LARGE_TOWN and canonical(town.name).startswith(f"{beginning} ")


def _communes_of(tables: Tables, inhabitants: int) -> Scope:
    return lambda i: tables.is_commune(i) and tables.populations[i] >= inhabitants


def _exact(tables: Tables, words: str, within: Scope = everywhere) -> Iterator[Place]:
    yield from _places(tables, tables.index.named(words), within)
    yield from _places(tables, tables.index.otherwise_named(words), within)


def _begun(tables: Tables, words: str, within: Scope = everywhere) -> Iterator[Place]:
    for positions in tables.index.beginning(words):
        yield from _places(tables, positions, within)


def _loose(tables: Tables, words: str, within: Scope = everywhere) -> Iterator[Place]:
    yield from _begun(tables, words, within)
    for positions in tables.index.mistyped(words):
        yield from _places(tables, positions, within)


def _places(tables: Tables, positions: list[int], within: Scope = everywhere) -> Iterator[Place]:
    return map(tables.place, tables.ordered(filter(within, positions)))


def _qualified(tables: Tables, words: str, reader: Reader) -> Iterator[Place]:
    """ "Angers (49)", "Angers, Maine-et-Loire", "49000 Angers": a name within a territory."""
    parts = words.split()
    for cut in range(1, len(parts)):
        before, after = " ".join(parts[:cut]), " ".join(parts[cut:])
        for name, territory in ((before, after), (after, before)):
            within = _scope(tables, territory)
            if within:
                yield from reader(tables, name, within)


def _scope(tables: Tables, territory: str) -> Scope | None:
    """Whether a position lies in the postcode or the département so called.

    Around a CEDEX postcode too: "59046 Lille". No région does: Île-de-France is not within Paris.
    """
    at_postcode = tables.at_postcode(territory)
    if at_postcode:
        return at_postcode.__contains__
    departement = tables.departement_called(territory)
    if departement is not None:
        codes = {tables.codes[departement]}
    elif is_postcode(territory):
        codes = departements_of_unserved(territory)
    else:
        return None
    return lambda position: (
        tables.departements[position] in codes and not tables.is_region(position)
    )


def is_called(place: Place, typed: str) -> bool:
    """Whether that is its whole name, its label or its code."""
    return fold(typed) in (fold(place.name), fold(place.label), fold(place.code))


def others_meant(typed: str, first: Place, rest: Sequence[Place]) -> list[Place]:
    """Of `rest`, what may be meant when `first` is read: all, unless it is called just so.

    Then, its homonyms, far more populous communes, and towns and territories whose name goes on:
    Champagne is a village, and Champagne-Ardenne.
    """
    if not is_called(first, typed):
        return list(rest)
    return [place for place in rest if _may_be_meant(place, first)]


def _may_be_meant(place: Place, first: Place) -> bool:
    if fold(place.name) == fold(first.name):
        return True
    is_far_larger = place.population >= FAR_MORE * first.population
    if place.level == "commune":
        return is_far_larger or _goes_on(place, first)
    return is_far_larger and place.level != "epci" and _is_longer(place, first)


def _goes_on(town: Place, first: Place) -> bool:
    """Whether its longer name may be meant too: Saint-Martin-d’Hères, beside the island."""
    enough = max(KNOWN_TOWN, first.population / NOT_FAR_LESS)
    return town.population >= enough and _is_longer(town, first)


def _is_longer(place: Place, first: Place) -> bool:
    return fold(place.name).startswith(f"{fold(first.name)} ")
