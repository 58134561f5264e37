"""Territories found by their names; services proposed unasked."""

import pytest

from app.structures.activities.finding import (
    BY_NAF,
    Proposal,
    find_territories,
    proposals,
)
from tests.app.cast import make_supplier


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Cholet", "commune:49099"),
        ("maine et loire", "departement:49"),
        ("49", "departement:49"),
        ("Pays de la Loire", "region:52"),
        ("Angers Loire Métropole", "epci:244900015"),
        ("49100", "commune:49007"),  # a postcode's commune
    ],
)
def test_a_territory_is_found_by_its_name(typed: str, keys: str) -> None:
    level, _, code = keys.partition(":")
    first = find_territories(typed)[0]
    assert (first.level, first.code) == (level, code)


def test_nothing_typed_finds_no_territory() -> None:
    assert find_territories("") == []


def test_services_read_in_its_own_words_are_proposed() -> None:
    supplier = make_supplier(
        "Repassage du Verger", description="Nous faisons de la menuiserie.", services=[]
    )
    assert proposals(supplier, ()) == [
        Proposal("repassage", "D’après votre nom"),
        Proposal("menuiserie-batiment", "D’après votre description"),
    ]


def test_what_its_naf_may_mean_comes_after() -> None:
    supplier = make_supplier("Repassage du Verger", naf="81.30Z", services=[])
    found = proposals(supplier, ())
    assert found[0].service == "repassage"
    assert {item.why for item in found[1:]} == {BY_NAF}
    assert "entretien-espaces-verts" in {item.service for item in found}


def test_what_is_chosen_is_not_proposed() -> None:
    supplier = make_supplier("Repassage du Verger", naf="81.30Z", services=[])
    found = {item.service for item in proposals(supplier, {"repassage", "elagage"})}
    assert not found & {"repassage", "elagage"}
