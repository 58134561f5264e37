"""What it does and where it goes: in words, and on its map."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.structures.facts import ADDRESS_BASE, STRUCTURE
from domain.models import Delivery, Provenance, Supplier, Zone
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.supplier_page.desk import FACT, joiner

pytestmark = on_sqlite


def test_each_service_tells_how_and_where(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, radius_km=30, territories=["departement:72"], **FACT)]
    supplier.activities[0].zone = supplier.zones[0]
    supplier.activities[0].delivery = Delivery.MAKING
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Fabrication" in html
    assert "30 km autour de l’adresse ; Département : Sarthe (72)" in html


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        ({"whole_country": True}, "France entière"),
        (
            {"territories": ["departement:62", "region:52", "departement:59"]},
            "Région : Pays de la Loire ; Départements : Pas-de-Calais (62), Nord (59)",
        ),
        ({"territories": ["commune:49007"]}, "Commune : Angers (49)"),
        ({"territories": [f"departement:{n}" for n in range(40, 52)]}, "et 4 autres"),
    ],
)
def test_coverage_is_told_in_words(app: Flask, coverage: dict[str, Any], words: str) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, **coverage, **FACT)]
    supplier.activities[0].zone = supplier.zones[0]
    publish(app, supplier)
    assert words in page(app, "/fournisseur/1")


def test_an_unknown_coverage_is_a_state_that_is_shown(app: Flask) -> None:
    publish(app, joiner())
    assert "Non renseignée : trouvée dans sa commune seulement." in page(app, "/fournisseur/1")


def test_services_nobody_told_are_a_state_with_a_way_out(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    assert "Services non renseignés." in page(app, "/fournisseur/1")


def test_a_structure_that_proposed_itself_has_neither_source_nor_street(app: Flask) -> None:
    supplier = make_supplier(services=[], country="IE", city="Cork", code_insee=None)
    supplier.records[0].source = STRUCTURE
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Elle n’a pas encore dit ce qu’elle fait." in html
    assert "Les sources disent" not in html
    assert "écrivez à son adresse" not in html


def test_services_only_said_tell_where_they_were_read(app: Flask) -> None:
    publish(app, make_supplier("Repassage du Maine", services=[]))
    html = page(app, "/fournisseur/1")
    said = html.index('<span class="said">d’après son nom</span>')
    assert html.index("<strong>Repassage</strong>") < said
    assert "Services non renseignés" not in html


# Its map


def drawing(html: str) -> Any:
    """What the script of the map is told."""
    found = re.search(r'data-coverage-map="([^"]*)"', html)
    assert found
    return json.loads(unescape(found[1]))


def drawn(app: Flask) -> Any:
    return drawing(app.test_client().get("/fournisseur/1", follow_redirects=True).text)


def test_its_map_draws_where_it_sits_and_each_zone(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [
        Zone(position=0, radius_km=30, territories=["departement:72", "region:53"], **FACT),
        Zone(position=1, territories=["commune:44109", "epci:244900015"], **FACT),
        Zone(position=2, whole_country=True, **FACT),
    ]
    supplier.activities[0].zone = supplier.zones[0]
    publish(app, supplier)
    told = drawn(app)
    assert told["centre"] == [47.4736, -0.5542]
    near, towns, country = told["zones"]
    assert near["radius_km"] == 30
    assert near["outlines"] == {"departements": ["72"], "regions": ["53"]}
    assert near["label"].startswith("Menuiserie et agencement\u00a0: 30\u00a0km autour")
    assert len(towns["spots"]) > 20
    assert country["whole_country"] is True


def test_its_map_says_how_exact_the_position_is(app: Flask) -> None:
    publish(
        app,
        joiner(),
        joiner("À son adresse", point_precision="address", address="2 rue des Lilas"),
        joiner("Sans rue", point_precision="address", address=None),
        placed_by_its_address("Au numéro", "address"),
        placed_by_its_address("Dans la rue", "street"),
    )
    assert "Placée au centre de sa commune" in page(app, "/fournisseur/1")
    assert "Placée à son adresse." in page(app, "/fournisseur/2")
    assert "Placée à la position que donne sa source." in page(app, "/fournisseur/3")
    assert "Placée à son adresse (Base Adresse Nationale)." in page(app, "/fournisseur/4")
    assert "Placée dans sa rue ou son lieu-dit, sans le numéro (Base" in page(app, "/fournisseur/5")


def placed_by_its_address(name: str, precision: str) -> Supplier:
    said = Provenance(field="point", source=ADDRESS_BASE, as_of=date(2026, 11, 20))
    return joiner(name, point_precision=precision, address="2 rue des Lilas", provenances=[said])


def test_a_point_found_by_its_address_is_among_its_sources_and_makes_it_no_fresher(
    app: Flask,
) -> None:
    publish(app, placed_by_its_address("Au numéro", "address"))
    html = page(app, "/fournisseur/1")
    assert 'Base Adresse Nationale, 20 novembre 2026</dt><dd class="small">position sur' in html
    assert "Informations du 20 novembre 2026" not in html


def test_a_supplier_that_is_nowhere_has_no_map(app: Flask) -> None:
    publish(app, joiner(latitude=None, longitude=None, code_insee=None))
    assert "data-coverage-map" not in page(app, "/fournisseur/1")


def test_a_zone_that_the_gazetteer_does_not_know_is_not_drawn(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, territories=["commune:00000", "departement:49"], **FACT)]
    publish(app, supplier)
    (zone,) = drawn(app)["zones"]
    assert (zone["outlines"]["departements"], zone["spots"]) == (["49"], [])
