"""A supplier's page: at its address, named and numbered, with the way in and the way back."""

import pytest
from flask import Flask

from app.db import db
from domain.models import Supplier, utcnow
from domain.taxonomy import taxonomy
from tests.app.pages import counted_queries, on_sqlite, page, publish
from tests.app.people import buyer, editor_of, moderator, visitor
from tests.app.supplier_page.desk import joiner

pytestmark = on_sqlite


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


@pytest.mark.parametrize("services", [1, 20])
def test_its_queries_do_not_grow_with_its_facts(app: Flask, services: int) -> None:
    publish(app, joiner(services=list(taxonomy().services)[:services]))
    with counted_queries(app) as queries:
        page(app, "/fournisseur/1-les-ateliers-du-verger")
    assert len(queries) <= 14


# Names and numbers


def test_a_wrong_siret_is_said_to_be_wrong_and_not_shown(app: Flask) -> None:
    publish(app, joiner(siret="2023-05-04", siret_problem="date à la place du SIRET"))
    html = page(app, "/fournisseur/1")
    assert "2023-05-04" not in html
    assert "À vérifier : celui de sa source n’en est pas un" in html


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


def test_a_supplier_abroad_gives_its_city_and_country(app: Flask) -> None:
    publish(app, joiner(country="BE", city="Liège", code_insee=None, postcode="4000"))
    assert "Liège (BE)" in page(app, "/fournisseur/1")


# Who reads it, and from where


def test_a_page_asks_who_works_there_near_its_top(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert html.index("C’est ma structure") < html.index("Ce qu’elle fait")


def test_a_reader_may_claim_the_page_or_report_an_error(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert 'href="/structure/1/revendiquer">C’est ma structure</a>' in html
    assert 'href="/fournisseur/1/signaler">Signaler une erreur</a>' in html


def test_its_editors_are_led_to_their_desk(app: Flask) -> None:
    supplier = joiner()
    publish(app, supplier)
    html = editor_of(supplier, app).page("/fournisseur/1")
    assert 'href="/structure/1">Modifier la fiche</a>' in html
    assert "C’est ma structure" not in html


def test_one_that_awaits_review_is_seen_by_those_who_keep_it_alone(app: Flask) -> None:
    supplier = joiner(awaits_review=True)
    publish(app, supplier)
    notice = "Cette fiche attend d’être acceptée."
    assert notice in editor_of(supplier, app).page("/fournisseur/1")
    assert notice in moderator(app).page("/fournisseur/1")
    assert buyer(app).open("/fournisseur/1").status_code == 404
    assert visitor(app).open("/fournisseur/1").status_code == 404


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


# Merged suppliers


def test_merged_suppliers_answer_at_the_address_of_the_one_kept(app: Flask) -> None:
    publish(app, joiner(), joiner("Doublon"), joiner("Doublon du doublon"))
    merge(2, into=1)
    merge(3, into=2)
    for path in ("2-doublon", "2", "3-doublon-du-doublon"):
        answer = app.test_client().get(f"/fournisseur/{path}")
        assert (answer.status_code, answer.location) == (
            301,
            "/fournisseur/1-les-ateliers-du-verger",
        )
        assert answer.cache_control.max_age == 3600, "a merge may be undone"


def test_one_merged_into_one_that_is_gone_is_not_found(app: Flask) -> None:
    publish(app, joiner(archived_at=utcnow()), joiner("Doublon"))
    merge(2, into=1)
    assert app.test_client().get("/fournisseur/2").status_code == 404


def test_merges_that_turn_in_circles_are_not_followed_for_ever(app: Flask) -> None:
    publish(app, joiner(), joiner("Doublon"))
    merge(2, into=1)
    merge(1, into=2)
    assert app.test_client().get("/fournisseur/2").status_code == 404


def merge(merged_id: int, *, into: int) -> None:
    merged = db.session.get_one(Supplier, merged_id)
    merged.merged_into_id, merged.archived_at = into, utcnow()
    db.session.commit()
