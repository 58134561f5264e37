"""What a synonym changes: which suppliers it makes findable, and whose document to build again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.finder import search_engine
from domain.models import Supplier
from domain.taxonomy import Service, taxonomy
from domain.text import fold
from search.french import words
from search.port import MAX_PER_PAGE, MAX_REACHED, Facet, SearchQuery

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """`offering` declare or say the service, and are found by the word; `saying` are those of
    which the word alone may say it. `others` are the other services that it names.
    """

    offering: int
    saying: int
    examples: Sequence[Supplier]
    others: tuple[Service, ...]


def effect_of(typed: str, service: str) -> Effect:
    """Of adding the word: `saying` do not offer the service yet.

    Raises SearchError when the index cannot be read.
    """
    return _effect(typed, service, lambda _supplier, offers: not offers)


def effect_of_removing(typed: str, service: str) -> Effect:
    """Of taking it back: `saying` offer the service, and do not declare it.

    Raises SearchError when the index cannot be read.
    """
    return _effect(
        typed, service, lambda supplier, offers: offers and not _declares(supplier, service)
    )


def _effect(typed: str, service: str, is_concerned: Callable[[Supplier, bool], bool]) -> Effect:
    """`is_concerned` is asked of a supplier, and whether it offers the service."""
    offering = set(_ids(_who_offers(service)))
    others = tuple(known for known in taxonomy().services_for(typed) if known.id != service)
    is_read = not others and _is_clear(typed)
    saying = [s for s in _saying(typed) if is_concerned(s, s.id in offering)] if is_read else []
    return Effect(len(offering), len(saying), saying[:SHOWN], others)


def _declares(supplier: Supplier, service: str) -> bool:
    return any(activity.service == service for activity in supplier.activities)


def suppliers_concerned(typed: str, service: str) -> set[int]:
    """Beyond what a search reaches (MAX_REACHED), the comparison of the night mends the rest."""
    return {*_ids(_who_offers(service)), *_ids(_who_says(typed))}


def _who_offers(service: str) -> SearchQuery:
    return SearchQuery(filters={Facet.SERVICE: (service,)}, per_page=MAX_PER_PAGE)


def _who_says(typed: str) -> SearchQuery:
    return SearchQuery(text=f'"{typed}"', per_page=MAX_PER_PAGE)


def _ids(query: SearchQuery) -> list[int]:
    return [id_ for page in _pages(query) for id_ in page]


def _pages(query: SearchQuery) -> Iterator[list[int]]:
    engine = search_engine()
    total = min(engine.search(query).total, MAX_REACHED)
    for number in range(1, -(-total // MAX_PER_PAGE) + 1):
        asked = SearchQuery(
            text=query.text, filters=query.filters, page=number, per_page=MAX_PER_PAGE
        )
        yield [hit.id for hit in engine.search(asked).hits]


def _is_clear(typed: str) -> bool:
    """Words that are ambiguous or broad say nothing when read in a text."""
    known = taxonomy()
    return fold(typed) not in known.ambiguous and fold(typed) not in known.broad


def _saying(typed: str) -> list[Supplier]:
    """Those whose own names or description hold the words.

    Of one that says itself what it does, no text is read any more.
    """
    term = words(typed)
    found = [
        supplier
        for page in _pages(_who_says(typed))
        for supplier in db.session.scalars(_with_sources(page))
        if not supplier.says_its_services and _holds(supplier, term)
    ]
    return sorted(found, key=lambda supplier: fold(supplier.display_name))


def _with_sources(ids: Sequence[int]) -> Select[Supplier]:
    wanted = select(Supplier).where(Supplier.id.in_(ids))
    loaded = (selectinload(Supplier.provenances), selectinload(Supplier.activities))
    return wanted.options(*loaded)


def _holds(supplier: Supplier, term: tuple[str, ...]) -> bool:
    names = " ".join(filter(None, (supplier.name, supplier.brand)))
    return any(
        said[start : start + len(term)] == term
        for said in map(words, (names, supplier.description or ""))
        for start in range(len(said))
    )
