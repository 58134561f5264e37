"""A supplier's page: activity, proofs, coverage, legal frame, sources; nothing private."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask

from domain.models import (
    Contact,
    ContactKind,
    Delivery,
    Membership,
    Network,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierLabel,
    Visibility,
    Zone,
    utcnow,
)
from domain.taxonomy import taxonomy
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, page, publish

pytestmark = on_sqlite

FACT: dict[str, Any] = {"source": "test", "as_of": TODAY}


def joiner(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    return make_supplier(name, **({"services": ["menuiserie-batiment"]} | values))


def contact(kind: ContactKind, value: str, visibility: Visibility) -> Contact:
    return Contact(kind=kind, value=value, visibility=visibility, **FACT)


def test_it_works(app: Flask) -> None:
    publish(app, joiner(description="Portes et fenêtres."))
    html = page(app, "/fournisseur/1-les-ateliers-du-verger")
    assert "<h1>Les Ateliers du Verger</h1>" in html
    assert "Menuiserie et agencement" in html
    assert "Portes et fenêtres." in html
    assert "<title>Les Ateliers du Verger, Angers (49) – Repèr’ESS</title>" in html


@pytest.mark.parametrize("path", ["1", "1-ancien-nom"])
def test_other_addresses_lead_to_the_page(app: Flask, path: str) -> None:
    publish(app, joiner())
    response = app.test_client().get(f"/fournisseur/{path}")
    assert response.status_code == 301
    assert response.location == "/fournisseur/1-les-ateliers-du-verger"


def test_a_name_without_letters_has_an_address_too(app: Flask) -> None:
    publish(app, joiner("!!!"))
    assert "<h1>!!!</h1>" in page(app, "/fournisseur/1")


@pytest.mark.parametrize("path", ["2-inconnu", "99999999999999999999", "abc"])
def test_an_unknown_supplier_is_not_found(app: Flask, path: str) -> None:
    publish(app, joiner())
    assert app.test_client().get(f"/fournisseur/{path}").status_code == 404


def test_an_archived_supplier_is_not_found(app: Flask) -> None:
    publish(app, joiner(archived_at=utcnow()))
    assert app.test_client().get("/fournisseur/1").status_code == 404


def test_activity_comes_before_proofs_and_the_law(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert html.index("Ce qu’elle fait") < html.index("Labels et réseaux") < html.index("L2113-12")


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
    )
    assert "Placée au centre de sa commune" in page(app, "/fournisseur/1")
    assert "Placée à son adresse." in page(app, "/fournisseur/2")
    assert "Placée à la position que donne sa source." in page(app, "/fournisseur/3")


def test_a_supplier_that_is_nowhere_has_no_map(app: Flask) -> None:
    publish(app, joiner(latitude=None, longitude=None, code_insee=None))
    assert "data-coverage-map" not in page(app, "/fournisseur/1")


def test_a_zone_that_the_gazetteer_does_not_know_is_not_drawn(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, territories=["commune:00000", "departement:49"], **FACT)]
    publish(app, supplier)
    (zone,) = drawn(app)["zones"]
    assert (zone["outlines"]["departements"], zone["spots"]) == (["49"], [])


def test_an_unknown_coverage_is_a_state_that_is_shown(app: Flask) -> None:
    publish(app, joiner())
    assert "Non renseignée : trouvée dans sa commune seulement." in page(app, "/fournisseur/1")


def test_services_nobody_told_are_a_state_with_a_way_out(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    assert "Services non renseignés." in page(app, "/fournisseur/1")


def test_services_only_said_tell_where_they_were_read(app: Flask) -> None:
    publish(app, make_supplier("Repassage du Maine", services=[]))
    html = page(app, "/fournisseur/1")
    said = html.index('<span class="said">d’après son nom</span>')
    assert html.index("<strong>Repassage</strong>") < said
    assert "Services non renseignés" not in html


def test_a_label_gives_its_degree_issuer_and_dates(app: Flask) -> None:
    label = SupplierLabel(
        label="esus",
        degree=ProofDegree.LABELLED,
        issuer="Préfecture",
        starts_on=date(2024, 3, 1),
        ends_on=date(2029, 2, 28),
        **FACT,
    )
    publish(app, joiner(labels=[label]))
    html = page(app, "/fournisseur/1")
    assert "Labellisé" in html
    assert "Émetteur : Préfecture. Du 1er mars 2024 au 28 février 2029." in html


def test_a_label_that_ended_is_not_shown(app: Flask) -> None:
    old = SupplierLabel(label="esus", degree=ProofDegree.DECLARED, ends_on=date(2020, 1, 1), **FACT)
    publish(app, joiner(labels=[old]))
    assert "ESUS" not in page(app, "/fournisseur/1")


def test_networks_are_named(app: Flask) -> None:
    network = Network(slug="anjou-solidaire", name="Anjou solidaire")
    publish(app, joiner(memberships=[Membership(network=network, **FACT)]))
    assert "Anjou solidaire" in page(app, "/fournisseur/1")


def test_the_law_is_explained_as_help(app: Flask) -> None:
    publish(app, joiner(kinds=["EATT"]))
    html = page(app, "/fournisseur/1")
    assert (
        'Marché réservé au handicap (L2113-12)</span> <span class="frame-answer">Possible' in html
    )
    assert "Condition (EATT) :</strong> À vérifier au cas par cas" in html
    assert "pas un conseil juridique" in html


def test_a_kind_that_opens_nothing_says_so(app: Flask) -> None:
    publish(app, joiner(kinds=["GEIQ"]))
    assert "Aucun marché réservé ni déduction" in page(app, "/fournisseur/1")


def test_public_contacts_can_be_used(app: Flask) -> None:
    publish(
        app,
        joiner(
            website="https://verger.example/",
            contacts=[
                contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC),
                contact(ContactKind.EMAIL, "contact@verger.example", Visibility.PUBLIC),
            ],
        ),
    )
    html = page(app, "/fournisseur/1")
    assert '<a href="tel:0241000000" rel="noopener nofollow">02 41 00 00 00</a>' in html
    assert 'href="mailto:contact@verger.example"' in html
    assert 'href="https://verger.example/"' in html


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.MEMBERS])
def test_private_data_never_reaches_the_page(app: Flask, visibility: Visibility) -> None:
    hidden = [
        contact(ContactKind.EMAIL, "camille.exemple@verger.example", visibility),
        contact(ContactKind.PHONE, "0600000000", visibility),
    ]
    publish(app, joiner(contacts=hidden))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert "camille" not in html
    assert "0600000000" not in html.replace("\u00a0", "")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "n'existe pas"])
def test_a_website_that_is_no_page_is_not_a_link(app: Flask, url: str) -> None:
    publish(app, joiner(website=url))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="https://n' not in html


def test_the_original_name_and_the_sources_are_given(app: Flask) -> None:
    supplier = joiner("ESAT Envol")
    supplier.records[0].original_name = "E.S.A.T. ENVOL"
    supplier.provenances = [Provenance(field="name", source="esat", as_of=date(2026, 5, 1))]
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "<dt>Nom d’origine</dt><dd>E.S.A.T. ENVOL</dd>" in html
    assert "Liste officielle des ESAT, 1er mai 2026" in html
    assert "test, 22 novembre 2026" in html


def test_a_wrong_siret_is_shown_with_its_problem(app: Flask) -> None:
    publish(app, joiner(siret="123", siret_problem="il manque 11 chiffres"))
    html = page(app, "/fournisseur/1")
    assert "123" in html
    assert "il manque 11 chiffres" in html


def test_a_brand_is_shown_with_the_name_behind_it(app: Flask) -> None:
    supplier = joiner("Association Le Verger", brand="Le Verger Bois")
    supplier.records[0].original_name = "ASSOCIATION LE VERGER"
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "<h1>Le Verger Bois</h1>" in html
    assert "<dt>Nom d’origine</dt><dd>ASSOCIATION LE VERGER</dd> <dt>SIRET</dt>" in html


def test_a_name_is_set_in_french_and_its_original_kept(app: Flask) -> None:
    publish(app, joiner("ESAT L'Envol"))
    html = page(app, "/fournisseur/1")
    assert "<h1>ESAT L’Envol</h1>" in html


def test_a_siret_is_grouped_for_reading(app: Flask) -> None:
    publish(app, joiner(siret="12345678900012"))
    assert "123 456 789 00012" in page(app, "/fournisseur/1")


def test_an_invented_supplier_says_so(app: Flask) -> None:
    publish(app, joiner(invented=True))
    assert "Structure inventée." in page(app, "/fournisseur/1")


def test_a_real_supplier_does_not(app: Flask) -> None:
    publish(app, joiner())
    assert "inventée" not in page(app, "/fournisseur/1")


def test_the_way_back_leads_to_the_results_one_comes_from(app: Flask) -> None:
    publish(app, joiner())
    results = "http://localhost/recherche?q=menuiserie&lieu=Angers"
    client = app.test_client()
    response = client.get("/fournisseur/1-les-ateliers-du-verger", headers={"Referer": results})
    assert 'href="http://localhost/recherche?q=menuiserie&amp;lieu=Angers"' in response.text


def test_the_way_back_never_leads_to_another_site(app: Flask) -> None:
    publish(app, joiner())
    elsewhere = {"Referer": "http://ailleurs.example/recherche?q=x"}
    response = app.test_client().get("/fournisseur/1-les-ateliers-du-verger", headers=elsewhere)
    assert "ailleurs.example" not in response.text


def test_a_supplier_abroad_gives_its_city_and_country(app: Flask) -> None:
    publish(app, joiner(country="BE", city="Liège", code_insee=None, postcode="4000"))
    assert "Liège (BE)" in page(app, "/fournisseur/1")


@pytest.mark.parametrize("services", [1, 20])
def test_its_queries_do_not_grow_with_its_facts(app: Flask, services: int) -> None:
    publish(app, joiner(services=list(taxonomy().services)[:services]))
    with counted_queries(app) as queries:
        page(app, "/fournisseur/1-les-ateliers-du-verger")
    assert len(queries) <= 9
