"""Words that the lexicon has not, or is not sure of, understood by their synonyms."""

from collections.abc import Iterator

import pytest

from domain.taxonomy import GivenReading, add_synonyms, give_readings
from search.understanding import Understood, What, understand
from search.understanding.synonyms import FEWEST, votes_of


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    give_readings(frozenset())
    add_synonyms(frozenset())


def offered(text: str) -> list[str]:
    instead = (other.instead for other in understand(text).alternatives)
    return [mention.values[0] for mention in instead if mention]


def test_it_works() -> None:
    understood = understand("baladins à Limoges")

    assert understood.values(What.SERVICE) == ("spectacle",)
    assert understood.text == ""


def test_what_few_synonyms_tell_is_offered_and_not_forced() -> None:
    assert understand("cervoise").values(What.SERVICE) == ()
    assert offered("cervoise") == ["viticulture-brasserie"]


def test_what_others_tell_surely_needs_no_synonym() -> None:
    understood = understand("menuiserie baladin")

    assert understood.values(What.SERVICE) == ("menuiserie-batiment",)
    assert understood.text == "baladin"


def test_synonyms_decide_between_what_the_others_only_suggest() -> None:
    assert understand("godillots usés").values(What.SERVICE) == ("cordonnerie",)


def test_what_a_word_alone_may_tell_is_read_when_its_synonyms_tell_it_too() -> None:
    assert understand("patates").values(What.SERVICE) == ("maraichage",)


def test_what_a_word_alone_may_tell_is_offered_otherwise() -> None:
    assert understand("pharmacien").values(What.SERVICE) == ()
    assert offered("pharmacien") == ["mutuelle-prevoyance"]


def test_the_reading_given_by_an_administrator_wins() -> None:
    give_readings(frozenset({GivenReading("baladin", "text")}))

    assert understand("baladin") == Understood("baladin", text="baladin")


def test_a_synonym_tells_what_an_administrator_adds() -> None:
    assert votes_of(["gourbillage"]) == {}
    add_synonyms(frozenset({("gourbillage", "repassage")}))
    assert set(votes_of(["gourbillage"])) == {"repassage"}


@pytest.mark.parametrize("text", ["énormément", "royalement", "choix"])
def test_a_word_of_the_thesaurus_is_no_slip_of_the_hand(text: str) -> None:
    assert understand(text) == Understood(text, text=text)


# The vote


def vote(*synonyms: str) -> float:
    return votes_of(synonyms).get("boulangerie-patisserie", 0)


def test_more_that_agree_weigh_more() -> None:
    assert vote("boulanger", "pâtissier") > vote("boulanger")


@pytest.mark.parametrize("other", ["zinzolin", "maçon"])
def test_those_that_tell_nothing_or_another_weigh_against(other: str) -> None:
    assert vote("boulanger", other) < vote("boulanger")


def test_words_of_one_family_have_one_voice() -> None:
    assert vote("boulanger", "boulangère", "boulangers") == vote("boulanger")


def test_words_that_disagree_tell_nothing() -> None:
    several = ("boulanger", "maçon", "cordonnier", "fleuriste", "plombier")

    assert max(votes_of(several).values()) < FEWEST
