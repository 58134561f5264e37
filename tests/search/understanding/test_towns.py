"""Towns whose name is also a word: buyers type them as others, with nothing before."""

import pytest

from domain.geography import gazetteer
from search.understanding import What, understand

PEOPLE = 5_000  # of towns that buyers name


def named(text: str) -> str | None:
    place = understand(text).place
    return place.name if place else None


def offered(text: str) -> set[str]:
    alternatives = understand(text).alternatives
    return {one.instead.values[0] for one in alternatives if one.instead}


@pytest.mark.parametrize("need", ["traiteur", "imprimerie"])
def test_nearly_all_towns_are_read_after_a_need(need: str) -> None:
    """Of homonyms, one is read and the others are offered."""
    towns = gazetteer()
    missed = [
        town.name
        for town in filter(None, map(towns.commune, towns.codes))
        if town.population >= PEOPLE
        for typed in (f"{need} {town.name}", f"{need} {town.name.lower().replace('-', ' ')}")
        if not understand(typed).place
    ]
    assert len(missed) <= 10, missed  # of more than 4,500


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("traiteur cannes", "Cannes"),
        ("imprimerie macon", "Mâcon"),
        ("ESAT Mâcon", "Mâcon"),
        ("blanchisserie lourdes", "Lourdes"),
        ("espaces verts vitré", "Vitré"),
        ("traiteur boé", "Boé"),  # but "BOE" is a legal frame
        ("plombier la flèche", "La Flèche"),
        ("traiteur bourg", "Bourg-en-Bresse"),
        ("nettoyage Fougères", "Fougères"),
    ],
)
def test_after_what_is_needed_it_is_a_place(text: str, town: str) -> None:
    assert named(text) == town
    assert any(one.instead is None for one in understand(text).alternatives) or "-" in town


@pytest.mark.parametrize(
    "text",
    [
        "menuiserie bois",
        "menuisier maçon",
        "nettoyage fosses",
        "entretien fontaine",
        "couture tulle",
        "location salles",
        "taille de fougères",
        "restaurant bar",
        "réparation avion",
        "ménage salon",
        "déménagement coffre-fort",
        "imprimerie faire-part deuil",
        "rempailler deux chaises",
        "tonte grand champ",
        "traiteur vieux port",
        "élagage petite forêt",
        "cherche Maçon pour un mur",
        "menuisier, Maçon",
        "traiteur saint",
    ],
)
def test_a_word_that_goes_with_the_need_is_one(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Cannes", "06029"),
        ("nettoyage fontaine", "38169"),
        ("couture tulle", "19272"),
        ("traiteur romans", "26281"),
        ("traiteur six fours", "83129"),
    ],
)
def test_the_town_is_offered_in_one_click_otherwise(text: str, town: str) -> None:
    assert named(text) is None
    assert f"commune:{town}" in offered(text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("espaces verts à Romans", "Romans-sur-Isère"),
        ("Traiteur à Salon", "Salon-de-Provence"),
        ("traiteur à salon", "Salon-de-Provence"),
        ("traiteur à Sablé", "Sablé-sur-Sarthe"),
        ("nettoyage à vitré", "Vitré"),
        ("nettoyage au Blanc", "Le Blanc"),
        ("nettoyage à Le Blanc", "Le Blanc"),
        ("traiteur à La Flèche", "La Flèche"),
        ("ESAT à lusignan", "Lusignan"),
        ("traiteur à Romans pour 80 personnes", "Romans-sur-Isère"),
    ],
)
def test_after_a_need_and_a_it_is_a_place_and_the_word_is_offered(text: str, town: str) -> None:
    assert named(text) == town
    assert any(one.instead is None for one in understand(text).alternatives)


@pytest.mark.parametrize(
    "text",
    [
        "nettoyage à vapeur",
        "nettoyage à vitre",
        "peinture au pistolet",
        "repas à domicile",
        "sous-traitance à façon",
        "livraison à vélo",
        "pain au levain",
        "cuisine au bois",
        "bac à sable",
        "chaudière à bois",
        "gravure au sable",
        "vernis au tampon",
        "culture à l’hôpital",
        "repas à la crèche",
        "livraison au port",
    ],
)
def test_after_a_it_is_a_word_where_one_says_so_of_what_is_needed(text: str) -> None:
    assert named(text) is None


def test_the_town_whose_accent_is_typed_is_offered_in_a_longer_term() -> None:
    assert understand("nettoyage Vitré").values(What.SERVICE) == ("nettoyage-vitres",)
    assert offered("nettoyage Vitré") == {"commune:35360"}
    assert not offered("nettoyage vitre")


@pytest.mark.parametrize(
    "name", ["Pont-à-Mousson", "Port-de-Bouc", "Bar-sur-Aube", "Les Ponts-de-Cé", "Évian-les-Bains"]
)
def test_a_name_written_with_its_hyphens_is_a_place(name: str) -> None:
    assert named(name) == named(f"traiteur {name}") == named(f"{name} nettoyage") == name
    assert understand(name).text == ""


@pytest.mark.parametrize(
    "name", ["pont du chateau", "aire sur la lys", "la grande motte", "saint lys", "sainte rose"]
)
def test_several_words_that_stand_as_in_a_name_are_one(name: str) -> None:
    place = understand(f"traiteur {name}").place
    assert place
    assert place.name.lower().replace("-", " ").replace("â", "a") == name


def test_the_place_read_elsewhere_leaves_the_word() -> None:
    understood = understand("nettoyage fontaine à Lyon")
    assert understood.place
    assert understood.place.name == "Lyon"
    assert understood.values(What.SERVICE)
