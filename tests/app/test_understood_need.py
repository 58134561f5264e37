"""The results page: what was understood of the need, and how to have it understood otherwise."""

import re
from urllib.parse import parse_qs, quote, unquote_plus, urlsplit

import pytest
from flask import Flask

from app.directory.presenters.common import service_name
from domain.models import ProofDegree, SupplierLabel
from search.understanding import understand
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import answer, on_sqlite, page, plain, publish
from tests.app.test_results_page import LILLE, NANTES, joiner, names, next_searches

pytestmark = on_sqlite


def held(label: str) -> SupplierLabel:
    return SupplierLabel(label=label, degree=ProofDegree.VERIFIED, source="test", as_of=TODAY)


def understood(html: str) -> str:
    """The part of the page that tells it."""
    return html.split('<section class="understood"')[1].split("</section>", maxsplit=1)[0]


def links(html: str) -> dict[str, str]:
    """Label → address of each link of what was understood."""
    found = re.findall(r'<a[^>]*href="([^"]+)">(.*?)</a>', understood(html))
    return {
        plain(re.sub("<.*?>", "", label)): unquote_plus(path.replace("&amp;", "&"))
        for path, label in found
    }


def search(app: Flask, text: str) -> str:
    return page(app, f"/recherche?q={quote(text)}")


def test_it_works(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    html = search(app, "menuisiers à Angers")
    assert names(html) == ["Les Ateliers du Verger"]
    assert set(links(html)) == {
        "Retirer « menuisiers », lu comme Menuiserie et agencement",
        "Retirer « à Angers », lu comme Angers (49)",
    }


def test_each_chip_takes_one_reading_back(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    chips = links(search(app, "menuisiers à Angers"))
    assert chips["Retirer « à Angers », lu comme Angers (49)"] == "/recherche?q=menuisiers"
    without_need = chips["Retirer « menuisiers », lu comme Menuiserie et agencement"]
    assert without_need == "/recherche?q=à Angers"
    assert len(names(page(app, "/recherche?q=menuisiers"))) == 2


def test_the_words_left_have_a_chip_too(app: Flask) -> None:
    publish(app, joiner(description="Nous réparons aussi les zeppelins."), joiner("Sans Ballon"))
    html = search(app, "menuiserie zeppelins à Angers")

    assert names(html) == ["Les Ateliers du Verger"]
    assert links(html)["Retirer « zeppelins », lu comme le mot « zeppelins »"].endswith(
        "q=menuiserie à Angers"
    )


def test_without_them_the_need_is_the_same(app: Flask) -> None:
    cook = joiner(services=["restauration-collective"], description="Dans un zeppelin.")
    publish(app, cook)
    taken = links(search(app, "repas pour une crèche zeppelin"))
    address = next(path for label, path in taken.items() if "le mot « zeppelin »" in label)
    assert address.endswith("q=repas pour une crèche")


def test_beside_a_need_the_words_left_are_whole(app: Flask) -> None:
    publish(app, joiner(description="Aux portes d’Issoire."), joiner("Sans Porte"))
    html = search(app, "menuiserie ISS")

    assert "voici qui répond sans « ISS »" in plain(html)
    assert len(names(html)) == 2


def test_small_words_that_remain_alone_are_not_searched(app: Flask) -> None:
    publish(app, joiner())
    chips = links(search(app, "qui pourrait faire de la menuiserie ?"))
    assert chips["Retirer « menuiserie », lu comme Menuiserie et agencement"] == "/recherche"


def test_a_word_that_may_be_a_place_or_not_may_be_either(app: Flask) -> None:
    sitting = {"code_insee": "89387", "city": "Sens", "postcode": "89100"}
    publish(app, joiner("Le Sens du Bois"), joiner("Menuiserie de l’Yonne", **sitting))
    html = search(app, "menuiserie Sens")
    assert names(html) == ["Menuiserie de l’Yonne"]
    assert "« Sens » a été lu comme Sens (89). Ou bien :" in plain(understood(html))
    otherwise = page(app, links(html)["le mot « Sens »"])
    assert "Le Sens du Bois" in names(otherwise)


def test_what_else_its_words_say_is_kept_where_one_of_them_is_a_place(app: Flask) -> None:
    publish(app, joiner())
    otherwise = links(search(app, "lot réservé menuiserie"))["Lot (46)"]
    assert parse_qs(urlsplit(otherwise).query)["q"] == ["réservé menuiserie"]


def test_one_of_several_places_offers_the_others(app: Flask) -> None:
    publish(app, joiner())
    html = search(app, "menuiserie Vitry")
    assert "a été lu comme Vitry-" in plain(understood(html))
    assert {"Vitry-le-François (51)", "Vitry-en-Artois (62)"} < links(html).keys()


def test_what_a_chip_leaves_has_no_small_words_at_its_ends(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    html = search(app, "menuiserie, et à Lille !")
    assert links(html)["Retirer « à Lille », lu comme Lille (59)"] == "/recherche?q=menuiserie"


@pytest.mark.parametrize(
    ("need", "chip", "left"),
    [
        ("La Baule ESAT menuiserie", "Retirer « ESAT »", "La Baule menuiserie"),
        ("menuiserie (à Lille)", "Retirer « à Lille », lu comme Lille (59)", "menuiserie"),
        ("menuiserie d’insertion", "Retirer « menuiserie », lu comme Menuiserie", "insertion"),
    ],
)
def test_what_it_leaves_says_as_much_as_before(app: Flask, need: str, chip: str, left: str) -> None:
    publish(app, joiner())
    address = next(link for words, link in links(search(app, need)).items() if chip in words)
    assert parse_qs(urlsplit(address).query)["q"] == [left]


def test_the_distance_said_is_that_of_the_search(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    for said in ("menuiserie à moins de 30 km d’Angers", "menuiserie Angers 30km"):
        html = page(app, f"/recherche?q={quote(said)}&lieu=&rayon=")  # as the form sends it
        assert "30 km autour" in plain(html)
        assert names(html) == ["Les Ateliers du Verger"]


@pytest.mark.parametrize("radius", ["10", "50", "200"])
def test_any_distance_may_be_chosen_instead(app: Flask, radius: str) -> None:
    publish(app, joiner())
    html = page(app, f"/recherche?q={quote('menuiserie Angers 30 km')}&rayon={radius}")
    assert f"{radius} km autour" in plain(html)
    assert f'value="{radius}" selected' in html


def test_farther_than_the_distance_said_is_offered(app: Flask) -> None:
    publish(app, joiner())
    offered = dict(next_searches(search(app, "menuiserie à 30 km de Saumur")))
    (wider,) = (address for address in offered if "rayon=50" in address)
    assert offered[wider] == len(names(page(app, wider))) == 1


def test_a_name_that_refuses_is_found(app: Flask) -> None:
    publish(app, joiner("Hors Piste"), joiner("Les Ateliers du Nord", **LILLE))
    assert names(search(app, "hors piste"))[0] == "Hors Piste"
    publish(app, joiner("Pas d’ESAT"))
    assert names(search(app, "pas d’ESAT"))[0] == "Pas d’ESAT"


def test_the_article_of_a_town_is_no_other_name(app: Flask) -> None:
    publish(app, joiner())
    assert "a été lu comme" not in plain(understood(search(app, "menuiserie au Mans")))


@pytest.mark.parametrize(
    "place", ["autour d’Angers", "près d'Angers", "dans le 49", "12 rue de la Paix, 49000 Angers"]
)
def test_a_place_typed_apart_may_be_said_in_words(app: Flask, place: str) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    assert names(page(app, f"/recherche?q=menuiserie&lieu={quote(place)}")) == [
        "Les Ateliers du Verger"
    ]


def test_a_village_that_is_somebody_s_name_is_that_name(app: Flask) -> None:
    """The village is offered."""
    publish(app, joiner("ESAT Anais Alençon"), joiner("Les Ateliers d’Anais", code_insee="16011"))
    html = search(app, "anais")
    assert sorted(names(html)) == ["ESAT Anais Alençon", "Les Ateliers d’Anais"]
    assert "« anais » est cherché comme un nom. Ou bien :" in plain(html)
    village = re.search(r'href="([^"]+)">Anais\s\(16\)</a>', html)
    assert village
    assert names(page(app, village[1])) == ["Les Ateliers d’Anais"]


@pytest.mark.parametrize("text", ["anais", "Angers"])
def test_a_village_of_nobody_s_name_and_a_town_are_places(app: Flask, text: str) -> None:
    publish(app, joiner("ESAT d’Angers"), joiner("Les Ateliers d’Anaise", code_insee="16011"))
    assert answer(app, text)["place"] is not None


def test_a_place_that_stands_apart_is_offered(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    html = search(app, "fenêtres Lille menuiserie Angers")
    assert "Un seul lieu est cherché à la fois, ici Lille (59). Voir plutôt :" in plain(
        understood(html)
    )
    assert names(page(app, links(html)["Angers (49)"])) == ["Les Ateliers du Verger"]


def test_the_very_place_typed_apart_is_not_told(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=menuiserie+Angers&lieu=Angers")
    assert "laissé de côté" not in plain(html)


def test_of_two_places_the_other_is_offered(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Nord", **LILLE))
    html = search(app, "menuiserie à Lille ou Angers")
    assert names(html) == ["Les Ateliers du Nord"]
    assert "Un seul lieu est cherché à la fois, ici Lille (59). Voir plutôt :" in plain(
        understood(html)
    )
    assert names(page(app, links(html)["Angers (49)"])) == ["Les Ateliers du Verger"]


def test_a_commune_that_has_joined_another_is_told(app: Flask) -> None:
    publish(app, joiner())
    html = search(app, "menuiserie Cran-Gevrier")
    assert "« Cran-Gevrier » a été lu comme Annecy (74)." in plain(understood(html))
    assert "lu comme" not in plain(re.sub("<a.*?</a>", "", understood(search(app, "à Angers"))))


def test_what_is_refused_is_told_and_not_asked_for(app: Flask) -> None:
    publish(app, joiner(kinds=["ESAT"]), joiner("Les Ateliers du Nord", kinds=["ACI"]))
    html = search(app, "menuiserie pas d’ESAT")
    assert set(names(html)) == {"Les Ateliers du Verger", "Les Ateliers du Nord"}
    assert "« pas d’ESAT » n’est pas suivi" in plain(understood(html))


def test_a_postcode_is_told_with_its_towns(app: Flask) -> None:
    publish(app, joiner())
    told = plain(understood(search(app, "menuiserie 24200")))
    assert "24200 (Sarlat-la-Canéda et 7 autres)" in told


def test_two_places_of_one_label_are_told_apart(app: Flask) -> None:
    publish(app, joiner())
    assert "Corrèze (19), commune" in links(search(app, "menuiserie Corrèze"))


def test_many_services_of_one_code_are_counted_in_its_chip_and_told_below(app: Flask) -> None:
    publish(app, joiner(services=["nettoyage-vitres"]))
    html = search(app, "90910000-9")
    assert "ou 6 autres" in plain(understood(html))
    assert names(page(app, links(html)["Nettoyage de vitres"])) == ["Les Ateliers du Verger"]


def test_any_kind_of_a_family_has_a_short_name(app: Flask) -> None:
    publish(app, joiner(kinds=["ACI"]))
    html = search(app, "menuiserie d’insertion")
    assert "lu comme Structure d’insertion" in plain(understood(html))
    assert names(html) == ["Les Ateliers du Verger"]


def test_any_reserved_contract_has_a_short_name(app: Flask) -> None:
    publish(app, joiner())
    assert "Marché réservé (L2113-12 à L2113-15)" in plain(understood(search(app, "lot réservé")))


def test_a_count_may_be_a_postcode(app: Flask) -> None:
    publish(app, joiner(services=["mise-sous-pli"]))
    html = search(app, "mise sous pli 49 000 courriers")
    assert "« 49 000 » peut vouloir dire :" in plain(understood(html))
    there = page(app, links(html)["49000 (Angers et 1 autre)"])
    assert "Retirer « mise sous pli courriers »" in plain(understood(there))
    assert names(there) == ["Les Ateliers du Verger"]


def test_a_date_that_nothing_says_may_be_two_departements(app: Flask) -> None:
    publish(app, joiner(services=["nettoyage-locaux"]))
    html = search(app, "nettoyage 26/07")
    assert "« 26/07 » peut vouloir dire :" in plain(understood(html))
    there = page(app, links(html)["Drôme (26)"])
    assert names(there) == []
    assert "26/07" not in plain(understood(there))


def test_what_a_word_may_mean_is_offered_service_by_service(app: Flask) -> None:
    publish(app, make_supplier("La Bonne Table", services=["restauration-collective"]))
    html = search(app, "restauration")
    assert "« restauration » peut vouloir dire :" in plain(understood(html))
    only = page(app, links(html)["Restauration collective"])
    assert names(only) == ["La Bonne Table"]


def test_what_words_may_also_mean_is_told_and_comes_after(app: Flask) -> None:
    publish(
        app,
        make_supplier("Alpha", services=["impression"]),
        make_supplier("Bêta", services=["signaletique"]),
    )
    html = search(app, "banderoles")
    assert names(html) == ["Bêta", "Alpha"]
    read = "Signalétique et enseignes, sinon Imprimerie et impression"
    assert f"Retirer « banderoles », lu comme {read}" in links(html)


def test_several_that_words_may_also_mean_are_counted_in_the_chip(app: Flask) -> None:
    publish(app, make_supplier("Alpha", services=["travail-bois"]))
    html = search(app, "un vieux chêne menace de s’écrouler")
    assert any(label.endswith(", sinon 4 autres services") for label in links(html))


def test_each_meaning_is_one_click_away_the_surest_first(app: Flask) -> None:
    publish(app, make_supplier("Alpha", services=["travail-bois"]))
    html = search(app, "un vieux chêne menace de s’écrouler")
    assert "peut vouloir dire plusieurs choses. Ne voir que :" in plain(understood(html))
    (need,) = understand("un vieux chêne menace de s’écrouler").mentions
    accepted = [service_name(service) for service in (*need.values, *need.less_sure)]
    assert len(accepted) > 4
    others = [label for label in links(html) if not label.startswith("Retirer")]
    assert others == accepted
    assert names(page(app, links(html)["Travail du bois et découpe"])) == ["Alpha"]


@pytest.mark.parametrize("need", ["500 banderoles", "10 000 banderoles", "banderoles pour samedi"])
def test_one_meaning_alone_is_found_whatever_was_said_of_how_many_and_when(
    app: Flask, need: str
) -> None:
    publish(app, make_supplier("Alpha", services=["impression"]))
    others = links(search(app, need))
    assert names(page(app, others[service_name("impression")])) == ["Alpha"]


def test_a_number_that_remains_when_its_need_is_taken_back_is_no_postcode(app: Flask) -> None:
    publish(app, make_supplier("Alpha", services=["mise-sous-pli"]))
    html = search(app, "mise sous pli 10 000 courriers")
    (address,) = (links(html)[label] for label in links(html) if label.startswith("Retirer"))
    assert "10" not in address


def test_what_one_need_leaves_is_the_other_whole(app: Flask) -> None:
    publish(app, make_supplier("Alpha", services=["repassage"], **NANTES))
    html = search(app, "500 chemises, repassage à Nantes")
    retake = next(label for label in links(html) if "Nantes" in label and "Retirer" in label)
    assert "500" in links(html)[retake]


def test_no_postcode_is_offered_beside_a_place_typed_apart(app: Flask) -> None:
    publish(app, make_supplier("Alpha", services=["mise-sous-pli"], **NANTES))
    html = page(app, "/recherche?q=mise+sous+pli+10+000+courriers&lieu=Nantes")
    assert "peut vouloir dire" not in plain(html)


def test_a_place_typed_apart_counts_before_that_of_the_need(app: Flask) -> None:
    publish(app, joiner(), joiner("Menuiserie de l’Erdre", **NANTES))
    html = page(app, "/recherche?q=menuisiers+%C3%A0+Angers&lieu=Nantes")
    assert names(html) == ["Menuiserie de l’Erdre"]
    told = "« à Angers » est laissé de côté : le lieu demandé est « Nantes ». Voir :"
    assert told in plain(understood(html))
    assert names(page(app, links(html)["Angers (49)"])) == ["Les Ateliers du Verger"]


def test_the_name_of_a_supplier_wins_over_a_reading_of_its_words(app: Flask) -> None:
    publish(app, joiner("Le Repassage Limousin"), joiner("Autre"))
    assert names(search(app, "le repassage limousin"))[0] == "Le Repassage Limousin"


@pytest.mark.parametrize(
    "name",
    ["La Garenne du Grand Matin", "Garenne aux Trois Marches Insertion", "Assoc Aide"],
)
def test_so_it_does_where_the_words_read_are_not_all(app: Flask, name: str) -> None:
    """A town, a legal frame and a kind; nothing else is searched, but there are other words."""
    publish(app, joiner(name, kinds=["ACI"], siret=None), joiner("Autre", kinds=["ASSO"]))
    assert names(search(app, name))[0] == name


def test_a_kind_that_is_a_word_of_the_name_hides_nobody(app: Flask) -> None:
    publish(
        app,
        joiner("Scop Relais 48", kinds=["EI"]),
        joiner("Relais Vert", kinds=["EI"]),
        joiner("Fondation Armée du Salut", kinds=["ACI"]),
    )
    assert names(search(app, "SCOP RELAIS 48")) == ["Scop Relais 48"]
    assert names(search(app, "Fondation Armée du Salut")) == ["Fondation Armée du Salut"]
    assert names(page(app, "/recherche?q=scop+relais+48&type=scop")) == []


def test_a_kind_alone_is_no_name(app: Flask) -> None:
    called = joiner("La Petite Entreprise d’insertion", kinds=["ACI"])
    publish(app, called, joiner("Alpha", kinds=["EI"]))
    assert names(search(app, "entreprise d’insertion")) == ["Alpha"]
    assert names(search(app, "entreprise d’insertion à Angers")) == ["Alpha"]


def test_what_is_quoted_stands_together_in_a_text_or_the_name_of_a_service(app: Flask) -> None:
    publish(
        app,
        make_supplier("Vitres et nettoyage", services=["repassage"]),
        make_supplier("Bravo", services=["repassage"], description="Le nettoyage de vitres."),
        make_supplier("Charlie", services=["nettoyage-vitres"]),
    )
    html = search(app, '"nettoyage de vitres"')
    assert set(names(html)) == {"Bravo", "Charlie"}
    told = "Entre guillemets : cherché tel quel dans les fiches et dans les noms de leurs services."
    assert told in plain(understood(html))


def test_a_trade_of_a_kind_is_done_by_those_of_that_kind_alone(app: Flask) -> None:
    publish(app, joiner("Menuiserie du Lac", kinds=["EI"]), joiner("Verger", kinds=["ESAT"]))
    assert names(search(app, "ESAT menuiserie")) == ["Verger"]


def test_so_does_one_typed_with_its_town(app: Flask) -> None:
    publish(app, joiner(services=["lutte-nuisibles"]), joiner("L’Oiseau-Mouche", services=[]))
    assert names(search(app, "oiseau mouche Angers"))[0] == "L’Oiseau-Mouche"
    assert names(page(app, "/recherche?q=oiseau+mouche&lieu=Angers"))[0] == "L’Oiseau-Mouche"


def test_a_family_of_services_is_told_as_one(app: Flask) -> None:
    publish(app, joiner("Alpha", services=["maconnerie"], kinds=["GEIQ"]), joiner(kinds=["EI"]))
    html = search(app, "GEIQ du bâtiment")
    assert names(html) == ["Alpha"]
    assert "Retirer « bâtiment », lu comme Bâtiment et travaux" in links(html)


def test_a_trade_typed_with_a_town_is_no_name(app: Flask) -> None:
    publish(app, joiner(), joiner("Menuiserie de la Maine", services=[]))
    assert names(search(app, "menuiserie Angers"))[0] == "Les Ateliers du Verger"
    assert names(page(app, "/recherche?q=menuiserie&lieu=Angers"))[0] == "Les Ateliers du Verger"


@pytest.mark.parametrize(
    ("text", "kind"), [("L2113-12 menuiserie", "EI"), ("OETH menuiserie", "ACI")]
)
def test_legal_frames_hold(app: Flask, text: str, kind: str) -> None:
    publish(app, joiner("Qualifiée", kinds=["ESAT"]), joiner("Autrement", kinds=[kind]))
    assert names(search(app, text)) == ["Qualifiée"]


def test_words_that_nobody_says_are_left_out_and_told(app: Flask) -> None:
    publish(app, joiner())
    html = search(app, "menuiserie zeppelin")
    assert names(html) == ["Les Ateliers du Verger"]
    assert "voici qui répond sans « zeppelin »" in plain(html)


def test_a_label_beside_them_holds(app: Flask) -> None:
    publish(app, joiner(), joiner("Les Ateliers du Pin", labels=[held("rge")]))
    html = search(app, "menuiserie rge zeppelin")
    assert names(html) == ["Les Ateliers du Pin"]
    assert "voici qui répond sans « zeppelin »" in plain(html)


def test_a_label_that_nobody_has_is_dropped_as_an_offer_alone(app: Flask) -> None:
    publish(app, joiner())
    html = search(app, "menuiserie rge")
    assert names(html) == []
    assert next_searches(html) == [("/recherche?q=menuiserie", 1)]


def test_those_of_the_place_said_whose_services_are_unknown_are_offered(app: Flask) -> None:
    publish(app, joiner(), make_supplier("Alpha Solidaire", services=[]))
    html = search(app, "menuiserie à Angers")
    assert "1 structure proche, services non renseignés" in plain(html)
    found = re.findall(r'href="(/recherche\?[^"]*services=[^"]*)"', html)
    assert names(page(app, found[-1].replace("&amp;", "&"))) == ["Alpha Solidaire"]


def test_they_are_of_the_kind_that_the_need_names(app: Flask) -> None:
    publish(app, joiner(), make_supplier("Alpha", services=[], kinds=["EI"]))
    assert "unknown-nearby" not in search(app, "esat menuiserie à Angers")
    assert "1 structure proche" in plain(search(app, "ei menuiserie à Angers"))


def test_a_kind_alone_is_no_need(app: Flask) -> None:
    publish(app, joiner(), make_supplier("Alpha", services=[]))
    assert "unknown-nearby" not in search(app, "esat à Angers")


def test_nothing_found_offers_searches_elsewhere_than_the_place_said(app: Flask) -> None:
    publish(app, joiner())
    offers = next_searches(search(app, "menuiserie à Lille"))
    assert ("/recherche?q=menuiserie", 1) in offers


def test_what_is_told_is_what_is_searched(app: Flask) -> None:
    publish(app, joiner(kinds=["ESAT"]))
    found = answer(app, "association menuiserie")
    assert found["understood"]["kinds"] == []
    assert [result["name"] for result in found["results"]] == ["Les Ateliers du Verger"]
    html = search(app, "association menuiserie")
    assert not any("« association »" in label for label in links(html))
    assert names(page(app, links(html)["Association"])) == []
