"""The results page: what is shown of what was found, and what an address may ask."""

import re
from typing import Any

import pytest
from flask import Flask

from app.db import db
from app.directory.suggestions import MAX_OFFERS, MAX_TRIES
from app.finder import search_engine
from domain.models import ProofDegree, Supplier, SupplierLabel, Zone, utcnow
from domain.taxonomy import taxonomy
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, page, plain, publish

pytestmark = on_sqlite

NANTES = {"postcode": "44000", "city": "Nantes", "code_insee": "44109"} | {
    "latitude": 47.2382,
    "longitude": -1.5603,
}
LILLE = {"postcode": "59000", "city": "Lille", "code_insee": "59350"} | {
    "latitude": 50.6311,
    "longitude": 3.0468,
}


def joiner(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    return make_supplier(name, **({"services": ["menuiserie-batiment"]} | values))


def going_everywhere(supplier: Supplier) -> Supplier:
    zone = Zone(position=0, whole_country=True, source="test", as_of=TODAY)
    supplier.zones = [zone]
    for activity in supplier.activities:
        activity.zone = zone
    return supplier


def names(html: str) -> list[str]:
    found = re.findall(r'<h3><a href="/fournisseur[^>]*>(.*?)</a></h3>', html)
    return [re.sub("<.*?>", "", name) for name in found]


def next_searches(html: str) -> list[tuple[str, int]]:
    """The address and the count of each search offered."""
    block = html.split('<div class="next-searches">')[1].split("</div>", maxsplit=1)[0]
    found = re.findall(r'<a class="counted" href="([^"]+)">.*?<span class="count">([\d ]+)<', block)
    return [(path, int(count.replace(" ", ""))) for path, count in found]


def test_it_works(app: Flask) -> None:
    publish(app, joiner(), make_supplier("La Bonne Table", services=["traiteur"]))
    html = page(app, "/recherche?q=menuiserie&lieu=Angers")
    assert names(html) == ["Les Ateliers du Verger"]
    assert "1 structure" in html
    assert "<title>« menuiserie », Angers (49) et 50 km autour : 1 structure – Repèr’ESS" in html


def test_a_hit_says_who_where_what_and_how_far(app: Flask) -> None:
    publish(app, joiner(description="Portes et fenêtres sur mesure."))
    html = page(app, "/recherche?q=menuiserie&lieu=Trélazé")
    assert 'title="Établissement et service d’accompagnement par le travail">ESAT</abbr>' in html
    assert "Angers (49)" in html
    assert "à 7 km" in html
    assert "<mark>Menuiserie</mark> et agencement" in html
    assert "Portes et fenêtres sur mesure." in html


def test_services_declared_come_before_services_said(app: Flask) -> None:
    publish(app, joiner("Repassage du Maine", description="Aussi un atelier de couture."))
    html = page(app, "/recherche?lieu=Angers")
    assert html.index("Menuiserie et agencement</span>") < html.index("d’après son nom")
    assert "d’après sa description" in html


def test_services_nobody_told_are_a_state_that_is_shown(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    assert "Services non renseignés" in page(app, "/recherche")


def test_labels_come_with_their_degree_of_proof(app: Flask) -> None:
    held = SupplierLabel(label="esus", degree=ProofDegree.VERIFIED, source="test", as_of=TODAY)
    publish(app, joiner(labels=[held]))
    assert re.search(r"Agrément ESUS</span> <span[^>]*>Vérifié<", page(app, "/recherche"))


def test_those_who_sit_there_come_before_those_who_come(app: Flask) -> None:
    publish(app, going_everywhere(joiner("Lointaine", **LILLE)), joiner("Voisine"))
    html = page(app, "/recherche?q=menuiserie&lieu=Angers")
    assert names(html) == ["Voisine", "Lointaine"]
    assert html.index("Implantées sur place, ou à 50 km au plus") < html.index(
        "elles interviennent ici"
    )
    assert "Intervient ici" in html


def test_a_reading_of_the_place_can_be_chosen(app: Flask) -> None:
    publish(app, going_everywhere(joiner("Lointaine", **LILLE)), joiner("Voisine"))
    assert names(page(app, "/recherche?lieu=Angers&lecture=intervient&tri=nom")) == [
        "Lointaine",
        "Voisine",
    ]
    assert names(page(app, "/recherche?lieu=Angers&lecture=implante")) == ["Voisine"]


def test_a_commune_without_a_known_position_says_so_and_shows_no_radius(app: Flask) -> None:
    publish(app, joiner("Du Caillou", code_insee="98818", latitude=None, longitude=None))
    html = page(app, "/recherche?lieu=Nouméa")
    assert "La position de Nouméa (988) n’est pas connue" in html
    assert "autour</span>" not in html
    assert "Leur adresse est sur ce territoire." in html


def test_each_reading_is_counted_and_explained(app: Flask) -> None:
    publish(app, going_everywhere(joiner("Lointaine", **LILLE)), joiner("Voisine"))
    html = page(app, "/recherche?lieu=Trélazé&rayon=20&lecture=implante")
    told = re.findall(r'<label for="lecture-\w+">(.*?)</label> <span class="count">(\d+)<', html)
    assert [(re.sub("<.*?>", " ", words), int(count)) for words, count in told] == [
        ("Implantées ou intervenant ici", 2),
        ("Implantées ici Leur adresse est dans la commune, ou à 20 km au plus. ", 1),
        (
            "Intervenant ici Leur zone d’intervention atteint ce lieu, où qu’elles soient. ",
            1,
        ),
    ]


@pytest.mark.parametrize(
    ("reading", "bands"), [("tous", [2, 25]), ("intervient", [1, 25]), ("implante", [2])]
)
def test_each_band_counts_all_its_own_on_every_page(
    app: Flask, reading: str, bands: list[int]
) -> None:
    publish(
        app,
        joiner("Voisine", code_insee="49328", latitude=47.26, longitude=-0.08),
        going_everywhere(joiner("Voisine aussi")),
        *(going_everywhere(joiner(f"Lointaine {n}", **LILLE)) for n in range(25)),
    )
    counted = []
    for number in (1, 2):
        html = page(app, f"/recherche?lieu=Angers&lecture={reading}&page={number}")
        counted += re.findall(r'<h2 class="band">.*?<span class="count">(\d+)<', html)
    assert list(dict.fromkeys(map(int, counted))) == bands


def test_a_wider_radius_finds_more(app: Flask) -> None:
    publish(app, joiner("À Nantes", **NANTES))
    assert not names(page(app, "/recherche?lieu=Angers"))
    assert names(page(app, "/recherche?lieu=Angers&rayon=100")) == ["À Nantes"]


def test_facets_are_counted_and_filter(app: Flask) -> None:
    publish(app, joiner(), joiner("En Insertion", kinds=["EI"]))
    html = page(app, "/recherche")
    assert re.search(r'value="EI" data-refresh> <label[^>]*>Entreprise d’insertion \(EI\)', html)
    assert names(page(app, "/recherche?type=EI")) == ["En Insertion"]


def test_a_long_list_of_boxes_can_be_searched(app: Flask) -> None:
    publish(app, joiner(services=list(taxonomy().services)[:20]))
    html = page(app, "/recherche")
    assert 'id="chercher-service"' in html
    assert 'id="chercher-type"' not in html
    words = app.test_client().get("/services/synonymes").get_json()
    assert "vigile" in words["gardiennage"]


def test_a_filter_in_force_can_be_removed(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=menuiserie&type=ESAT&groupe=batiment")
    assert 'class="chip" href="/recherche?q=menuiserie&groupe=batiment">' in html
    assert 'class="chip" href="/recherche?q=menuiserie&type=ESAT">' in html
    assert 'class="chips-clear" href="/recherche?q=menuiserie">' in html


def test_a_facet_still_counts_its_other_values(app: Flask) -> None:
    publish(app, joiner(), joiner("En Insertion", kinds=["EI"]))
    assert 'value="EI"' in page(app, "/recherche?type=ESAT")


@pytest.mark.parametrize("value", ["esat", "ESAT", "Entreprises adaptées"])
def test_a_filter_may_be_written_in_words(app: Flask, value: str) -> None:
    publish(app, joiner(kinds=["ESAT", "EA"]))
    assert len(names(page(app, f"/recherche?type={value}"))) == 1


def test_the_address_keeps_only_what_was_asked(app: Flask) -> None:
    publish(app, joiner())
    asked = "/recherche?q=menuiserie&lieu=&rayon=50&lecture=tous&tri=pertinence&page=&utm=x"
    response = app.test_client().get(asked)
    assert response.status_code == 302
    assert response.location == "/recherche?q=menuiserie"


def test_an_address_already_short_is_answered_at_once(app: Flask) -> None:
    publish(app, joiner())
    path = "/recherche?q=menuiserie&lieu=Angers&rayon=30&tri=nom&type=ESAT"
    assert app.test_client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("page=abc", "Ce numéro de page n’existe pas"),
        ("page=0", "Ce numéro de page n’existe pas"),
        ("page=99", "La page 99 ne peut pas être montrée"),
        ("page=999999", "Voici la première page"),
        ("page=1e9", "Ce numéro de page n’existe pas"),
        ("lieu=Angers&rayon=-1", "La distance doit être un nombre de 1 à 500 km"),
        ("lieu=Angers&rayon=cent", "nous avons cherché à 50 km"),
        ("type=XX", "Le filtre « XX » n’existe pas"),
        ("departement=999", "Le filtre « 999 » n’existe pas"),
        ("tri=prix", "« prix » n’est pas un choix possible"),
        ("lecture=ailleurs", "« ailleurs » n’est pas un choix possible"),
    ],
)
def test_what_cannot_be_followed_is_said_and_the_rest_is_done(
    app: Flask, address: str, told: str
) -> None:
    publish(app, joiner())
    html = page(app, f"/recherche?{address}")
    assert told in html
    assert names(html) == ["Les Ateliers du Verger"]


@pytest.mark.parametrize(
    "address",
    [
        "q=%00%ff%27%22%3Cscript%3E",
        "q=" + "menuiserie%20" * 200,
        'q=-"',
        "q=-",
        "q=%22%22",
        "lieu=" + "x" * 5000,
        "lieu=%2A%3F%28",
        "type=" + "&type=".join("abc" for _ in range(300)),
        "tri=distance",
    ],
)
def test_nothing_typed_breaks_the_page(app: Flask, address: str) -> None:
    publish(app, joiner())
    response = app.test_client().get(f"/recherche?{address}", follow_redirects=True)
    assert response.status_code in (200, 400)
    assert "<script>" not in response.text


def test_initials_are_spelled_out_and_names_of_several_words_stand_alone(app: Flask) -> None:
    publish(app, joiner(kinds=["EI", "SOC_ESS"]))
    tags = re.findall(r'<li class="tag tag-\w+">(.*?)</li>', page(app, "/recherche"))
    assert [re.sub("<.*?>", "", tag) for tag in tags] == [
        "EI Entreprise d’insertion",
        "Société de l’ESS",
    ]


def test_a_place_of_several_names_offers_the_others(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=menuiserie&lieu=Saint-Denis")
    assert "a été lu comme Saint-Denis (974)" in html
    other = re.search(r'href="([^"]+)">Saint-Denis \(93\)</a>', html)
    assert other
    assert "Saint-Denis (93) et 50 km autour" in page(app, other[1])


def test_a_place_without_a_doubt_is_not_discussed(app: Flask) -> None:
    publish(app, joiner())
    assert "a été lu comme" not in page(app, "/recherche?lieu=Angers")


def test_an_arrondissement_is_offered_with_its_towns(app: Flask) -> None:
    publish(app, joiner())
    html = plain(page(app, "/recherche?lieu=onzième arrondissement"))
    assert ">75011 (Paris)</a>" in html
    assert ">13011 (Marseille)</a>" in html


def test_an_unknown_place_is_said_beside_its_field_and_kept(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=menuiserie&lieu=Zzyzx")
    assert 'value="Zzyzx"' in html
    assert 'aria-describedby="lieu-lu" aria-invalid="true"' in html
    assert "Aucun lieu ne s’appelle « Zzyzx »" in html


def test_a_place_read_among_other_words_is_told(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?lieu=Quartier nord Angers")
    assert names(html) == ["Les Ateliers du Verger"]
    assert "Angers (49)" in html.split('id="lieu-lu"')[1].split("</p>")[0]


def test_an_unknown_place_offers_those_its_words_name(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?lieu=Trifouilly-la-Creuse")
    assert 'href="/recherche?lieu=Creuse+(23)">Creuse (23)</a>' in html


def test_a_departement_has_no_radius(app: Flask) -> None:
    publish(app, joiner())
    assert "Maine-et-Loire (49) : 1 structure" in page(app, "/recherche?lieu=49")


@pytest.mark.parametrize(
    "address",
    [
        "q=menuiserie&type=EI",
        "q=menuiserie&lieu=Lille",
        "q=menuiserie&lieu=Nantes&rayon=10&type=ESAT",
        "q=menuiserie+zeppelin&lieu=Brest&type=EI&label=esus&reseau=unea",
    ],
)
def test_nothing_found_offers_searches_that_find(app: Flask, address: str) -> None:
    publish(app, joiner(), joiner("Autre Verger"))
    html = page(app, f"/recherche?{address}")
    offers = next_searches(html)
    assert 1 <= len(offers) <= MAX_OFFERS
    for path, count in offers:
        assert count == len(names(page(app, path))) > 0


def test_when_nobody_tells_what_it_does_those_of_the_place_are_offered(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    html = page(app, "/recherche?q=menuiserie&lieu=Angers")
    assert ("/recherche?lieu=Angers", 1) in next_searches(html)


def test_those_near_by_whose_services_are_unknown_are_counted_below(app: Flask) -> None:
    silent = [make_supplier(name, services=[]) for name in ("Alpha Solidaire", "Bêta Solidaire")]
    publish(app, joiner(), *silent, make_supplier("Loin", services=[], **LILLE))
    html = page(app, "/recherche?q=menuiserie&lieu=Angers")
    path = "/recherche?lieu=Angers&services=inconnus"
    assert f'<a href="{path}">2 structures proches, services non renseignés</a>' in html
    assert names(page(app, path)) == ["Alpha Solidaire", "Bêta Solidaire"]


@pytest.mark.parametrize("path", ["q=menuiserie", "lieu=Angers", "lieu=Angers&services=inconnus"])
def test_they_are_not_without_a_need_and_a_place(app: Flask, path: str) -> None:
    publish(app, make_supplier("Alpha Solidaire", services=[]))
    assert "unknown-nearby" not in page(app, f"/recherche?{path}")


def test_a_phrase_is_offered_whole_or_not_at_all(app: Flask) -> None:
    publish(app, joiner(description="Des portes et fenêtres."))
    html = page(app, '/recherche?q="portes et fenêtres" zeppelin')
    assert '« "portes et fenêtres" »' in html.split('class="next-searches"')[1]
    assert 'fenêtres" »' not in html.replace('"portes et fenêtres"', "")


def test_a_text_without_a_word_is_told(app: Flask) -> None:
    publish(app, joiner())
    assert "« * » ne contient aucun mot à chercher." in page(app, "/recherche?q=*")


def test_it_is_an_empty_search(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=?!.,;")
    assert "<title>1 structure" in html
    assert "Sa fiche répond à" not in html


def test_who_does_the_service_is_told_from_who_says_its_words(app: Flask) -> None:
    cleaner = joiner("Les Lavandières", services=["nettoyage-locaux"])
    windows = joiner("Les Carreaux", services=["nettoyage-vitres"])
    publish(app, cleaner, windows)
    told = "1 propose « Nettoyage de locaux et de bureaux ». 1 autre a « nettoyage » dans sa fiche"
    assert told in plain(page(app, "/recherche?q=nettoyage"))
    assert "autre a «" not in plain(page(app, "/recherche?q=vitres"))


def test_nothing_to_offer_is_said_too(app: Flask) -> None:
    publish(app, joiner())
    assert "Essayez un mot plus courant" in page(app, "/recherche?q=zeppelin")


def test_next_searches_are_tried_a_bounded_number_of_times(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(app, joiner())
    engine, asked = search_engine(), []
    search = engine.search
    monkeypatch.setattr(engine, "search", lambda query: (asked.append(query), search(query))[1])
    filters = "&".join(f"type={kind}" for kind in ("EI", "AI", "ACI", "ETTI", "EA", "EITI"))
    page(app, f"/recherche?q=a+b+c+d+e+f+g+zeppelin&lieu=Brest&lecture=implante&{filters}")
    # The search itself, those of unknown services, and how far the nearest is.
    assert len(asked) <= MAX_TRIES + 3


def test_an_archived_supplier_is_not_shown_even_before_the_index_knows(app: Flask) -> None:
    supplier = joiner()
    publish(app, supplier, joiner("Autre"))
    supplier.archived_at = utcnow()
    db.session.commit()
    assert names(page(app, "/recherche?q=menuiserie")) == ["Autre"]


def test_pages_go_through_everything_once(app: Flask) -> None:
    publish(app, *(joiner(f"Atelier {n}") for n in range(45)))
    seen = [name for n in (1, 2, 3) for name in names(page(app, f"/recherche?page={n}"))]
    assert len(seen) == len(set(seen)) == 45


def test_what_a_supplier_wrote_is_shown_as_text(app: Flask) -> None:
    publish(app, joiner("<b>Gras</b>", description="<script>alert(1)</script> menuiserie"))
    html = app.test_client().get("/recherche?q=menuiserie").text
    assert "<script>alert" not in html
    assert "&lt;b&gt;Gras&lt;/b&gt;" in html


@pytest.mark.parametrize("count", [1, 20])
def test_its_queries_do_not_grow_with_its_results(app: Flask, count: int) -> None:
    publish(app, *(joiner(f"Atelier {n}") for n in range(count)))
    with counted_queries(app) as queries:
        assert len(names(page(app, "/recherche?q=menuiserie&lieu=Angers"))) == count
    assert len(queries) == 8


def test_numbers_are_spaced_as_in_french(app: Flask) -> None:
    publish(app, *(joiner(f"Atelier {n}") for n in range(1100)))
    html = app.test_client().get("/recherche").text
    assert "1\u202f100\u00a0structures" in html
    assert "1 100 structures" in plain(html)


def test_what_the_taxonomy_no_longer_knows_is_no_box(app: Flask) -> None:
    """Its address would be ignored, and lead to everyone."""
    publish(app, joiner(services=["ancien-service"], kinds=["ANCIEN", "ESAT"]), joiner("Autre"))
    html = page(app, "/recherche")
    assert 'value="ESAT"' in html
    assert "ancien-service" not in html.split('class="found"')[0]
    assert "ANCIEN" not in html
