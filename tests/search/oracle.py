"""The meaning of a query told the plain way, one document after the other: slow and short.

What a document says is read once, and a distance measured once; nothing else is done for speed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from rapidfuzz.distance import OSA

from domain.coverage import place_tokens
from domain.geography import Box, Place, Point, distance_km, gazetteer
from domain.taxonomy import taxonomy
from search.documents import FACET_FIELDS, FIELDS, ZONES
from search.french import Token, parse
from search.french import words as normalised
from search.french_endings import forms_begun
from search.names import NameAsked, name_asked
from search.port import Facet, Near, Reading, SearchQuery

KNOWN = 3  # a word that so many suppliers use is spelt as meant
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.weight)
Document = Mapping[str, Any]
Phrase = tuple[str, ...]
Values = Mapping[Facet, frozenset[str]]

_begun = cache(forms_begun)
_km = cache(distance_km)


class Zone:
    """What is done there, and where that reaches."""

    def __init__(self, zone: Document) -> None:
        services = frozenset(zone["services"])
        known = taxonomy().services
        groups = frozenset(known[service].group for service in services if service in known)
        self.values: Values = {Facet.SERVICE: services, Facet.GROUP: groups}
        self.reach = frozenset(zone["reach"])

    def carries(self, wanted: Values) -> bool:
        """Whether it has one of the services, and one of the groups, that are wanted if any."""
        return all(self.values[facet] & wanted[facet] for facet in self.values if facet in wanted)


class Read:
    """A document, as sets."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.fields = tuple(document[field].split() for field in TEXT_FIELDS)
        self.words = frozenset(word for field in self.fields for word in field)
        self.codes = {document["siret"], document["siren"]}
        self.values: Values = {
            facet: frozenset(listed(document[field])) for facet, field in FACET_FIELDS.items()
        }
        self.zones = [Zone(document[zone]) for zone in ZONES if zone in document]

    def has(self, wanted: Values) -> bool:
        return all(self.values[facet] & values for facet, values in wanted.items())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One that has the text: does it count for sitting there, and which zones bring it there?"""

    read: Read
    sits: bool
    zones: Sequence[Zone] = ()
    said: Values = field(default_factory=dict)  # what it must have, for words say so

    def is_there(self, wanted: Values) -> bool:
        """By a zone, service and place hold on the same activity."""
        return self.sits or any(zone.carries(wanted) for zone in self.zones)


Bears = Callable[[Read, NameAsked], bool]


class Oracle:
    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents

    @cached_property
    def _read(self) -> list[Read]:
        return [Read(document) for document in self.documents]

    @cached_property
    def _users(self) -> Counter[str]:
        """How many documents have each word."""
        return Counter(word for read in self._read for word in read.words)

    def matching(self, query: SearchQuery) -> list[Document]:
        wanted = _wanted(query)
        return [
            candidate.read.document
            for candidate in self._candidates(query)
            if candidate.read.has(wanted)
            and candidate.read.has(candidate.said)
            and candidate.is_there(wanted)
        ]

    def named(self, query: SearchQuery) -> set[int]:
        """The ids of those that bear the name."""
        return {read.document["id"] for read in self._bearing(query, _bears)}

    def named_exactly(self, query: SearchQuery) -> set[int]:
        """Those of them that bear it as it was typed."""
        return {read.document["id"] for read in self._bearing(query, _bears_exactly)}

    def counts(self, query: SearchQuery) -> dict[Facet, dict[str, int]]:
        """For each value, how many would be found if it were the only one chosen in its facet."""
        candidates = list(self._candidates(query))
        return {facet: self._counts(candidates, query, facet) for facet in Facet}

    def _counts(
        self, candidates: list[Candidate], query: SearchQuery, facet: Facet
    ) -> dict[str, int]:
        others = {name: values for name, values in _wanted(query).items() if name is not facet}
        counted: Counter[str] = Counter()
        for candidate in candidates:
            said = {} if facet is Facet.KIND else candidate.said
            if candidate.read.has(others) and candidate.read.has(said):
                for value in candidate.read.values[facet]:
                    counted[value] += candidate.is_there({**others, facet: frozenset({value})})
        return dict(+counted)

    def readings(self, query: SearchQuery) -> dict[Reading, int]:
        """How many each reading of the place would find; none without a place."""
        near = query.near
        asked = {r: replace(query, near=replace(near, reading=r)) for r in Reading} if near else {}
        return {reading: len(self.matching(query)) for reading, query in asked.items()}

    def _candidates(self, query: SearchQuery) -> Iterator[Candidate]:
        needed = frozenset(query.need.accepted if query.need else ())
        named, as_typed = self._bearing(query, _bears), self._bearing(query, _bears_as_typed)
        kinds = {Facet.KIND: frozenset(query.kinds_said)} if query.kinds_said else {}
        for read in self._asked(query, named):
            if query.box and not sits_in(read.document, query.box):
                continue
            said = {} if read in as_typed else kinds
            if query.near is None or read in named:
                yield Candidate(read, sits=True, said=said)
            else:
                reading = query.near.reading
                sits = reading is not Reading.REACHES and is_located(read.document, query.near)
                comes = reading is not Reading.LOCATED
                zones = _reaching(read, query.near, needed) if comes else ()
                yield Candidate(read, sits, zones, said)

    def _asked(self, query: SearchQuery, named: Sequence[Read]) -> list[Read]:
        found = self._with_text(query.text)
        if need := query.need:
            services = {Facet.SERVICE: frozenset(need.accepted)}
            saying = [read for read in self._read if says(read.document, need.words)]
            found = [read for read in found if read.has(services) or read in saying]
        return [read for read in self._read if read in found or read in named]

    def _bearing(self, query: SearchQuery, bears: Bears) -> list[Read]:
        """Those who bear the name, wherever they are, or the other one, at the place."""
        found = self._named(query.name, bears)
        if query.near:
            itself = replace(query.near, radius_km=0)
            named = self._named(query.name_there, bears)
            there = (read for read in named if is_located(read.document, itself))
            found += [read for read in there if read not in found]
        return found

    def _named(self, name: str, bears: Bears) -> list[Read]:
        """Those whose name has all the words, or is the one typed; nobody without a word."""
        asked = name_asked(name, _Users(self._users))
        return [read for read in self._read if asked.words and bears(read, asked)]

    def _with_text(self, text: str) -> list[Read]:
        asked = parse(text)
        found = [
            read
            for read in self._read
            if all(_holds(read, phrase) for phrase in asked.phrases)
            and not any(_holds(read, phrase) for phrase in asked.excluded)
        ]
        for position, word in enumerate(asked.words, start=1):
            unfinished = asked.prefix and position == len(asked.words)
            forms = self._forms_of(word, word.surface if unfinished else None)
            found = [read for read in found if read.words & forms or word.text in read.codes]
        return found

    def _forms_of(self, word: Token, prefix: str | None) -> set[str]:
        """The words of documents that this one stands for, typos included unless it is known."""
        spelt = {form for form in self._users if _is_spelt(word.text, prefix, form)}
        if any(self._users[form] >= KNOWN for form in spelt):
            return spelt
        allowed = _allowed_typos(word.text)
        return spelt | {form for form in self._users if _typos(word.text, form) <= allowed}


class _Users:
    """The words of documents, as a vocabulary."""

    def __init__(self, users: Counter[str]) -> None:
        self._users = users

    def forms(self, beginning: str) -> list[str]:
        return [form for form in self._users if form.startswith(beginning)]

    def is_used(self, form: str, least: int) -> bool:
        return self._users[form] >= least

    def has(self, form: str) -> bool:
        return form in self._users


def _bears(read: Read, asked: NameAsked) -> bool:
    words = frozenset(read.document["name_words"])
    return all(words & forms for forms in asked.words) or not words.isdisjoint(asked.whole)


def _bears_exactly(read: Read, asked: NameAsked) -> bool:
    words = frozenset(read.document["name_words"])
    holds = all(words & forms for forms in asked.very_words)
    return holds or not words.isdisjoint(asked.very_whole)


def _bears_as_typed(read: Read, asked: NameAsked) -> bool:
    """Whether what the structure is, if it was typed, is in its name too."""
    words = frozenset(read.document["name_words"])
    return all(words & forms for forms in (*asked.words, *asked.statuses))


def sits_in(document: Document, box: Box) -> bool:
    geo = document["_geo"]
    return bool(geo and box.south <= geo["lat"] <= box.north and box.west <= geo["lng"] <= box.east)


def says(document: Document, text: str) -> bool:
    """Whether its own texts, or its name, have all the words; no document has those of no text."""
    words = set(normalised(text))
    own = f"{document['services_text']} {document['description']}".split()
    return bool(words) and words <= {*own, *document["name_words"]}


def is_verbatim(document: Document, query: SearchQuery) -> bool:
    """Whether it says the very words of a precise need; its name tells several, not one."""
    words = set(normalised(query.need.words)) if query.need and query.need.is_precise else set()
    told = {*document["services_text"].split(), *document["description"].split()}
    if len(words) > 1:
        told |= set(document["name_words"])
    return bool(words) and words <= told


def services_brought(document: Document, query: SearchQuery) -> set[str]:
    """What is carried by the zones that bring it to the place as it is asked."""
    assert query.near
    needed = frozenset(query.need.accepted if query.need else ())
    zones = _reaching(Read(document), query.near, needed)
    there = (zone for zone in zones if zone.carries(_wanted(query)))
    return {service for zone in there for service in zone.values[Facet.SERVICE]}


def distance_to(document: Document, near: Near) -> float | None:
    """Kilometres, when both have a point."""
    point = _place(near).point
    geo = document["_geo"]
    return _km(point, Point(geo["lat"], geo["lng"])) if point and geo else None


def is_located(document: Document, near: Near) -> bool:
    if near.level in ("departement", "region"):
        return bool(document[near.level] == near.code)
    if document["code_insee"] in _place(near).communes:
        return True
    if near.level in ("epci", "former_region"):
        return False
    distance = distance_to(document, near)
    return distance is not None and distance <= near.radius_km


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


@cache
def _place(near: Near) -> Place:
    place = gazetteer().place(near.level, near.code)
    assert place is not None
    return place


def _wanted(query: SearchQuery) -> Values:
    return {facet: frozenset(values) for facet, values in query.filters.items()}


def _reaching(read: Read, near: Near, needed: frozenset[str]) -> list[Zone]:
    """The zones that reach the place, with a service needed where the supplier has one."""
    tokens = place_tokens(near.level, near.code)
    asked = needed & read.values[Facet.SERVICE]
    return [
        zone
        for zone in read.zones
        if not zone.reach.isdisjoint(tokens) and (not asked or asked & zone.values[Facet.SERVICE])
    ]


def _is_spelt(word: str, prefix: str | None, form: str) -> bool:
    if word == form:
        return True
    return prefix is not None and (form.startswith(prefix) or form in _begun(prefix))


def _allowed_typos(word: str) -> int:
    return 0 if len(word) < 5 or not word.isalpha() else 1 if len(word) < 9 else 2


def _typos(word: str, form: str) -> int:
    return OSA.distance(word, form) + (word[0] != form[0])


def _holds(read: Read, phrase: Phrase) -> bool:
    size = len(phrase)
    return read.words.issuperset(phrase) and any(
        tuple(field[start : start + size]) == phrase
        for field in read.fields
        for start in range(len(field) - size + 1)
    )
