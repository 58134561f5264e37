"""What is offered while one types, in the one box or for the place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.directory import queries
from app.directory.completing import (
    Choice,
    in_part,
    marked,
    needs,
    places,
    places_begun,
    services,
    services_read,
)
from app.directory.forms import words_typed
from app.directory.presenters.common import (
    commune_of,
    kind_tag,
    kinds_of,
    shown_name,
    supplier_url,
)
from app.finder import search_engine
from domain.models import Supplier
from domain.text import fold
from search.port import NO_NEED, Facet, SearchError, SearchQuery
from search.understanding import What, understand

SHOWN = 8
PLACES = 4
STRUCTURES = 4
LOOKED_AT = 12  # structures, of which those whose name begins so are shown first
FEWEST = 2  # letters
FEWEST_OF_A_NAME = 3
LONGEST = 100  # letters: what is longer is no longer completed
KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    choices: Sequence[Choice]


def suggestions() -> ResponseReturnValue:
    """The groups that "q" begins, for the box "champ"; structures of "reseau" alone, if said."""
    typed = words_typed(request.args.get("q", ""))
    is_short = len(fold(typed)) >= FEWEST and len(typed) <= LONGEST
    read = for_place if request.args.get("champ") == "lieu" else for_need
    answer = make_response(
        render_template("directory/_suggestions.html", groups=read(typed) if is_short else ())
    )
    # The same whoever asks.
    answer.cache_control.public = True
    answer.cache_control.max_age = KEPT_SECONDS
    return answer


def for_place(typed: str) -> list[Group]:
    return shared({"Lieux": places(typed, SHOWN)})


def for_need(typed: str) -> list[Group]:
    """Names are mended only when nothing is called so; a part is told when the whole is nothing."""
    by_name = services(typed)
    by_need = needs(typed, are_alone=not by_name)
    if not (by_name or by_need):
        by_name = services_read(typed)
    find_places = places_begun if by_name or by_need else places
    found_places = find_places(typed, PLACES)
    found_structures = structures(typed, request.args.get("reseau", ""))
    if not (by_name or by_need or found_places or found_structures):
        by_name, by_need = in_part(typed)
    return shared(
        {
            "Services": by_name,
            "Besoins": by_need,
            "Lieux": found_places,
            "Structures": found_structures,
        }
    )


def shared(found: Mapping[str, Sequence[Choice]]) -> list[Group]:
    """What there is room for: the first of every group, then the second of each, and so on."""
    ranks = [(rank, name) for name, choices in found.items() for rank, _ in enumerate(choices)]
    kept = [name for _, name in sorted(ranks, key=lambda ranked: ranked[0])[:SHOWN]]
    return [Group(name, found[name][: kept.count(name)]) for name in found if name in kept]


def structures(typed: str, network: str) -> list[Choice]:
    """Those whose name has these words; first, those whose name begins so.

    Of the kind typed, "esat nettoy"; where these are few, those that bear its word too: what lists
    call an EI may be named "SCOP Relais".
    """
    kinds = understand(typed).values(What.KIND)
    of_kind = _ids_of_those_called(typed, network, kinds)
    are_few = bool(kinds) and len(of_kind) < STRUCTURES
    others = _ids_of_those_called(typed, network) if are_few else []
    found = queries.suppliers_called(list(dict.fromkeys((*of_kind, *others))))
    begun = fold(typed)
    found = [one for one in found if one.id in of_kind or _bears(one, begun)]
    found.sort(key=lambda supplier: not fold(supplier.display_name).startswith(begun))
    return [_structure(supplier, typed) for supplier in found[:STRUCTURES]]


def _bears(supplier: Supplier, folded: str) -> bool:
    """Whether its name has every word, the last one begun."""
    *words, last = folded.split()
    names = fold(supplier.display_name).split()
    return set(words) <= set(names) and any(name.startswith(last) for name in names)


def _ids_of_those_called(typed: str, network: str, kinds: Sequence[str] = ()) -> list[int]:
    """None when they cannot be searched: the rest is offered all the same."""
    name = _without_bare_beginning(typed)
    if len(fold(name)) < FEWEST_OF_A_NAME:
        return []
    asked = {Facet.NETWORK: (network,) if network else (), Facet.KIND: tuple(kinds)}
    within = {facet: values for facet, values in asked.items() if values}
    query = SearchQuery(need=NO_NEED, name=name, filters=within, per_page=LOOKED_AT)
    try:
        return [hit.id for hit in search_engine().search(query).hits]
    except SearchError:
        return []


def _without_bare_beginning(typed: str) -> str:
    """A letter or two begin too many words: the others find the name until there are three."""
    others, _, last = typed.rpartition(" ")
    return f"{others} " if others and len(last) < FEWEST_OF_A_NAME else typed


def _structure(supplier: Supplier, typed: str) -> Choice:
    return Choice(
        marked(shown_name(supplier), typed),
        hint=((commune_of(supplier), False),),
        kinds=tuple(map(kind_tag, kinds_of(supplier))),
        url=supplier_url(supplier),
    )
