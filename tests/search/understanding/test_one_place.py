"""Of several places that a need names, the one it asks for; the others are offered."""

import pytest

from search.understanding import Mention, What, understand
from search.understanding.values import Span


def named(text: str) -> str | None:
    place = understand(text).place
    return place.label if place else None


@pytest.mark.parametrize(
    ("text", "place", "other"),
    [
        ("traiteur Paris ou Lyon", "Paris (75)", "commune:69123"),
        ("traiteur à Paris et à Lyon", "Paris (75)", "commune:69123"),
        ("Quimper, Brest : repassage", "Quimper (29)", "commune:29019"),
        ("44 85 espaces verts", "Loire-Atlantique (44)", "departement:85"),
        ("44 et 85 espaces verts", "Loire-Atlantique (44)", "departement:85"),
        ("44 49 85 72 53", "Loire-Atlantique (44)", "departement:49"),
        ("menuiserie rue de Strasbourg à Nantes", "Nantes (44)", "commune:67482"),
        ("livraison de Paris à Lyon", "Lyon (69)", "commune:75056"),
        ("porcelaine de Limoges Paris", "Paris (75)", "commune:87085"),
        ("savon de Marseille Lille", "Lille (59)", "commune:13055"),
        ("nettoyage à Nice et à Cannes", "Nice (06)", "commune:06029"),
        ("nettoyage Nice/Cannes", "Nice (06)", "commune:06029"),
        ("nettoyage Rennes et Vitré", "Rennes (35)", "commune:35360"),
        ("nettoyage lille et tours", "Lille (59)", "commune:37261"),
        ("NETTOYAGE LILLE ET TOURS", "Lille (59)", "commune:37261"),
        ("Nettoyage Tours, Orléans", "Tours (37)", "commune:45234"),
        ("nettoyage Le Mans, La Flèche", "Le Mans (72)", "commune:72154"),
        ("nettoyage Sarcelles et Garges", "Sarcelles (95)", "commune:95268"),  # no network GARIE
    ],
)
def test_a_second_place_is_offered(text: str, place: str, other: str) -> None:
    understood = understand(text)

    assert named(text) == place
    assert understood.text == ""
    assert understood.alternatives[0].of is understood.mention(What.PLACE)
    instead = understood.alternatives[0].instead
    assert instead is not None
    assert (instead.what, instead.values) == (What.PLACE, (other,))


def test_in_a_long_list_each_is_offered() -> None:
    offered = understand("nettoyage Lille, Tours et Orange").alternatives

    assert [a.instead.values for a in offered if a.instead] == [
        ("commune:37261",),
        ("commune:84087",),
    ]


def test_what_is_listed_with_a_place_may_be_a_need() -> None:
    assert "nettoyage-vitres" in understand("nettoyage Lille et vitres").values(What.SERVICE)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("nettoyage Lille et vitres", "nettoyage-vitres"),
        ("plomberie lille et vannes", "plomberie-chauffage"),
        ("Fruits Lille, Orange", "maraichage"),
    ],
)
def test_so_is_a_word_that_goes_with_the_need(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE) == (service,)


def test_each_place_has_its_own_words() -> None:
    understood = understand("traiteur à Paris et à Lyon")
    instead = understood.alternatives[0].instead

    assert instead is not None
    assert understood.words_of(instead) == "à Lyon"


@pytest.mark.parametrize("text", ["Vitry ou Lyon", "Lyon, Vitry"])
def test_so_are_the_others_of_the_name_of_either(text: str) -> None:
    understood = understand(text)
    offered = {a.instead.values[0] for a in understood.alternatives if a.instead}

    assert {a.of for a in understood.alternatives} == {understood.mention(What.PLACE)}
    assert ("commune:51649" in offered) is text.startswith("Vitry")  # Vitry-le-François


@pytest.mark.parametrize("text", ["traiteur Paris livraison Lyon", "Paris 90910000-9 Lyon"])
def test_a_place_that_stands_apart_is_no_second_one(text: str) -> None:
    assert understand(text).text in ("Paris", "Lyon")


@pytest.mark.parametrize(
    ("text", "place"),
    [("nettoyage Paris, Île-de-France", "Paris (75)"), ("vitres Lyon Rhône-Alpes", "Lyon (69)")],
)
def test_within_another_the_narrower_is_meant(text: str, place: str) -> None:
    assert named(text) == place


def test_a_list_of_places_is_no_word() -> None:
    assert None not in [other.instead for other in understand("Loire et Cher").alternatives]


def test_a_place_that_stands_apart_is_offered_for_its_own_words() -> None:
    understood = understand("quiche lorraine traiteur Paris")
    offered = {understood.words_of(a.of): a.instead for a in understood.alternatives}

    assert named("quiche lorraine traiteur Paris") == "Lorraine"
    assert offered["Paris"] == Mention(What.PLACE, ("commune:75056",), (Span(25, 30),))
