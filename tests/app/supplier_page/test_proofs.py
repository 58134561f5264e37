"""Its labels, its networks, and what the law allows."""

from datetime import date

from flask import Flask

from domain.models import Membership, Network, ProofDegree, SupplierLabel
from tests.app.pages import on_sqlite, page, publish
from tests.app.supplier_page.desk import FACT, joiner

pytestmark = on_sqlite


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


def test_an_official_label_that_was_verified_is_not_told_without_one(app: Flask) -> None:
    label = SupplierLabel(label="iso-9001", degree=ProofDegree.VERIFIED, **FACT)
    publish(app, joiner(labels=[label]))
    html = page(app, "/fournisseur/1")
    assert "Un tiers a vérifié que la structure le détient." in html
    assert "sans label" not in html


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
