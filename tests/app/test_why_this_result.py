""" "Pourquoi ce résultat ?": one line for each supplier found, in the order of docs/ranking.md."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from flask import Flask

from domain.models import (
    Contact,
    ContactKind,
    Membership,
    Network,
    ProofDegree,
    SupplierLabel,
    Visibility,
    Zone,
)
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.test_results_page import LILLE, going_everywhere, joiner, names

pytestmark = on_sqlite

MARCH = datetime(2026, 3, 15, tzinfo=UTC)


def reasons(app: Flask, path: str) -> list[str]:
    """The line of each supplier, in the order of the page."""
    folds = re.findall(r'<details class="why">(.*?)</details>', page(app, path))
    assert all("<summary>Pourquoi ce résultat ?</summary>" in fold for fold in folds)
    return [re.findall("<p>(.*?)</p>", fold)[0] for fold in folds]


def held(label: str, degree: ProofDegree) -> SupplierLabel:
    return SupplierLabel(label=label, degree=degree, source="test", as_of=TODAY)


def test_it_works(app: Flask) -> None:
    labels = [held("esus", ProofDegree.LABELLED), held("rge", ProofDegree.VERIFIED)]
    contact = Contact(kind=ContactKind.PHONE, value="0241000000", visibility=Visibility.PUBLIC)
    contact.source, contact.as_of = "test", TODAY
    told = {"description": "Portes et fenêtres.", "contacts": [contact], "updated_at": MARCH}
    supplier = joiner("Le Verger", labels=labels, **told)
    supplier.zones = [Zone(position=0, radius_km=80, source="test", as_of=TODAY)]
    publish(app, supplier)
    assert reasons(app, "/recherche?q=menuiserie&lieu=Trélazé") == [
        "Implantée à 7 km · déclare « Menuiserie et agencement » · fiche complète"
        " · social : Agrément ESUS (labellisé)"
        " · environnement : RGE (vérifié) · mise à jour en mars 2026"
    ]


def test_nothing_asked_leaves_the_page_alone_to_count(app: Flask) -> None:
    publish(app, make_supplier(services=[], updated_at=MARCH))
    assert reasons(app, "/recherche") == ["Fiche remplie à 0 % · mise à jour en mars 2026"]


def test_it_tells_who_comes_from_elsewhere(app: Flask) -> None:
    publish(app, going_everywhere(joiner(**LILLE)))
    assert reasons(app, "/recherche?lieu=Angers")[0].startswith("Intervient ici · ")


def test_a_territory_has_no_distance(app: Flask) -> None:
    publish(app, joiner())
    assert reasons(app, "/recherche?lieu=49")[0].startswith("Implantée sur ce territoire · ")


def test_it_tells_services_declared_said_and_words_apart_in_that_order(app: Flask) -> None:
    publish(
        app,
        make_supplier("Chêne", services=["travail-bois"], own_words=["menuiserie d’art"]),
        make_supplier("Hêtre", services=[], description="Nous faisons de la menuiserie."),
        make_supplier("Menuiserie du Lac", services=[]),
        make_supplier("Orme", services=["menuiserie-batiment"]),
    )
    path = "/recherche?q=menuiserie&lieu=Angers"
    # Of the two whose words say it, the fuller page comes first, wherever they say it.
    assert names(page(app, path)) == ["Orme", "Hêtre", "Menuiserie du Lac", "Chêne"]
    assert [line.split(" · ")[1] for line in reasons(app, path)] == [
        "déclare « Menuiserie et agencement »",
        "« Menuiserie et agencement » d’après sa description",
        "« Menuiserie et agencement » d’après son nom",
        "sa fiche dit « menuiserie »",
    ]


def test_it_tells_the_service_by_which_a_supplier_comes_so_high(app: Flask) -> None:
    publish(
        app,
        make_supplier("Chêne", services=["impression"]),
        make_supplier("Hêtre", services=["signaletique", "impression"]),
        make_supplier("Signalétique du Lac", services=["impression"]),
    )
    path = "/recherche?q=banderoles"
    assert names(page(app, path)) == ["Hêtre", "Signalétique du Lac", "Chêne"]
    assert [line.split(" · ")[0] for line in reasons(app, path)] == [
        "Déclare « Signalétique et enseignes »",
        "« Signalétique et enseignes » d’après son nom",
        "Déclare « Imprimerie et impression »",
    ]


def test_who_comes_there_for_what_is_less_sure_is_told_for_that(app: Flask) -> None:
    """Whatever it declares elsewhere: what threatens to fall is masonry, or a tree to prune."""
    supplier = joiner(services=["maconnerie", "elagage"], **LILLE)
    zones = [Zone(position=at, source="test", as_of=TODAY) for at in range(2)]
    zones[0].territories, zones[1].whole_country = ["commune:59350"], True
    for activity, zone in zip(supplier.activities, zones, strict=True):
        activity.zone = zone
    supplier.zones = zones
    publish(app, supplier)
    line = reasons(app, "/recherche?q=un vieux chêne menace de s’écrouler&lieu=Angers")[0]
    assert line.startswith("Intervient ici · déclare « Élagage, abattage et taille »")


def test_who_says_the_very_words_of_a_need_comes_first_and_is_told_so(app: Flask) -> None:
    publish(
        app,
        make_supplier("Orme", services=["carrelage-sols"]),
        make_supplier("Hêtre", services=[], description="Nous coulons des chapes fluides."),
        make_supplier("Chêne", services=["carrelage-sols"], description="La chape fluide."),
    )
    path = "/recherche?q=chapes fluides à Angers"
    assert names(page(app, path)) == ["Chêne", "Hêtre", "Orme"]
    told = ["emploie vos mots : « chapes », « fluides »"]
    declared = ["déclare « Carrelage et revêtements de sols »"]
    lines = [line.split(" · ")[1:-2] for line in reasons(app, path)]
    assert lines == [told + declared, told, declared]


def test_a_service_ticked_finds_those_who_declare_it_then_those_whose_words_say_it(
    app: Flask,
) -> None:
    publish(
        app,
        make_supplier("Hêtre", services=[], description="Nous faisons du repassage."),
        make_supplier("Orme", services=["repassage"]),
        make_supplier("Saule", services=["blanchisserie"]),
    )
    assert names(page(app, "/recherche?service=repassage")) == ["Orme", "Hêtre"]


def test_words_that_no_service_has_are_told_as_they_were_typed(app: Flask) -> None:
    publish(app, joiner("Verger", description="Un zeppelin en bois."))
    line = reasons(app, "/recherche?q=menuiserie zeppelin")[0]
    assert line.startswith("Déclare « Menuiserie et agencement » · sa description dit « zeppelin »")


def test_those_left_out_are_not(app: Flask) -> None:
    publish(app, joiner())
    assert "zeppelin" not in reasons(app, "/recherche?q=menuiserie zeppelin")[0]


def test_the_kind_asked_for_is_told(app: Flask) -> None:
    publish(app, joiner(kinds=["ESAT"]))
    [line] = reasons(app, "/recherche?q=esat menuiserie")
    assert "de type ESAT" in line
    [line] = reasons(app, "/recherche?q=menuiserie")
    assert "ESAT" not in line


def test_labels_and_networks_asked_for_are_told(app: Flask) -> None:
    """But for the one that is told as its proof."""
    both = make_supplier("Orme")
    both.labels += [held("rge", ProofDegree.DECLARED), held("iso-14001", ProofDegree.LABELLED)]
    publish(app, both)
    [line] = reasons(app, "/recherche?q=rge")
    assert "Porte RGE (déclaré)" in line
    assert "environnement : ISO 14001 (labellisé)" in line
    [line] = reasons(app, "/recherche?q=iso 14001")
    assert "porte" not in line.lower()


def test_who_bears_the_name_of_a_network_is_told_for_it(app: Flask) -> None:
    publish(app, make_supplier("Envie Nord", **LILLE))
    [line] = reasons(app, "/recherche?q=envie lille")
    assert "son nom dit « Envie »" in line
    [line] = reasons(app, "/recherche?q=envie nord")
    assert "son nom dit" not in line


def test_a_label_asked_for_is_told_beside_what_a_network_vouches_for(app: Flask) -> None:
    orme = make_supplier("Orme")
    orme.labels.append(held("esus", ProofDegree.CHARTER))
    vouched = Membership(network_slug="vergers", degree=ProofDegree.VERIFIED, vouched_on=TODAY)
    vouched.network, vouched.source, vouched.as_of = Network(slug="vergers", name="V"), "x", TODAY
    orme.memberships.append(vouched)
    publish(app, orme)
    [line] = reasons(app, "/recherche?q=esus")
    assert "ESUS (charte" in line


def test_what_is_only_declared_proves_nothing(app: Flask) -> None:
    publish(app, joiner(labels=[held("esus", ProofDegree.DECLARED)]))
    assert "social" not in reasons(app, "/recherche")[0]


def test_one_label_may_prove_both(app: Flask) -> None:
    publish(app, joiner(labels=[held("rsei", ProofDegree.LABELLED)]))
    assert "· social et environnement : RSEi (labellisé) ·" in reasons(app, "/recherche")[0]


def test_what_a_network_vouches_for_counts(app: Flask) -> None:
    network = Network(slug="vergers", name="Vergers")
    row = Membership(network=network, source="test", as_of=TODAY)
    row.degree, row.vouched_on = ProofDegree.VERIFIED, TODAY
    publish(app, joiner(memberships=[row]))
    assert "· preuve sociale : structure vérifiée par Vergers ·" in reasons(app, "/recherche")[0]


@pytest.mark.parametrize("order", ["distance", "nom", "fraicheur"])
def test_no_other_order_has_reasons(app: Flask, order: str) -> None:
    publish(app, joiner())
    assert reasons(app, f"/recherche?q=menuiserie&lieu=Angers&tri={order}") == []


def test_who_bears_the_name_is_a_band_of_its_own_and_claims_no_place(app: Flask) -> None:
    publish(app, joiner("Le Repassage Limousin"), joiner("Autre", code_insee="87085"))
    html = page(app, f"/recherche?q={quote('menuiserie, le repassage limousin')}")
    assert "Au nom cherché" not in html
    html = page(app, f"/recherche?q={quote('le repassage limousin')}")
    assert 'class="band">Au nom cherché <span class="count">1<' in html
    assert "Intervient ici" not in html
    line = reasons(app, f"/recherche?q={quote('le repassage limousin')}")[0]
    assert line.startswith("Son nom a tous les mots cherchés · n’est pas sur place · ")


def test_a_name_that_is_not_the_one_shown_is_told_and_its_words_only_once(app: Flask) -> None:
    publish(app, make_supplier("Luciole du Lac", brand="Studio des Saules"))
    [line] = reasons(app, "/recherche?q=luciole")
    assert line.startswith(
        "Son nom d’origine, « Luciole du Lac », a tous les mots cherchés · fiche"
    )


def test_what_says_the_words_left_over_is_told_in_the_order_that_counts(app: Flask) -> None:
    publish(
        app,
        make_supplier("Chêne", services=[], description="Un zeppelin en bois."),
        make_supplier("Hêtre", services=[], own_words=["pose de zeppelins"]),
        make_supplier(
            "Orme", services=[], own_words=["pose de zeppelins"], description="Un zeppelin."
        ),
    )
    assert [line.split(" · ")[0] for line in reasons(app, "/recherche?q=zeppelin")] == [
        "Un service déclaré et sa description disent « zeppelin »",
        "Un service déclaré dit « zeppelin »",
        "Sa description dit « zeppelin »",
    ]


def test_a_label_ticked_is_told_as_one_typed(app: Flask) -> None:
    publish(app, joiner(labels=[held("rge", ProofDegree.DECLARED)]))
    assert "porte RGE (déclaré)" in reasons(app, "/recherche?q=menuiserie&label=rge")[0]


def test_a_name_that_is_but_like_the_one_typed_is_told_so(app: Flask) -> None:
    publish(app, joiner("Bocage Services"))
    assert reasons(app, "/recherche?q=bocaje+services")[0].startswith(
        "Son nom ressemble à ce qui est cherché · "
    )


def test_a_kind_and_a_place_are_no_part_of_a_name_elsewhere(app: Flask) -> None:
    """There, who has the words of the place in its name comes first."""
    esat = {"kinds": ["ESAT"], "services": []}
    publish(
        app,
        make_supplier("ESAT du Nord Isère", code_insee="38185", **esat),
        make_supplier("ESAT des Tilleuls", **LILLE, **esat),
        make_supplier("ESAT Horizons Nord", **LILLE, **esat),
    )
    assert names(page(app, "/recherche?q=ESAT+Nord")) == ["ESAT Horizons Nord", "ESAT des Tilleuls"]


def test_of_a_kind_and_a_place_a_whole_name_wins(app: Flask) -> None:
    esat = {"kinds": ["ESAT"], "services": []}
    publish(
        app,
        make_supplier("ESAT des Tilleuls", **LILLE, **esat),
        make_supplier("ESAT Le Nord", code_insee="38185", **esat),
    )
    assert names(page(app, "/recherche?q=ESAT+Nord"))[0] == "ESAT Le Nord"


def test_a_misspelt_name_typed_with_its_two_places_is_found(app: Flask) -> None:
    publish(app, joiner("Gohelle Environnement", code_insee="62510"))
    path = "/recherche?q=gohelle+environement+liévin"
    assert names(page(app, path)) == ["Gohelle Environnement"]


def test_a_place_typed_apart_binds_names_too(app: Flask) -> None:
    publish(app, joiner("Menuiserie de Lille", **LILLE), joiner("Verger"))
    assert names(page(app, "/recherche?q=menuiserie&lieu=Angers")) == ["Verger"]
