"""The meaning of a query told the plain way, one document after the other: slow and short."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from domain.coverage import place_tokens
from domain.geography import Place, Point, distance_km, gazetteer
from domain.taxonomy import taxonomy
from search.documents import FACET_FIELDS, FIELDS, ZONES
from search.french import TextQuery, parse
from search.french_endings import forms_begun
from search.port import Facet, Near, Reading, SearchQuery
from search.understanding import services_named

KNOWN = 3  # a word that so many suppliers use is spelt as meant
_begun = cache(forms_begun)
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.weight)
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Oracle:
    documents: Sequence[Document]

    def matching(self, query: SearchQuery) -> list[Document]:
        return [d for d in self._with_text(query) if _passes(d, query)]

    def counts(self, query: SearchQuery, facet: Facet) -> dict[str, int]:
        """For each value, how many would be found if it were the only one chosen."""
        counted: Counter[str] = Counter()
        for document in self._with_text(query):
            for value in set(listed(document[FACET_FIELDS[facet]])):
                chosen = replace(query, filters={**query.filters, facet: (value,)})
                counted[value] += _passes(document, chosen)
        return dict(+counted)

    def _with_text(self, query: SearchQuery) -> list[Document]:
        asked = parse(query.text)
        found = [document for document in self.documents if _has_phrases(document, asked)]
        for position, word in enumerate(asked.words, start=1):
            prefix = word.surface if asked.prefix and position == len(asked.words) else None
            allowed = 0 if self._is_known(word.text, prefix) else _allowed_typos(word.text)
            found = [d for d in found if _says(d, word.text, prefix, allowed)]
        return found

    def _is_known(self, word: str, prefix: str | None) -> bool:
        """Whether enough suppliers use one same form that is the word, or that it begins."""
        forms = (form for document in self.documents for form in _forms(document))
        users = Counter(form for form in forms if _is_spelt(word, prefix, form))
        return max(users.values(), default=0) >= KNOWN


def distance_to(document: Document, near: Near) -> float | None:
    """Kilometres, when both have a point."""
    point = _place(near).point
    geo = document["_geo"]
    return distance_km(point, Point(geo["lat"], geo["lng"])) if point and geo else None


def is_located(document: Document, near: Near) -> bool:
    if near.level in ("departement", "region"):
        return bool(document[near.level] == near.code)
    if document["code_insee"] in _place(near).communes:
        return True
    distance = distance_to(document, near)
    with_radius = near.level in ("commune", "postcode")
    return with_radius and distance is not None and distance <= near.radius_km


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _place(near: Near) -> Place:
    place = gazetteer().place(near.level, near.code)
    assert place is not None
    return place


def _passes(document: Document, query: SearchQuery) -> bool:
    held = all(
        set(values) & set(listed(document[FACET_FIELDS[facet]]))
        for facet, values in query.filters.items()
    )
    return held and (query.near is None or _at_place(document, query, query.near))


def _at_place(document: Document, query: SearchQuery, near: Near) -> bool:
    if near.reading is not Reading.REACHES and is_located(document, near):
        return True
    if near.reading is Reading.LOCATED:
        return False
    tokens = set(place_tokens(near.level, near.code))
    zones = [document[zone] for zone in ZONES if zone in document]
    typed = set(services_named(query.text)) & set(document["services_any"])
    return any(
        tokens & set(zone["reach"])
        and _carries(zone, query)
        and (not typed or typed & set(zone["services"]))
        for zone in zones
    )


def _carries(zone: Document, query: SearchQuery) -> bool:
    services = query.filters.get(Facet.SERVICE)
    groups = query.filters.get(Facet.GROUP)
    carried = zone["services"]
    of_groups = [s for s in carried if groups and taxonomy().services[s].group in groups]
    return (not services or bool(set(services) & set(carried))) and (not groups or bool(of_groups))


def _forms(document: Document) -> set[str]:
    return {form for field in TEXT_FIELDS for form in document[field].split()}


def _says(document: Document, word: str, prefix: str | None, allowed: int) -> bool:
    """Whether the document has the word, or one that has as many typos as allowed."""
    return word in (document["siret"], document["siren"]) or any(
        _is_spelt(word, prefix, form) or _typos(word, form) <= allowed for form in _forms(document)
    )


def _has_phrases(document: Document, asked: TextQuery) -> bool:
    fields = [document[field].split() for field in TEXT_FIELDS]
    return all(_holds(fields, phrase) for phrase in asked.phrases) and not any(
        _holds(fields, phrase) for phrase in asked.excluded
    )


def _is_spelt(word: str, prefix: str | None, form: str) -> bool:
    if word == form:
        return True
    return prefix is not None and (form.startswith(prefix) or form in _begun(prefix))


def _allowed_typos(word: str) -> int:
    return 0 if len(word) < 5 or not word.isalpha() else 1 if len(word) < 9 else 2


def _typos(word: str, form: str) -> int:
    return OSA.distance(word, form) + (word[0] != form[0])


def _holds(fields: list[list[str]], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(
        tuple(field[start : start + size]) == phrase
        for field in fields
        for start in range(len(field) - size + 1)
    )
