"""A network's page: who it is, where or in what trade, its charter, how many members."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from markupsafe import Markup

from app.directory.boxes import extent_of, union
from app.directory.forms import Address
from app.directory.places import address_of
from app.directory.presenters.contacts import website_address
from app.directory.wording import PARAMETERS
from app.markdown import render
from app.networks.place.models import NetworkPlace
from app.templating import typo
from domain.geography import Box, Level, Place, gazetteer
from domain.models import Network, ProofDegree
from domain.taxonomy import taxonomy
from search.port import Facet

OPENING = 600  # characters: on a phone, the search comes soon after


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A territory or a trade, and the address of the search of members kept to it."""

    label: str
    address: Address


@dataclass(frozen=True, slots=True)
class PlaceView:
    """`ground` is what the map of its members opens on; None for the whole country.

    `rest` follows a long presentation, folded on a phone. `signed` and `verified` count the
    members that it vouches for.
    """

    slug: str
    name: str
    is_presented: bool
    presentation: Markup
    rest: Markup
    website: str
    territories: tuple[Narrowed, ...]
    groups: tuple[Narrowed, ...]
    charter: Markup
    charter_on: date | None
    members: int
    signed: int
    verified: int
    ground: Box | None


def present_place(
    network: Network, place: NetworkPlace | None, counts: Mapping[ProofDegree | None, int]
) -> PlaceView:
    """`counts` are of its members, by how far it vouches for them."""
    said = place or NetworkPlace(presentation="", website="", territories=[], groups=[], charter="")
    territories = list(read_territories(said.territories))
    opening, rest = _opening(said.presentation)
    return PlaceView(
        slug=network.slug,
        name=typo(network.name),
        is_presented=place is not None,
        presentation=render(opening),
        rest=render(rest),
        website=website_address(said.website),
        territories=tuple(Narrowed(p.label, [("lieu", address_of(p))]) for p in territories),
        groups=tuple(_groups(said.groups)),
        charter=render(said.charter),
        charter_on=said.charter_on,
        members=sum(counts.values()),
        signed=counts.get(ProofDegree.CHARTER, 0),
        verified=counts.get(ProofDegree.VERIFIED, 0),
        ground=union(extent_of(place.level, place.code) for place in territories),
    )


def _opening(text: str) -> tuple[str, str]:
    """What is read at once of a long text, paragraphs or else sentences, and what to unfold."""
    if len(text) <= 2 * OPENING:
        return text, ""
    end = _end(text, "\n\n")
    if not 0 < end <= 2 * OPENING:
        end = _end(text, ". ") + 1
    return (text[:end], text[end:]) if end > 0 else (text, "")


def _end(text: str, mark: str) -> int:
    """Where the opening ends: at the last such mark within its length, or the first after."""
    return max(text.rfind(mark, 0, OPENING), 0) or text.find(mark, OPENING)


def read_territories(keys: Iterable[str]) -> Iterator[Place]:
    """Those that the gazetteer still knows of "departement:49", "region:52"."""
    for key in keys:
        level, _, code = key.partition(":")
        if place := gazetteer().place(cast(Level, level), code):
            yield place


def _groups(ids: Iterable[str]) -> Iterator[Narrowed]:
    known = taxonomy().groups
    return (
        Narrowed(typo(known[id_].label), [(PARAMETERS[Facet.GROUP], id_)])
        for id_ in ids
        if id_ in known
    )
