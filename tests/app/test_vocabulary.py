"""What the words of a filter mean: an address that the site writes is read as it was meant."""

import pytest

from app.vocabulary import known_values, label_of, values_named
from domain.geography import gazetteer
from domain.taxonomy import taxonomy
from search.port import Facet, ServicesKnown

NETWORKS = {network.id: network.label for network in taxonomy().networks.values()}


def values_of(facet: Facet) -> list[str]:
    """All of them; those of territories are the ones that a commune may have."""
    if facet in (Facet.DEPARTEMENT, Facet.REGION):
        communes = map(gazetteer().commune, gazetteer().codes)
        return sorted({getattr(commune, facet) for commune in communes})
    return list(known_values(facet, NETWORKS))


@pytest.mark.parametrize(
    ("facet", "words", "values"),
    [
        (Facet.KIND, "Entreprises adaptées", ("EA",)),
        (Facet.SERVICE, "vigile", ("gardiennage",)),
        (Facet.SERVICES_KNOWN, "inconnus", (ServicesKnown.UNKNOWN,)),
        (Facet.DEPARTEMENT, "maine et loire", ("49",)),
        (Facet.REGION, "PACA", ("93",)),
        (Facet.NETWORK, "unapei", ("unapei",)),
        (Facet.LABEL, "zeppelin", ()),
    ],
)
def test_it_works(facet: Facet, words: str, values: tuple[str, ...]) -> None:
    assert values_named(facet, words, NETWORKS) == values


@pytest.mark.parametrize("facet", Facet)
def test_every_value_is_read_as_itself_and_nothing_else(facet: Facet) -> None:
    values = values_of(facet)
    assert values

    for value in values:
        assert values_named(facet, value, NETWORKS) == (value,)


@pytest.mark.parametrize(
    "facet",
    [Facet.KIND, Facet.SERVICE, Facet.GROUP, Facet.LABEL, Facet.NETWORK, Facet.REGION],
)
def test_every_name_shown_is_read_too(facet: Facet) -> None:
    for value in values_of(facet):
        assert value in values_named(facet, label_of(facet, value, NETWORKS), NETWORKS)


def test_a_network_is_itself_even_when_another_bears_its_slug_as_a_name() -> None:
    networks = {"hauts-de-france": "CRESS", "cress": "Chambre régionale"}
    assert values_named(Facet.NETWORK, "cress", networks) == ("cress",)
    assert values_named(Facet.NETWORK, "Cress", networks) == ("hauts-de-france", "cress")
