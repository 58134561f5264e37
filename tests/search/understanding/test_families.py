"""Families of services, read as a whole beside a kind."""

import pytest

from domain.taxonomy import taxonomy
from search.understanding import What, same_trade, understand, whole_family
from search.understanding.trades import _families, services_of


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("GEIQ du bâtiment", "batiment"),
        ("geiq BTP Rennes", "batiment"),
        ("entreprise adaptée informatique", "numerique"),
        ("chantiers d’insertion, restauration", "restauration"),
    ],
)
def test_it_works(text: str, family: str) -> None:
    understood = understand(text)
    assert understood.values(What.SERVICE) == services_of(family)
    assert understood.text == ""


def test_in_a_list_it_is_one_need_more_even_of_two() -> None:
    for text in ("nettoyage, transport", "transport et nettoyage", "1) transport 2) nettoyage"):
        services = understand(text).values(What.SERVICE)
        assert set(services) == {"nettoyage-locaux", *services_of("mobilite-livraison")}


@pytest.mark.parametrize(
    "text", ["nettoyage, bâtiment A", "nettoyage, secteur bâtiment", "nettoyage, tertiaire"]
)
def test_where_or_for_whom_a_need_is_done_is_no_trade(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ("nettoyage-locaux",)


def test_the_word_of_a_family_is_all_of_it_in_a_list() -> None:
    found = understand("peinture, industrie").values(What.SERVICE)
    assert set(found) == {"peinture-batiment", *services_of("industrie")}


@pytest.mark.parametrize("text", ["bâtiment", "BTP", "association culture"])
def test_without_a_kind_the_word_is_left_to_choose_from(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ()


@pytest.mark.parametrize("text", ["restauration", "restauration Lyon", "restauration samedi"])
def test_restauration_alone_is_that_of_meals(text: str) -> None:
    understood = understand(text)
    offered = {mention.values for other in understood.alternatives if (mention := other.instead)}

    assert understood.values(What.SERVICE) == services_of("restauration")
    assert ("restauration-patrimoine",) in offered


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("restauration de meubles", "restauration-meubles"),
        ("restauration de tableaux", "restauration-patrimoine"),
        ("restauration du patrimoine", "restauration-patrimoine"),
        ("restauration éco-responsable", "restauration-collective"),
    ],
)
def test_with_what_is_restored_it_is_another_trade(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE) == (service,)


def test_a_thing_that_nothing_knows_leaves_restauration_to_choose_from() -> None:
    assert understand("restauration zeppelin").values(What.SERVICE) == ()


@pytest.mark.parametrize(
    ("text", "family"),
    [("marché réservé L2113-12 restauration", "restauration"), ("OETH bâtiment", "batiment")],
)
def test_a_legal_frame_says_who_is_wanted_as_a_kind_does(text: str, family: str) -> None:
    assert understand(text).values(What.SERVICE) == services_of(family)


def test_what_the_word_may_mean_more_closely_is_still_offered() -> None:
    offered = [other.instead for other in understand("GEIQ du bâtiment").alternatives]
    assert any(mention and mention.values == ("peinture-batiment",) for mention in offered)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("ESAT peinture en bâtiment", "peinture-batiment"),
        ("ESAT restauration de fauteuils", "restauration-meubles"),
    ],
)
def test_one_service_told_surely_is_that_one(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE)[0] == service
    assert whole_family(understand(text).values(What.SERVICE)) is None


def test_a_family_is_known_by_all_its_services() -> None:
    assert whole_family(services_of("batiment")) == "batiment"
    assert whole_family(services_of("batiment")[1:]) is None
    assert whole_family((*services_of("batiment"), "traiteur")) is None


def test_trades_are_those_of_families_that_exist() -> None:
    assert {*_families().values()} <= taxonomy().groups.keys()


def test_words_of_one_trade_stand_for_each_other() -> None:
    assert same_trade("btp") == same_trade("batiment") == {"btp", "batiment"}
    assert same_trade("zeppelin") == frozenset()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("services à la personne ménage", "menage-domicile"),
        ("restauration et traiteur buffet", "traiteur"),
        ("lavage d’uniformes", "blanchisserie"),
        ("veste de cuisinier", "location-linge"),
    ],
)
def test_a_need_of_its_own_is_not_widened_to_its_family(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE) == (service,)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("facilitateur clauses sociales", "conseil-rse"),
        ("rédiger une clause sociale", "conseil-rse"),
        ("accompagnement personnes éloignées de l’emploi", "recrutement-inclusif"),
    ],
)
def test_what_is_done_for_people_in_insertion_asks_for_no_kind(text: str, service: str) -> None:
    understood = understand(text)
    assert understood.values(What.KIND) == ()
    assert service in understood.values(What.SERVICE)


def test_whom_a_contract_asks_for_is_who_employs_them() -> None:
    assert "ACI" in understand("nettoyage jeunes en insertion").values(What.KIND)
