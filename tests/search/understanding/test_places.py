"""Places that a need names, by name, number, people or postcode."""

import pytest

from search.understanding import What, understand


def named(text: str) -> str | None:
    place = understand(text).place
    return place.label if place else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("archivage saint etienne", "Saint-Étienne (42)"),
        ("vitres 44600", "44600"),
        ("vitres 44 600", "44600"),
        ("imprimerie paca", "Provence-Alpes-Côte d'Azur"),
        ("menuiserie lyon 8", "69008"),
        ("espaces verts 67", "Bas-Rhin (67)"),
        ("traiteur au Havre", "Le Havre (76)"),
        ("palettes Boulogne-sur-Mer", "Boulogne-sur-Mer (62)"),
        ("palettes en Côte-d’Or, à Dijon", "Dijon (21)"),
        ("Brive", "Brive-la-Gaillarde (19)"),
        ("traiteur Notre-Dame-des-Landes", "Notre-Dame-des-Landes (44)"),
        ("menuiserie notre dame de gravenchon", "Port-Jérôme-sur-Seine (76)"),
        ("traiteur sarlat", "Sarlat-la-Canéda (24)"),
        ("menuiserie à Carhaix", "Carhaix-Plouguer (29)"),
        ("fournisseurs ardéchois", "Ardèche (07)"),
        ("paniers bio pays brestois", "Brest Métropole (29)"),
        ("structures normandes", "Normandie"),
        ("traiteur région parisienne", "Île-de-France"),
        ("traiteur alsacien", "Alsace"),
        ("légumes auvergnats", "Auvergne"),
        ("vitres Languedoc", "Languedoc-Roussillon"),
        ("traiteur Aquitaine", "Aquitaine"),
        ("structures néo-aquitaines", "Nouvelle-Aquitaine"),
        ("traiteur ancienne région Midi-Pyrénées", "Midi-Pyrénées"),
        ("palettes Boulogne (62)", "Boulogne-sur-Mer (62)"),
        ("traiteur Montreuil 62", "Montreuil-sur-Mer (62)"),
        ("jouets en bois Jura", "Jura (39)"),
        ("62 ressourcerie", "Pas-de-Calais (62)"),
        ("île de la Réunion", "La Réunion (974)"),
        ("traiteur à Eu", "Eu (76)"),
        ("qui livre AURA", "Auvergne-Rhône-Alpes"),
        ("blanchisserie en AURA qui livre", "Auvergne-Rhône-Alpes"),
        ("En AURA, qui fait du repassage ?", "Auvergne-Rhône-Alpes"),
        ("Y a-t-il en AURA un traiteur ?", "Auvergne-Rhône-Alpes"),
        ("existe-t-il à Eu un menuisier ?", "Eu (76)"),
        ("menuisier Cher", "Cher (18)"),
        ("traiteur 10 000", "10000"),
        ("courriers à 10 000", "10000"),
        ("code postal 10000 courriers", "10000"),
        ("courriers 10 000 Troyes", "Troyes (10)"),
        ("50 000 plis Bretagne", "Bretagne"),
        ("impression de 12540 flyers à Rodez", "Rodez (12)"),
        ("75011 traiteurs", "75011"),
        ("traiteur lehavre", "Le Havre (76)"),
        ("traiteur iledefrance", "Île-de-France"),
        ("SDIS 62 lavage EPI", "Pas-de-Calais (62)"),
        ("Adapei 44 espaces verts", "Loire-Atlantique (44)"),
        ("Adapei 35 espaces verts", "Ille-et-Vilaine (35)"),
        ("Adapei 44 cartons", "Loire-Atlantique (44)"),
        ("conseil départemental 78 mobilier", "Yvelines (78)"),
        ("nettoyage 59 ESAT", "Nord (59)"),
        ("ESAT 59 blanchisserie", "Nord (59)"),
        ("ESAT, 59, nettoyage", "Nord (59)"),
        ("nettoyage (75) vitres", "Paris (75)"),
        ("nettoyage sud Loire", "Loire-Atlantique (44)"),
        ("nettoyage Lyon Confluence", "Lyon (69)"),
        ("nettoyage Lyon Part-Dieu", "Lyon (69)"),
        ("59046 Lille cedex", "Lille (59)"),  # Bambecque’s code, were Lille not named
        ("Nantes 44040 cedex 1", "Nantes (44)"),
        ("97743 Saint-Denis cedex 9", "Saint-Denis (974)"),
        ("traiteur à Quarante", "Quarante (34)"),
        ("Sens", "Sens (89)"),
        ("Creuse", "Creuse (23)"),
        ("nettoyage creuse une fois par mois", "Creuse (23)"),
        ("traiteur tours un samedi", "Tours (37)"),
        ("dans le 75, 92, 93 et 94", "Paris (75)"),
        ("ordinateur portable 35", "Ille-et-Vilaine (35)"),
        ("la défense", "Puteaux (92)"),
        ("nettoyage La Defense", "Puteaux (92)"),
        ("traiteur à la défense", "Puteaux (92)"),
        ("tours de La Défense nettoyage", "Puteaux (92)"),
        ("traiteur NPDC", "Nord-Pas-de-Calais"),
        ("traiteur dans le Perche", "Orne (61)"),
        ("traiteur CVDL", "Centre-Val de Loire"),
        ("nettoyage CUS", "Eurométropole de Strasbourg (67)"),
    ],
)
def test_a_place_is_read_wherever_it_stands(text: str, place: str) -> None:
    assert named(text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("vitres Chollet", "Cholet (49)"),
        ("nettoyage Clermnt-Ferrand", "Clermont-Ferrand (63)"),
        ("nettoyage Cherboug", "Cherbourg-en-Cotentin (50)"),
        ("traiteur en Bretgane", "Bretagne"),
        ("vitres loire atlantque", "Loire-Atlantique (44)"),
    ],
)
def test_a_place_that_people_know_is_read_through_a_slip_of_the_hand(text: str, place: str) -> None:
    assert named(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "lot réservé peinture",
        *("un lot de chaises", "chaises par lot", "creuse une tranchée", "la manche de ma veste"),
        *(
            "surveillance 24/24",
            "35 palettes",
            "81.21",
            "traiteur à moins de 30",
            "SDIS 62 agents",
            "Adapei 50 cartons",
            "les 59 ESAT du réseau",
            "j’ai 59 cartons à livrer",
            "gants, 30, blouses",
        ),
        "repas à 30",
        'repassage "limoges"',
        "table en chêne",  # which was a commune
        "nids de poule dans la rue",  # and Rue is one
        "vanne bouchée",  # a word of its own, not Vannes
        "nous avons eu un dégât des eaux",  # and Eu is one
        "il y aura cent repas",  # nor the région that people call AURA
        "menuisier pas trop cher",
        "mise sous pli 10 000 courriers",
        "impression 10000 flyers",
        *("impression 12 000 ex", "10 000 ex. brochures", "commune de 33000 hab", "16 pp brochure"),
        *("mailing 12000 adhérents", "10000 tee-shirts", "75 t de gravats", "traiteur 33000 max"),
        "nettoyage 10.000 m2",
        "traiteur pour douze personnes",  # La Douze is one
        "nettoyage au bois",  # no Bois-Colombes
        "lot 2 nettoyage",
        "marché public lot n° 3 menuiserie",
        "repassage sud",
        "Olonne-sur-Mer repassage",  # no Mer
        "ministère de la défense",
        "avocat pour la défense",
        "la défense des droits",
        "cours de défense",
        "nettoyage aras",  # no plural of ARA
    ],
)
def test_what_may_be_a_place_and_is_not_is_left(text: str) -> None:
    assert named(text) is None


def test_those_of_the_very_name_come_before_longer_ones() -> None:
    offered = [a.instead.values[0] for a in understand("Villeneuve").alternatives if a.instead]

    assert offered[:3] == ["commune:04242", "commune:12301", "commune:94078"]


def test_the_other_places_of_the_name_are_offered() -> None:
    offered = {a.instead.values[0] for a in understand("Vitry").alternatives if a.instead}

    assert "commune:51649" in offered  # Vitry-le-François


def test_towns_hardly_smaller_whose_name_goes_on_are_offered_with_namesakes() -> None:
    offered = {a.instead.values[0] for a in understand("Saint-Martin").alternatives if a.instead}

    # Saint-Martin-d’Hères, -de-Crau, -Boulogne; Saint-Martin (65).
    assert {"commune:38421", "commune:13097", "commune:62758", "commune:65392"} <= offered


def test_a_larger_town_whose_name_goes_on_is_offered() -> None:
    offered = [a.instead.values for a in understand("Nogent").alternatives if a.instead]

    assert named("Nogent") == "Nogent (52)"
    assert offered[0] == ("commune:94052",)  # Nogent-sur-Marne


def test_a_name_that_only_looks_alike_is_not() -> None:
    assert understand("traiteur paca").alternatives == ()


def test_a_word_that_may_be_a_place_is_offered_as_a_word() -> None:
    assert None in [alternative.instead for alternative in understand("Sens").alternatives]


def test_a_count_that_is_also_a_postcode_is_offered_as_one() -> None:
    (offered,) = understand("mise sous pli 10 000 courriers").alternatives

    assert offered.of.what is What.TEXT
    assert offered.instead
    assert offered.instead.values == ("postcode:10000",)


@pytest.mark.parametrize("text", ["50 000 €", "50000€", "12 350 euros", "44300 € HT"])
def test_a_sum_is_no_postcode(text: str) -> None:
    assert named(f"nettoyage {text}") is None
    assert understand(f"nettoyage budget {text} à Lyon").text == ""
    assert understand(f"nettoyage budget {text}").alternatives == ()


@pytest.mark.parametrize("text", ["12 500 flyers", "12.500 flyers"])
def test_so_is_one_in_groups(text: str) -> None:
    assert named(text) is None
    assert named("flyers 12500") == "12500"


@pytest.mark.parametrize(
    "text",
    [
        *("12 350 flyers", "75 015 bureaux à nettoyer", "nettoyage 12.350 m2"),
        "mise sous pli de 12541 courriers",
    ],
)
def test_how_many_is_not_looked_for(text: str) -> None:
    assert understand(text).text == ""
    assert understand(text).asides


def test_nor_is_it_of_what_is_only_offered() -> None:
    assert understand("120 chaises").text == "chaises"
    assert understand("Atelier 2000").text == "Atelier 2000"


@pytest.mark.parametrize("text", ["04 78 12 34 56 menuiserie", "menuiserie tel 06 12 34"])
def test_a_telephone_number_is_no_departement(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "traiteur 60 80 personnes",
        "traiteur 60 à 80 personnes",
        "traiteur de 44 à 85",
        "35 et 40 palettes",
        "livraison 14 07 2026",
        "nettoyage le 14 mai",
    ],
)
def test_nor_are_counts_and_dates(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    "text", ["nettoyage Saint-Denis 30 km", "traiteur Villeneuve 30 personnes"]
)
def test_a_number_that_counts_tells_no_place_from_its_namesakes(text: str) -> None:
    assert "(30)" not in str(named(text))


def test_a_cheese_is_no_village() -> None:
    assert named("fromage comté") is None


def test_the_lot_of_a_reserved_lot_is_offered() -> None:
    offered = [a.instead for a in understand("lot réservé peinture").alternatives if a.instead]

    assert "departement:46" in {value for mention in offered for value in mention.values}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GEIQ Centre", "region:24"),
        ("ESAT Mans", "commune:72181"),
        ("esat mans", "commune:72181"),
        ("ESAT du Mans", "commune:72181"),
        ("ESAT des Ulis", "commune:91692"),
        ("ESAT des Herbiers", "commune:85109"),
    ],
)
def test_a_kind_and_the_short_name_of_a_place(text: str, place: str) -> None:
    understood = understand(text)

    assert understood.values(What.PLACE) == (place,)
    assert understood.values(What.SERVICE) == ()
    assert understood.text == ""


@pytest.mark.parametrize("text", ["GEIQ centre de tri", "ESAT Bois", "ESAT Menuiserie"])
def test_a_capital_makes_no_place_of_a_word_that_is_none(text: str) -> None:
    assert understand(text).place is None


@pytest.mark.parametrize("text", ["traiteur dept 35", "traiteur dpt 35", "traiteur dép. 35"])
def test_a_departement_may_be_shortened(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.PLACE) == ("departement:35",)
    assert understood.without_place() == "traiteur"


@pytest.mark.parametrize(
    ("said", "code"), [("Paris XIe", "75011"), ("Paris VIe", "75006"), ("Paris 11e", "75011")]
)
def test_an_arrondissement_is_told_in_roman_numbers_too(said: str, code: str) -> None:
    understood = understand(f"traiteur {said}")

    assert understood.values(What.PLACE) == (f"postcode:{code}",)
    assert understood.without_place() == "traiteur"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nettoyage La Madeleine Nord", "La Madeleine (59)"),
        ("traiteur La Couronne Charente", "La Couronne (16)"),
    ],
)
def test_a_town_with_its_article_is_read_before_its_departement(text: str, place: str) -> None:
    assert named(text) == place


@pytest.mark.parametrize(
    "said", ["CC du Pays de Redon", "communauté de communes du Pays de Redon", "Pays de Redon"]
)
def test_what_towns_are_together_goes_with_their_name(said: str) -> None:
    understood = understand(f"nettoyage {said}")
    places = [one for one in understood.mentions if one.what is What.PLACE]

    assert named(f"nettoyage {said}") == "CA Redon Agglomération (35)"
    assert understood.words_of(*places) == said
    assert (understood.text, understood.asides) == ("", ())


def test_cedex_says_nothing() -> None:
    understood = understand("traiteur cedex 59000")

    assert understood.values(What.SERVICE) == ("traiteur",)
    assert named("traiteur cedex 59000") == "59000"
    assert named("59000 Lille cedex") == named("Lille cedex 9") == "Lille (59)"
    assert understand("nettoyage 75334 Paris cedex 07").text == ""


@pytest.mark.parametrize("text", ["repassage 44000 par an", "repassage 44000/mois"])
def test_so_many_a_year_are_no_postcode(text: str) -> None:
    assert understand(text).place is None
