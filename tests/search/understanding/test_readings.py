"""What administrators say that words mean, in what a buyer types."""

from collections.abc import Iterator

import pytest

from domain.taxonomy import GivenReading, add_synonyms, give_readings
from search.understanding import Understood, What, understand, understand_given

PLOUFIN = GivenReading("ploufin", "services", ("traiteur",))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a process knows lasts as long as it."""
    yield
    give_readings(frozenset())
    add_synonyms(frozenset())


def read(text: str, *given: GivenReading) -> Understood:
    return understand_given(text, frozenset(given))


def nothing(words: str) -> GivenReading:
    return GivenReading(words, "text")


def test_it_works() -> None:
    assert understand("ploufins à Limoges").values(What.SERVICE) == ()

    give_readings(frozenset({PLOUFIN}))
    understood = understand("ploufins à Limoges")

    assert understood.values(What.SERVICE) == ("traiteur",)
    assert understood.place
    assert understood.place.label == "Limoges (87)"
    assert understood.text == ""


def test_one_that_is_taken_back_says_nothing_more() -> None:
    give_readings(frozenset({PLOUFIN}))
    assert understand("ploufin").mentions
    give_readings(frozenset())
    assert understand("ploufin") == Understood("ploufin", text="ploufin")


def test_a_synonym_added_is_understood_at_once_too() -> None:
    assert understand("gourbillage").mentions == ()
    add_synonyms(frozenset({("gourbillage", "repassage")}))
    assert understand("gourbillage").values(What.SERVICE) == ("repassage",)


def test_to_see_what_one_would_change_changes_nothing() -> None:
    assert read("ploufin", PLOUFIN).values(What.SERVICE) == ("traiteur",)
    assert understand("ploufin").mentions == ()


@pytest.mark.parametrize(
    ("given", "text", "what", "values"),
    [
        (
            GivenReading("ploufin", "services", ("traiteur", "restauration-collective")),
            "ploufin",
            What.SERVICE,
            ("traiteur", "restauration-collective"),
        ),
        (
            GivenReading("boîte d’insertion", "kinds", ("EI",)),
            "boites d insertion",
            What.KIND,
            ("EI",),
        ),
        (
            GivenReading("la cité des ducs", "place", ("commune:44109",)),
            "cité des ducs",
            What.PLACE,
            ("commune:44109",),
        ),
    ],
)
def test_it_is_one_or_several_services_a_kind_or_a_place(
    given: GivenReading, text: str, what: What, values: tuple[str, ...]
) -> None:
    understood = read(text, given)
    assert understood.values(what) == values
    assert understood.text == ""


def test_words_that_introduce_a_place_go_with_it() -> None:
    ducs = GivenReading("cité des ducs", "place", ("commune:44109",))
    understood = read("repassage près de la cité des ducs", ducs)
    place = understood.mention(What.PLACE)
    assert place
    assert understood.words_of(place) == "près de la cité des ducs"
    assert understood.values(What.SERVICE) == ("repassage",)


# It wins


@pytest.mark.parametrize("text", ["EI", "traiteur EI Limoges", "Sens", "repassage à Sens"])
def test_a_plain_word_is_read_as_nothing(text: str) -> None:
    understood = read(text, nothing("EI"), nothing("Sens"))
    assert understood.values(What.KIND) == ()
    assert "EI" in understood.text or "Sens" in understood.text
    assert "Sens" not in {understood.words_of(other.of) for other in understood.alternatives}


def test_it_tells_no_service_either() -> None:
    assert understand("menuiserie").values(What.SERVICE)
    assert read("menuiserie", nothing("menuiserie")).mentions == ()


def test_a_plain_word_is_searched_beside_a_need_and_beside_what_is_quoted() -> None:
    understood = read('nettoyage bureaux ai "Le Verger" Limoges', nothing("AI"))
    assert understood.values(What.SERVICE) == ("nettoyage-locaux",)
    assert understood.text == 'ai "Le Verger"'


def test_what_is_quoted_is_never_read() -> None:
    assert read('"ploufin"', PLOUFIN).mentions == ()


def test_it_wins_over_the_reading_that_the_words_had() -> None:
    understood = read("Sens", GivenReading("Sens", "services", ("traiteur",)))
    assert understood.values(What.SERVICE) == ("traiteur",)
    assert understood.place is None


def test_the_name_of_a_place_has_no_plural() -> None:
    vitre = GivenReading("vitré", "place", ("commune:35360",))
    assert read("Vitré", vitre).place
    assert read("vitres", vitre).place is None
    assert read("vitres Lyon", vitre) == understand("vitres Lyon")


def test_a_kind_that_is_given_is_no_way_of_speaking() -> None:
    club = GivenReading("club", "kinds", ("ASSO",))
    assert read("club menuiserie", club).values(What.KIND) == ("ASSO",)
    assert read("association menuiserie", club).values(What.KIND) == ()


@pytest.mark.parametrize(
    "given",
    [
        GivenReading("Sens", "services", ("traiteur",)),
        GivenReading("Sens", "services", ("traiteur", "repassage")),
        GivenReading("Sens", "kinds", ("EI",)),
        GivenReading("Sens", "place", ("commune:89387",)),
    ],
)
def test_words_given_a_reading_are_offered_no_other(given: GivenReading) -> None:
    assert understand("vitres Sens").alternatives
    assert read("vitres Sens", given).alternatives == ()


def test_nor_is_a_count_said_to_be_plain_offered_as_a_postcode() -> None:
    assert read("mise sous pli 10 000 courriers", nothing("10000")).alternatives == ()


def test_the_longest_comes_first() -> None:
    understood = read("chef ploufin", PLOUFIN, GivenReading("chef ploufin", "kinds", ("EA",)))
    assert understood.values(What.KIND) == ("EA",)
    assert understood.values(What.SERVICE) == ()


@pytest.mark.parametrize("text", ["Bois-Colombes", "traiteur à Bois Colombes"])
def test_within_a_longer_name_it_is_another_word(text: str) -> None:
    understood = read(text, nothing("bois"))
    assert understood.place
    assert understood.place.label == "Bois-Colombes (92)"


def test_the_other_words_tell_what_they_told() -> None:
    assert set(read("ploufin et repassage", PLOUFIN).values(What.SERVICE)) == {
        "traiteur",
        "repassage",
    }


@pytest.mark.parametrize(
    "gone",
    [
        GivenReading("Zibeline", "services", ("no-such-service",)),
        GivenReading("Zibeline", "kinds", ("NONE",)),
        GivenReading("Zibeline", "place", ("commune:00000",)),
    ],
)
def test_what_is_gone_is_read_no_more(gone: GivenReading) -> None:
    assert read("Zibeline", gone) == Understood("Zibeline", text="Zibeline")


def test_words_are_those_that_are_typed_whatever_they_are_heard_as() -> None:
    given = GivenReading("restoration collective", "services", ("restauration-meubles",))
    assert read("restoration collective", given).values(What.SERVICE) == ("restauration-meubles",)


def test_one_of_small_words_alone_says_nothing() -> None:
    assert read("traiteur mais à Angers", nothing("mais à")).values(What.SERVICE) == ("traiteur",)
