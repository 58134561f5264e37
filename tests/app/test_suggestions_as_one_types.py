"""What is offered while one types: services, needs, places and structures."""

import re

import pytest
from flask import Flask

from app.directory.need_parts import words_for
from domain.models import Contact, ContactKind, Visibility, utcnow
from domain.taxonomy import taxonomy
from search.understanding import What, understand
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, plain, publish

pytestmark = on_sqlite

ESAT = "Établissement et service d’accompagnement par le travail (ESAT)"
OPTION = re.compile(
    r'<li class="picker-option"[^>]*?(?: data-(text|address)="([^"]*)")(.*?)</li>', re.S
)


def asked(app: Flask, typed: str, **others: str) -> str:
    answer = app.test_client().get("/recherche/suggestions", query_string={"q": typed, **others})
    assert answer.status_code == 200
    return plain(answer.text)


def offered(app: Flask, typed: str, **others: str) -> dict[str, list[str]]:
    """Group → what its options say."""
    groups = re.findall(
        r'<ul role="group" aria-label="(.*?)">(.*?)</ul>', asked(app, typed, **others)
    )
    return {name: [said for *_, said in options(group)] for name, group in groups}


def options(html: str) -> list[tuple[str, str, str]]:
    """Whether it fills the box or opens a page, with what, and what it says."""
    return [
        (kind, value, plain(re.sub("<.*?>", "", said.partition(">")[2])))
        for kind, value, said in OPTION.findall(html)
    ]


def test_it_works(app: Flask) -> None:
    publish(app, make_supplier("Les Vitres du Verger"))
    assert offered(app, "vitr") == {
        "Services": ["Nettoyage de vitres", "Artisanat d’art et décoration vitrail"],
        "Lieux": [
            "Vitry-sur-Seine (94) commune",
            "Vitrolles (13) commune",
            "Vitré (35) commune",
            "Vitry-le-François (51) commune",
        ],
        "Structures": ["Les Vitres du Verger ESAT Angers (49)"],
    }


def test_a_service_is_found_by_another_name_which_is_told(app: Flask) -> None:
    assert offered(app, "tonte")["Services"][0] == "Entretien d’espaces verts tonte"


def test_a_slip_of_the_hand_is_mended(app: Flask) -> None:
    publish(app, make_supplier("Tremplin Solidaire"))
    assert offered(app, "repasage")["Services"] == ["Repassage"]
    assert offered(app, "Nnates")["Lieux"] == ["Nantes (44) commune"]
    assert "Tremplin Solidaire ESAT Angers (49)" in offered(app, "trenplin")["Structures"]


@pytest.mark.parametrize("typed", ["saint", "saint-ma", "marse"])
def test_nothing_is_mended_of_what_begins_a_town(app: Flask, typed: str) -> None:
    assert "Services" not in offered(app, typed)


@pytest.mark.parametrize(
    ("typed", "need", "text"),
    [
        ("vitres 44", "Nettoyage de vitres, Loire-Atlantique (44)", "vitres Loire-Atlantique (44)"),
        ("repassage limog", "Repassage, Limoges (87)", "repassage Limoges (87)"),
        (
            "menuis ang",
            "Menuiserie et agencement, Angers (49)",
            "Menuiserie et agencement Angers (49)",
        ),
        (
            "ea impri",
            "Entreprise adaptée (EA), Imprimerie et impression",
            "ea Imprimerie et impression",
        ),
        ("angers repass", "Angers (49), Repassage", "angers Repassage"),
        (
            "esat nettoy",
            f"{ESAT}, Nettoyage de locaux et de bureaux",
            "esat Nettoyage de locaux et de bureaux",
        ),
        ("nettoyage par", "Nettoyage de locaux et de bureaux, Paris (75)", "nettoyage Paris (75)"),
        (
            "entreprise d’insertion par",
            "Entreprise d’insertion (EI), Paris (75)",
            "entreprise d’insertion Paris (75)",
        ),
        (
            "vitres villeneuve sur",
            "Nettoyage de vitres, Villeneuve-sur-Lot (47)",
            "vitres Villeneuve-sur-Lot (47)",
        ),
        ("esat par", f"{ESAT}, Paris (75)", "esat Paris (75)"),
        ("nettoyage 6900", "Nettoyage de locaux et de bureaux, 69001", "nettoyage 69001"),
        ("menuiserie bordo", "Menuiserie et agencement, Bordeaux (33)", "menuiserie Bordeaux (33)"),
        (
            "espace ver nan",
            "Entretien d’espaces verts, Nantes (44)",
            "Entretien d’espaces verts Nantes (44)",
        ),
        (
            "ea imprimant",
            "Entreprise adaptée (EA), Collecte et traitement des DEEE imprimantes",
            "ea Collecte et traitement des DEEE",
        ),
        (
            "tremplin saint-sul",
            "« tremplin », Saint-Sulpice-la-Pointe (81)",
            "tremplin Saint-Sulpice-la-Pointe (81)",
        ),
        (
            "atelier saint-et",
            "« atelier », Saint-Étienne (42)",
            "atelier Saint-Étienne (42)",
        ),
        (
            "ateliers saint-mar",
            "« ateliers », Saint-Martin-d’Hères (38)",
            "ateliers Saint-Martin-d’Hères (38)",
        ),
        (
            "nettoyage et espaces ve",
            "Nettoyage de locaux et de bureaux, Entretien d’espaces verts",
            "nettoyage et Entretien d’espaces verts",
        ),
        ("vitres l’ha", "Nettoyage de vitres, L’Haÿ-les-Roses (94)", "vitres L’Haÿ-les-Roses (94)"),
        (
            "repeindre près d’Ang",
            "Peinture et revêtements muraux, Angers (49)",
            "repeindre près d’Angers (49)",
        ),
    ],
)
def test_a_need_is_understood_with_its_last_word_unfinished(
    app: Flask, typed: str, need: str, text: str
) -> None:
    assert offered(app, typed)["Besoins"][0] == need
    assert ("text", text, need) in options(asked(app, typed))


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("esat", "Établissement et service d’accompagnement par le travail"),
        ("oeth", "Déduction OETH"),
        ("emmaüs", "Emmaüs"),
        ("marché réservé", "« marché réservé »"),
    ],
)
def test_kinds_frames_and_networks_are_offered_rather_than_places_mistyped(
    app: Flask, typed: str, need: str
) -> None:
    groups = offered(app, typed)
    assert groups["Besoins"][0].startswith(need)
    assert "Lieux" not in groups


@pytest.mark.parametrize(
    ("typed", "need", "text"),
    [
        ("emma", "Emmaüs", "Emmaüs"),
        ("ESA", "Établissement et service d’accompagnement par le travail (ESAT)", "ESAT"),
        ("entreprise adap", "Entreprise adaptée (EA)", "Entreprise adaptée"),
        ("marché rés", "« marché réservé »", "marché réservé"),
        ("L2113", "Marché réservé au handicap (L2113-12)", "L2113-12"),
        ("iso 14", "ISO 14001", "ISO 14001"),
        ("traiteur iso 14", "Traiteur et réceptions, ISO 14001", "traiteur ISO 14001"),
    ],
)
def test_a_term_is_found_by_its_beginning(app: Flask, typed: str, need: str, text: str) -> None:
    assert ("text", text, need) == options(asked(app, typed))[0]


def test_a_term_offered_is_read_as_itself(app: Flask) -> None:
    assert ("text", "traiteur Agriculture biologique") in {
        option[:2] for option in options(asked(app, "traiteur bio"))
    }
    assert understand("traiteur Agriculture biologique").values(What.LABEL)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("nettoyage à moins de 30", "Gard"),
        ("nettoyage pour 30", "Gard"),
        ("iso 14", "Calvados"),
        ("traiteur bio", "Biot"),
        ("régie de quartier", "Le Quartier"),
        ("conciergerie de quartier", "Le Quartier"),
        ("nettoyage et mise sous pl", "Plaisir"),
        ("traiteur, plateaux re", "Rennes"),
    ],
)
def test_no_place_breaks_what_is_typed(app: Flask, typed: str, place: str) -> None:
    assert place not in asked(app, typed)


@pytest.mark.parametrize("typed", ["909100", "90910000", "90910000-9"])
def test_a_cpv_code_finds_its_services(app: Flask, typed: str) -> None:
    assert offered(app, typed)["Services"][0] == "Nettoyage de locaux et de bureaux CPV 90910000"


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("je cherche un traiteur", "Traiteur et réceptions"),
        ("je cherche un trait", "Traiteur et réceptions"),
        ("tri papier", "Collecte et recyclage de papiers et déchets de bureau"),
        ("peinture bur", "Peinture et revêtements muraux"),
        ("treteur", "Traiteur et réceptions"),
        ("net", "Nettoyage de locaux et de bureaux"),
    ],
)
def test_a_service_is_offered_by_what_the_words_are_read_as(
    app: Flask, typed: str, service: str
) -> None:
    assert offered(app, typed)["Services"][0] == service


@pytest.mark.parametrize(
    ("typed", "noise"),
    [
        ("Ateliers du Boc", "Besoins"),  # Bocé is in Baugé-en-Anjou
        ("vêtements de travail", "Besoins"),  # no "travail protégé"
        ("treteur", "Lieux"),  # Trémeur
    ],
)
def test_nothing_is_offered_of_a_part_of_what_is_called_so(
    app: Flask, typed: str, noise: str
) -> None:
    assert noise not in offered(app, typed)


def test_services_and_places_are_offered_in_turn_beside_a_kind(app: Flask) -> None:
    assert offered(app, "esat tra")["Besoins"] == [
        f"{ESAT}, Traiteur et réceptions",
        f"{ESAT}, Trappes (78)",
        f"{ESAT}, Transport de marchandises",
    ]


def test_every_article_of_reserved_contracts_is_offered(app: Flask) -> None:
    assert len(offered(app, "L2113")["Besoins"]) == 5


def test_a_need_that_says_what_and_where_is_whole(app: Flask) -> None:
    assert "data-whole" in asked(app, "vitres 44")
    assert "data-whole" not in asked(app, "ea impri")


@pytest.mark.parametrize("typed", ["saint den", "mise sous p"])
def test_the_beginning_of_a_name_is_no_need_of_something_somewhere(app: Flask, typed: str) -> None:
    assert "Besoins" not in offered(app, typed)


def test_what_a_service_puts_in_the_box_is_read_as_that_service_alone(app: Flask) -> None:
    read = {service: understand(words_for(service)) for service in taxonomy().services}
    misread = [
        service
        for service, understood in read.items()
        if (*understood.values(What.SERVICE), *understood.less_sure) != (service,)
    ]
    assert misread == []


def test_words_that_may_mean_several_services_are_offered_as_typed(app: Flask) -> None:
    assert offered(app, "banderoles limog")["Besoins"][0] == "« banderoles », Limoges (87)"


@pytest.mark.parametrize(
    "typed", ["sans esat", "pas d’esat", "sans es", "nettoyage sans es", "sauf inter"]
)
def test_what_is_refused_is_no_need(app: Flask, typed: str) -> None:
    assert "Besoins" not in offered(app, typed)


def test_a_place_that_begins_as_a_refusal_is_offered(app: Flask) -> None:
    assert offered(app, "pas de cal")["Lieux"] == ["Pas-de-Calais (62) département"]


def test_a_structure_leads_to_its_page(app: Flask) -> None:
    supplier = make_supplier("Tremplin")
    publish(app, supplier)
    assert f'data-address="/fournisseur/{supplier.id}-tremplin"' in asked(app, "trem")


def test_structures_whose_name_begins_so_come_first(app: Flask) -> None:
    publish(app, make_supplier("Association Tremplin", description="Une page complète."))
    publish(app, make_supplier("Tremplin Vert"))
    first, _ = offered(app, "tremp")["Structures"]
    assert first.startswith("Tremplin Vert")


def test_a_last_letter_or_two_do_not_lose_the_structures(app: Flask) -> None:
    publish(app, make_supplier("Emmaüs Bocage"))
    assert offered(app, "emmaus bo")["Structures"] == ["Emmaüs Bocage ESAT Angers (49)"]


def test_structures_are_of_the_kind_typed_or_bear_its_word(app: Flask) -> None:
    named = {"Nettoyage du Verger": "EA", "Nettoyage Vert": "ESAT", "ESAT Nettoyage": "EI"}
    publish(app, *(make_supplier(name, kinds=[kind]) for name, kind in named.items()))
    assert offered(app, "esat nettoy")["Structures"] == [
        "ESAT Nettoyage EI Angers (49)",
        "Nettoyage Vert ESAT Angers (49)",
    ]


def test_structures_are_those_of_a_network_when_asked(app: Flask) -> None:
    publish(app, make_supplier("Tremplin"))
    assert "Structures" not in offered(app, "tremplin", reseau="coorace")
    assert "Structures" not in offered(app, "tremplin", reseau="!!!")


def test_a_structure_that_is_not_listed_is_never_offered(app: Flask) -> None:
    publish(app, make_supplier("Tremplin", archived_at=utcnow()))
    assert "Structures" not in offered(app, "tremplin")


def test_a_large_town_is_found_by_ear(app: Flask) -> None:
    assert offered(app, "bordo")["Lieux"][0] == "Bordeaux (33) commune"


def test_postcodes_are_found_by_their_beginning(app: Flask) -> None:
    assert offered(app, "6900", champ="lieu")["Lieux"][:2] == [
        "69001 code postal",
        "69002 code postal",
    ]


def test_the_place_is_offered_places_alone(app: Flask) -> None:
    publish(app, make_supplier("Angers Services"))
    found = offered(app, "ang", champ="lieu")
    assert list(found) == ["Lieux"]
    assert found["Lieux"][:2] == ["Angers (49) commune", "Anglet (64) commune"]
    assert offered(app, "bretagne", champ="lieu")["Lieux"][0] == "Bretagne région"


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "v", "’", "x" * 101, "\x00", "zzzzzz", '"-"', "%_"),
        *("merci de", "je cherche", "qui peut", "devis pour", "prise de re"),
    ],
)
def test_nothing_is_offered_for_what_begins_nothing(app: Flask, typed: str) -> None:
    assert offered(app, typed) == {}


@pytest.mark.parametrize("typed", ["res", "nettoyage", "saint", "esat ang", "les ateliers"])
def test_there_are_eight_at_most(app: Flask, typed: str) -> None:
    publish(app, *(make_supplier(f"Les Ateliers Saint-{n} nettoyage") for n in range(12)))
    assert 1 <= sum(map(len, offered(app, typed).values())) <= 8


def test_names_are_escaped(app: Flask) -> None:
    publish(app, make_supplier('<b onclick="x">Tremplin</b> & "Cie"'))
    html = app.test_client().get("/recherche/suggestions?q=tremplin").text
    assert "&lt;b onclick=&#34;x&#34;&gt;<b>Tremplin</b>&lt;/b&gt; &amp; &#34;Cie&#34;" in html


def test_nothing_private_is_told(app: Flask) -> None:
    supplier = make_supplier("Tremplin")
    supplier.contacts = [
        Contact(
            kind=ContactKind.EMAIL,
            value="zelie.tremplin@verger.example",
            visibility=Visibility.PRIVATE,
            source="test",
            as_of=TODAY,
        )
    ]
    publish(app, supplier)
    assert "zelie" not in asked(app, "tremplin")
    assert offered(app, "zelie.tremplin@verger.example").get("Structures") is None


def test_the_answer_is_everybody_s_and_kept(app: Flask) -> None:
    answer = app.test_client().get("/recherche/suggestions?q=vitres")
    assert answer.cache_control.public
    assert answer.cache_control.max_age
    assert "Set-Cookie" not in answer.headers


def test_the_rest_is_offered_while_structures_cannot_be_searched(app: Flask) -> None:
    assert offered(app, "vitres")["Services"] == ["Nettoyage de vitres"]


def test_robots_do_not_ask_for_them(app: Flask) -> None:
    assert "Disallow: /recherche/suggestions" in page(app, "/robots.txt")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("75011", ["75011 code postal"]),  # not Bonneuil-sur-Marne, which INSEE calls 94011
        ("69003", ["69003 code postal"]),
        ("44", ["Loire-Atlantique (44) département"]),
        ("94011", ["Bonneuil-sur-Marne (94) commune"]),
    ],
)
def test_a_number_is_a_postcode_or_a_departement_before_one_of_insee(
    app: Flask, typed: str, places: list[str]
) -> None:
    assert offered(app, typed)["Lieux"] == places
    assert offered(app, typed, champ="lieu")["Lieux"] == places
