"""Whose word each thing is, and since when."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from app.db import db
from app.structures.facts import MODERATION, STRUCTURE
from app.templating import day
from domain.models import Activity, Network, Provenance, Supplier, today
from tests.app.cast import TODAY
from tests.app.pages import on_sqlite, page, publish
from tests.app.people import editor_of
from tests.app.supplier_page.desk import joiner, page_as_html

pytestmark = on_sqlite


def test_the_original_name_and_the_sources_are_given(app: Flask) -> None:
    supplier = joiner("ESAT Envol")
    supplier.records[0].original_name = "E.S.A.T. ENVOL"
    supplier.provenances = [Provenance(field="name", source="esat", as_of=date(2026, 5, 1))]
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "<dt>Nom d’origine</dt><dd>E.S.A.T. ENVOL</dd>" in html
    assert "Liste officielle des ESAT, 1er mai 2026" in html
    assert "test, 22 novembre 2026" in html


@pytest.mark.parametrize("source", ["reseau:vergers", "network:vergers"])
def test_what_a_network_says_is_told_by_its_name(app: Flask, source: str) -> None:
    db.session.add(Network(slug="vergers", name="Réseau des Vergers"))
    supplier = joiner("ESAT Envol")
    supplier.records[0].source = source
    publish(app, supplier)
    assert "Réseau des Vergers, 22 novembre 2026" in page(app, "/fournisseur/1")


def test_a_network_is_named_once_whether_its_list_or_its_managers_speak(app: Flask) -> None:
    db.session.add(Network(slug="vergers", name="Réseau des Vergers"))
    supplier = joiner("ESAT Envol")
    supplier.activities.append(
        Activity(service="nettoyage-locaux", source="network:vergers", as_of=TODAY)
    )
    supplier.records[0].source = supplier.activities[0].source = "reseau:vergers"
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert html.count("Source : Réseau des Vergers") == 1
    assert html.count("<dt>Réseau des Vergers, 22 novembre 2026</dt>") == 1


def test_each_block_says_whose_word_it_is(app: Flask) -> None:
    supplier = joiner(description="Portes et fenêtres.")
    supplier.provenances = [
        Provenance(field="description", source=STRUCTURE, as_of=date(2026, 3, 1))
    ]
    supplier.activities[0].source = MODERATION
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Dit par la structure le 1er mars 2026." in html
    assert "Complété par l’équipe de l’annuaire le 22 novembre 2026." in html
    assert "La structure elle-même, 1er mars 2026" in html


def test_a_block_of_an_official_list_names_it(app: Flask) -> None:
    supplier = joiner(capacity=40)
    supplier.provenances = [Provenance(field="capacity", source="esat", as_of=date(2026, 5, 1))]
    publish(app, supplier)
    assert "Source : Liste officielle des ESAT, 1er mai 2026." in page(app, "/fournisseur/1")


def test_the_identity_says_which_line_is_whose_word(app: Flask) -> None:
    supplier = joiner(siret="44306184100047", legal_form="Fondation")
    supplier.kinds[0].source, supplier.kinds[0].starts_on = "esat", date(2019, 3, 1)
    supplier.provenances = [
        Provenance(field="siret", source="esat", as_of=date(2026, 5, 1)),
        Provenance(field="legal_form", source=STRUCTURE, as_of=date(2026, 3, 1)),
    ]
    publish(app, supplier)
    identity = page(app, "/fournisseur/1").partition('id="identite"')[2].partition("</section>")[0]
    kind, siret, form = re.findall(r"<dd>(.*?)</dd>", identity, re.DOTALL)
    assert "ESAT, depuis le 1er mars 2019" in kind
    assert "Source : Liste officielle des ESAT, 22 novembre 2026." in kind
    assert "Source : Liste officielle des ESAT, 1er mai 2026." in siret
    assert "Dit par la structure le 1er mars 2026." in form


def said_by_the_structure(on: date) -> Supplier:
    return joiner(
        description="Portes.",
        provenances=[Provenance(field="description", source=STRUCTURE, as_of=on)],
    )


def test_a_page_nobody_confirmed_says_since_when(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert "Informations du 22 novembre 2026 : la structure ne les a pas encore confirmées" in html


def test_a_page_confirmed_says_when(app: Flask) -> None:
    publish(app, joiner(confirmed_on=today()))
    assert f"Fiche confirmée par la structure le {day(today())}." in page_as_html(app)


def test_a_page_written_since_it_was_confirmed_says_so(app: Flask) -> None:
    supplier = said_by_the_structure(today())
    supplier.confirmed_on = today() - timedelta(days=30)
    publish(app, supplier)
    editor_of(supplier, app)
    assert f"Fiche tenue par la structure, modifiée le {day(today())}." in page_as_html(app)


def test_a_page_that_nobody_keeps_any_more_is_not_said_to_be_kept(app: Flask) -> None:
    publish(app, said_by_the_structure(today()))
    assert f"Fiche écrite par la structure, modifiée le {day(today())}." in page_as_html(app)


def test_a_word_given_long_ago_is_told_as_such(app: Flask) -> None:
    publish(app, said_by_the_structure(date(2020, 1, 1)))
    assert "elle ne l’a pas confirmée depuis" in page(app, "/fournisseur/1")
