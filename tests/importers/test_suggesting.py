"""What words that match nothing may mean: proposals, the likeliest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import fold
from importers.column_mapping import is_meaning
from importers.suggesting import MOST_SUGGESTIONS, hint, suggestions


def first(field: str, words: str) -> str:
    return next((s.label for s in suggestions(field, words)), "")


@pytest.mark.parametrize(
    ("field", "words", "label"),
    [
        ("services", "menuisserie", "Menuiserie et agencement"),
        ("services", "entretien des espaces verts et tonte", "Entretien d’espaces verts"),
        ("services", "nettoyage de vitres en hauteur", "Nettoyage de vitres"),
        ("services", "Conditionnement à façon", "Conditionnement et façonnage"),
        ("services", "locaux nettoyage", "Nettoyage de locaux et de bureaux"),
        ("services", "mise sous plis et routage", "Mise sous pli et routage"),
        ("services", "restauration", "Restauration collective"),
        ("services", "Travaux paysagers", "Entretien d’espaces verts"),
        ("services", "nettoyage", "Nettoyage de locaux et de bureaux"),
        ("kinds", "chantier insertion", "Atelier et chantier d’insertion"),
        ("kinds", "régie", "Régie de quartier ou de territoire"),
        ("labels", "qualiopie", "Qualiopi"),
        ("networks", "emaus", "Emmaüs"),
    ],
)
def test_the_likeliest_comes_first(field: str, words: str, label: str) -> None:
    assert first(field, words) == label


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Numérique", "service:mediation-numerique"),
        ("informatique", "service:maintenance-informatique"),
    ],
)
def test_a_word_of_a_label_goes_before_the_trades_that_it_qualifies(
    words: str, meaning: str
) -> None:
    found = suggestions("services", words)
    assert (found[0].meaning, found[0].words) == (meaning, "")
    assert all(fold(words) in fold(s.label) for s in found)


def test_what_is_found_by_another_name_says_which() -> None:
    (cae,) = suggestions("kinds", "Coopérative d'activité")
    assert (cae.label, cae.words) == ("Coopérative", "coopérative d’activités et d’emploi")


def test_every_meaning_of_a_word_is_proposed() -> None:
    assert hint("services", "entretien des jardins") == (
        "« entretien des jardins » a plusieurs sens :"
        " « Entretien d’espaces verts » ou « Petit jardinage et bricolage à domicile »"
    )
    assert [s.meaning for s in suggestions("services", "débarras")] == [
        "service:remise-etat-logement",
        "service:encombrants",
    ]


@pytest.mark.parametrize(
    ("field", "words", "meaning"),
    [
        ("services", "ESUS", "label:esus"),
        ("services", "Entreprise d’inserton", "kind:EI"),
        ("labels", "repasage", "service:repassage"),
        ("ticked", "Qualiopie", "label:qualiopi"),
    ],
)
def test_what_is_in_the_wrong_column_is_found_too(field: str, words: str, meaning: str) -> None:
    assert suggestions(field, words)[0].meaning == meaning


@pytest.mark.parametrize("words", ["culture", "divers", "santé"])  # couture, réseaux divers…
def test_what_is_weakly_alike_is_not_proposed(words: str) -> None:
    assert suggestions("services", words) == ()


@pytest.mark.parametrize("words", ["", "dressage de puces", "zzz", "mot " * 1000])
def test_nothing_near_proposes_nothing(words: str) -> None:
    assert suggestions("services", words) == ()


@given(
    field=st.sampled_from(["kinds", "services", "labels", "networks", "ticked"]),
    words=st.text(max_size=40),
)
def test_whatever_the_words_each_proposal_can_be_chosen(field: str, words: str) -> None:
    found = suggestions(field, words)
    assert len(found) <= MOST_SUGGESTIONS
    assert all(is_meaning(s.meaning) and s.label for s in found)


@pytest.mark.parametrize(
    ("field", "words", "label"),
    [
        ("services", "accueil", "Accueil et standard téléphonique"),
        ("services", "gestion parcs et jardins", "Entretien d’espaces verts"),
        ("services", "menuisserie", "Menuiserie et agencement"),
        ("kinds", "entreprise d’inserton", "Entreprise d’insertion"),
        ("kinds", "régie", "Régie de quartier ou de territoire"),
        ("labels", "qualiopie", "Qualiopi"),
        ("networks", "emaus", "Emmaüs"),
        ("zone", "Anjou", "Anjou (38)"),
        ("zone", "Arras et alentours", "30 km"),
        ("zone", "métropole", "France entière"),
    ],
)
def test_a_row_suggests_them_in_a_sentence(field: str, words: str, label: str) -> None:
    assert f"« {label} »" in (hint(field, words) or "")


@pytest.mark.parametrize("field", ["kinds", "services", "labels", "networks"])
@pytest.mark.parametrize("words", ["", "zzz", "mot " * 1000])
def test_nothing_near_is_no_sentence(field: str, words: str) -> None:
    assert hint(field, words) is None


@pytest.mark.parametrize("words", ["Numérique", "Restauration", "entretien du jardin", "débarras"])
def test_a_row_says_what_the_page_of_words_does(words: str) -> None:
    said = " ou ".join(f"« {s.label} »" for s in suggestions("services", words))
    assert said
    assert said in (hint("services", words) or "")


def test_a_broad_word_among_others_comes_last() -> None:
    first, *_, last = suggestions("services", "gestion parcs et jardins")
    assert (first.words, last.words) == ("parcs et jardins", "jardins")
