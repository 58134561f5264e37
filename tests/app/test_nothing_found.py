"""Nobody found: the page says so, then offers what is nearest, told for what it is."""

import re

import pytest
from flask import Flask

from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.test_results_page import LILLE, NANTES, going_everywhere, joiner, names

pytestmark = on_sqlite

Offers = dict[str, list[tuple[str, str, int]]]


def nothing(html: str) -> str:
    return html.split('<div class="next-searches">')[1].split("</div>", maxsplit=1)[0]


def said(html: str) -> str:
    return re.findall("<p>(.*?)</p>", nothing(html))[0]


def offers(html: str) -> Offers:
    """What is changed → the label, the address and the count of each search offered."""
    lists = re.findall("<h2>(.*?)</h2>(.*?)</ul>", nothing(html))
    link = r'href="([^"]+)"><span class="next-label">(.*?)</span> <span class="count">([\d ]+)<'
    return {
        change: [
            (label, path, int(count.replace(" ", "")))
            for path, label, count in re.findall(link, items)
        ]
        for change, items in lists
    }


def labels(found: Offers, change: str) -> list[str]:
    return [label for label, _, _ in found.get(change, [])]


def test_it_works(app: Flask) -> None:
    """Composting in a small town: who does it further away, who does what is next to it there."""
    publish(
        app,
        make_supplier("Vers de Nantes", services=["biodechets"], **NANTES),
        make_supplier("La Ressource", services=["ressourcerie"]),
        make_supplier("Le Traiteur", services=["traiteur"]),
    )
    html = page(app, "/recherche?q=lombricompostage à Trélazé")
    assert said(html) == (
        "Trélazé (49) : aucune structure implantée ou intervenant ici ne propose"
        " « Collecte de biodéchets et compostage ». Ces recherches voisines en trouvent :"
    )
    found = offers(html)
    assert list(found) == ["Ailleurs, ou plus loin", "Des services voisins, au même endroit"]
    assert labels(found, "Ailleurs, ou plus loin") == [
        "À 100 km autour : la plus proche est à 85 km",
        "Dans toute la région Pays de la Loire",
        "Dans toute la France",
    ]
    assert labels(found, "Des services voisins, au même endroit") == [
        "Ressourcerie et vente de seconde main"
    ]


@pytest.mark.parametrize(
    "path",
    [
        "q=lombricompostage à Trélazé",
        "q=lombricompostage&lieu=Trélazé&lecture=implante",
        "q=zeppelin menuiserie à Lille&lecture=intervient",
        "service=repassage&lieu=59",
        "q=zeppelin bois Lille",
        "q=esat repassage à Brest&label=esus",
    ],
)
def test_each_offer_finds_as_many_as_it_says(app: Flask, path: str) -> None:
    publish(
        app,
        make_supplier("Vers de Nantes", services=["biodechets"], **NANTES),
        joiner("Menuiserie bois", description="Du bois.", **NANTES),
        going_everywhere(make_supplier("Fer", services=["blanchisserie"])),
        make_supplier("Repassage", services=["repassage"], kinds=["EI"], **NANTES),
    )
    found = [
        offer for listed in offers(page(app, f"/recherche?{path}")).values() for offer in listed
    ]
    assert found
    for _, address, count in found:
        assert count == len(names(page(app, address))) > 0


def test_words_of_no_trade_go_first(app: Flask) -> None:
    publish(
        app,
        make_supplier("Alpha", services=[], description="Un dirigeable."),
        make_supplier("Bêta", services=[], description="De l’entretien."),
    )
    found = offers(page(app, "/recherche?q=dirigeable entretien"))
    assert labels(found, "Avec moins de mots") == ["« entretien »", "« dirigeable »"]


def test_words_beside_a_need_go_before_its_place_is_widened(app: Flask) -> None:
    publish(app, joiner(**NANTES))
    found = offers(page(app, "/recherche?q=menuiserie zeppelin à Lille"))
    paths = [path for _, path, _ in found["Ailleurs, ou plus loin"]]
    assert paths
    assert not any("zeppelin" in path for path in paths)


def test_who_is_to_do_it_is_given_up_before_the_need(app: Flask) -> None:
    publish(app, joiner(kinds=["EI"]))
    found = offers(page(app, "/recherche?q=esat menuiserie à Angers"))
    assert found["Avec moins de mots"][0][0] == "Sans « esat »"


def test_nobody_answers_what_is_left_either_and_the_page_does_not_say_so(app: Flask) -> None:
    publish(app, joiner(**NANTES))
    html = page(app, "/recherche?q=menuiserie zeppelin à Lille")
    assert "voici qui répond sans" not in html


def test_the_reading_of_the_place_is_told(app: Flask) -> None:
    publish(app, going_everywhere(joiner(**LILLE)))
    html = page(app, "/recherche?q=menuiserie à Angers&lecture=implante")
    assert "aucune structure implantée ici ne propose « Menuiserie et agencement »" in said(html)
    assert labels(offers(html), "Ailleurs, ou plus loin")[0] == "Implantées ou intervenant ici"


def test_a_name_beyond_all_distances_is_no_nearest_one(app: Flask) -> None:
    """Saint-Denis is that of La Réunion, and the laundry sits at that of Seine-Saint-Denis."""
    sitting = {"code_insee": "93066", "city": "Saint-Denis", "postcode": "93200"}
    point = {"latitude": 48.9362, "longitude": 2.3574}
    publish(app, make_supplier("Blanchisserie de Saint-Denis", services=[], **sitting, **point))
    html = page(app, "/recherche?q=blanchisserie zinzolin à Saint-Denis")
    assert "km autour" not in nothing(html)


def test_what_the_words_may_mean_is_offered_first(app: Flask) -> None:
    publish(app, make_supplier("La Bonne Table", services=["restauration-collective"]))
    found = offers(page(app, "/recherche?q=restauration croquignole à Angers"))
    assert labels(found, "Des services voisins, au même endroit") == ["Restauration collective"]


def test_when_some_only_come_from_afar_what_is_closer_is_offered_below_them(app: Flask) -> None:
    publish(
        app,
        going_everywhere(make_supplier("Partout", services=["biodechets"], **LILLE)),
        make_supplier("Vers de Nantes", services=["biodechets"], **NANTES),
        make_supplier("La Ressource", services=["ressourcerie"]),
    )
    html = page(app, "/recherche?q=lombricompostage à Angers")
    assert names(html) == ["Partout"]
    assert html.index("Partout") < html.index('class="next-searches"')
    assert "Angers (49) : aucune structure implantée ici ne propose" in said(html)
    found = offers(html)
    [closer] = labels(found, "Ailleurs, ou plus loin")
    assert closer == "À 100 km autour : la plus proche est à 80 km"
    assert len(found["Des services voisins, au même endroit"]) == 1


def test_those_who_only_come_answer_all_that_is_asked(app: Flask) -> None:
    """Who sits there is what is missing."""
    esat = make_supplier("Partout", services=["biodechets"], kinds=["ESAT"], **LILLE)
    publish(app, going_everywhere(esat))
    html = page(app, "/recherche?q=ESAT lombricompostage à Angers")
    assert names(html) == ["Partout"]
    assert "Angers (49) : aucune structure implantée ici ne répond à tout cela." in said(html)


def test_when_one_sits_there_nothing_more_is(app: Flask) -> None:
    publish(app, joiner())
    assert "next-searches" not in page(app, "/recherche?q=menuiserie à Angers")


def test_what_is_offered_there_keeps_to_the_legal_frame(app: Flask) -> None:
    publish(
        app,
        make_supplier("Qualifiée", services=["blanchisserie"], kinds=["ESAT"]),
        make_supplier("Autrement", services=["blanchisserie"], kinds=["EI"]),
        make_supplier("Inconnue", services=[], kinds=["EI"]),
    )
    html = page(app, "/recherche?q=marché réservé L2113-12 repassage à Angers")
    [(_, path, count)] = offers(html)["Des services voisins, au même endroit"]
    assert count == 1
    assert names(page(app, path)) == ["Qualifiée"]
    assert "unknown-nearby" not in html


def test_a_number_that_nobody_has_is_told(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=123456782")
    assert said(html) == "Aucune structure n’a le SIREN 123456782."


def test_a_number_beside_a_need_is_given_up_before_it(app: Flask) -> None:
    publish(app, joiner())
    found = offers(page(app, "/recherche?q=menuiserie 123456782"))
    [(label, path, _)] = found["Avec moins de mots"]
    assert label == "Sans « 123456782 »"
    assert names(page(app, path)) == ["Les Ateliers du Verger"]


def test_whoever_is_there_is_offered_for_want_of_anything_else(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    html = page(app, "/recherche?q=lombricompostage à Angers")
    assert list(offers(html)) == ["Au même endroit"]


@pytest.mark.parametrize(
    ("query", "change", "label"),
    [
        (
            "menuiserie zeppelin Lille",
            "Ailleurs, ou plus loin",
            "Dans toute la France, sans « zeppelin »",
        ),
        ("rge menuiserie zeppelin", "Avec moins de mots", "Sans « rge » ni « zeppelin »"),
        (
            "rge plâtrerie à Nantes",
            "Des services voisins, au même endroit",
            "Menuiserie et agencement, sans « rge »",
        ),
    ],
)
def test_an_offer_tells_the_words_that_it_leaves_out(
    app: Flask, query: str, change: str, label: str
) -> None:
    publish(app, joiner(**NANTES))
    assert label in labels(offers(page(app, f"/recherche?q={query}")), change)


@pytest.mark.parametrize("query", ["zeppelin", "menuiserie"])
def test_the_keyboard_leaps_over_the_filters(app: Flask, query: str) -> None:
    publish(app, joiner())
    html = page(app, f"/recherche?q={query}")
    assert html.count('href="#resultats"') == html.count('id="resultats"') == 1


@pytest.mark.parametrize("query", ["menuiserie Angers&type=ESAT", "un lot de chaises"])
def test_no_search_is_offered_twice(app: Flask, query: str) -> None:
    publish(app, joiner(kinds=["EI"], description="Des chaises."))
    found = offers(page(app, f"/recherche?q={query}"))
    paths = [path.replace("de+", "") for some in found.values() for _, path, _ in some]
    assert paths
    assert len(set(paths)) == len(paths)
