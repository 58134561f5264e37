"""A mapping is a value: kept as JSON, changed by a person, applied again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.column_mapping import (
    COLUMN_FIELDS,
    ColumnMapping,
    is_meaning,
    meaning_label,
)
from importers.columns import TITLES
from importers.facts import LabelFacts, Rejected, RowFacts
from importers.guessing import guess_mapping
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.narrowing import within
from importers.reading import open_pasted

MAPPING = ColumnMapping({"nom": "name", "ville": "city", "faire": "services"})


def facts(text: str, mapping: ColumnMapping) -> RowFacts:
    with open_pasted(text) as table:
        (row,) = map_table(table, by_hand=mapping)
    assert isinstance(row, RowFacts)
    return row


def test_it_works() -> None:
    row = facts("Nom;Ville;Faire\nÉlan;Nantes;repassage\n", MAPPING)
    assert (row.name, row.place.code_insee, row.services) == ("Élan", "44109", ("repassage",))


def test_it_holds_for_columns_in_another_order_and_with_others() -> None:
    row = facts("Truc;FAIRE;Ville;nom\nx;repassage;Nantes;Élan\n", MAPPING)
    assert (row.name, row.services) == ("Élan", ("repassage",))


def test_a_list_settled_by_hand_may_be_kept_to_a_territory() -> None:
    """The titles of another table sit nowhere: they still end the list."""
    text = "Nom;Ville;Faire\nÉlan;Nantes;\nAmi;Lille;\nNom;Prénom;Tél;Email\nA;Tom;;x\n"
    with open_pasted(text) as table:
        mapped = map_table(table, by_hand=MAPPING, within=within(["departement:44"]))
        kept = list(mapped)
        assert [row.line for row in kept] == [2, 4, 5]
        assert [type(row) for row in kept] == [RowFacts, Rejected, Rejected]
        assert mapped.row_count == len(kept)
    with open_pasted("Nom;Ville\nÉlan;Nantes\n") as table, pytest.raises(UnreadableFileError):
        map_table(table, by_hand=MAPPING, within=within(["departement:80"]))


def test_a_column_may_be_given_another_field_or_none() -> None:
    changed = MAPPING.with_field("Faire", "description").with_field("Ville", None)
    row = facts("Nom;Ville;Faire\nÉlan;Nantes;repassage\n", changed)
    assert (row.services, row.description, row.place.city) == ((), "repassage", None)


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("service:repassage", (("repassage",), (), (), ())),
        ("kind:EI", ((), ("EI",), (), ())),
        ("label:esus", ((), (), (LabelFacts("esus"),), ())),
        ("network:emmaus", ((), (), (), ("emmaus",))),
        ("service:repassage+kind:EI", (("repassage",), ("EI",), (), ())),
        ("ignore", ((), (), (), ())),
    ],
)
def test_words_mean_what_a_person_says_in_every_row(
    meaning: str, said: tuple[tuple[object, ...], ...]
) -> None:
    mapping = MAPPING.with_meaning("Dressage de puces", meaning)
    row = facts("Nom;Ville;Faire\nÉlan;Nantes;DRESSAGE de puces\n", mapping)
    assert (row.services, row.kinds, row.labels, row.networks) == said
    assert (row.unmatched, row.notes) == ({}, ())


def test_a_person_s_word_goes_before_what_is_known() -> None:
    mapping = MAPPING.with_meaning("repassage", "ignore")
    assert facts("Nom;Ville;Faire\nÉlan;Nantes;repassage\n", mapping).services == ()
    assert mapping.with_meaning("repassage", None) == MAPPING


def test_words_given_a_meaning_are_not_parted() -> None:
    mapping = MAPPING.with_meaning("puces, poux", "service:repassage")
    row = facts('Nom;Ville;Faire\nÉlan;Nantes;"puces, poux, traiteur"\n', mapping)
    assert row.unmatched == {"Faire": ("puces", "poux")}
    row = facts('Nom;Ville;Faire\nÉlan;Nantes;"puces, poux; traiteur"\n', mapping)
    assert (row.services, row.unmatched) == (("repassage", "traiteur"), {})


def test_a_list_without_a_name_says_so() -> None:
    with pytest.raises(UnreadableFileError, match="dites laquelle"):
        facts("Nom;Ville\nÉlan;Nantes\n", MAPPING.with_field("Nom", None))


def test_two_columns_for_a_field_of_one_are_told_and_the_first_is_read() -> None:
    twice = MAPPING.with_field("Autre", "name")
    assert twice.repeated(("Nom", "Ville", "Autre")) == {"name": ("Nom", "Autre")}
    assert twice.columns(("Nom", "Ville", "Autre")).ignored == ("Autre",)
    assert MAPPING.with_field("Autre", "services").repeated(("Nom", "Faire", "Autre")) == {}


def test_every_field_that_a_title_may_say_has_words_for_people() -> None:
    assert COLUMN_FIELDS.keys() == TITLES.keys() | {"ticked"}
    assert len(set(COLUMN_FIELDS.values())) == len(COLUMN_FIELDS)


@given(
    titles=st.dictionaries(st.text(max_size=9), st.sampled_from(sorted(COLUMN_FIELDS))),
    words=st.dictionaries(st.text(max_size=9), st.sampled_from(["service:repassage", "ignore"])),
    grouped=st.booleans(),
)
def test_it_comes_back_from_json_as_it_was(
    titles: dict[str, str], words: dict[str, str], grouped: bool
) -> None:
    mapping = ColumnMapping(one_row_a_service=grouped)
    for title, held in titles.items():
        mapping = mapping.with_field(title, held)
    for said, meaning in words.items():
        mapping = mapping.with_meaning(said, meaning)
    assert ColumnMapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


@pytest.mark.parametrize(
    "said",
    [
        *(None, [], "x", {"fields": []}, {"fields": {"nom": "couleur"}}, {"fields": {"nom": 1}}),
        *({"meanings": {"x": None}}, {"one_row_a_service": "oui"}),
    ],
)
def test_what_is_no_mapping_is_refused(said: object) -> None:
    with pytest.raises(UnreadableFileError, match="refaites-la"):
        ColumnMapping.from_json(said)


def test_a_meaning_that_is_known_no_more_is_asked_about_again() -> None:
    said = {"meanings": {"puces": "service:puces", "repassage": "ignore"}}
    assert ColumnMapping.from_json(said).meanings == {"repassage": "ignore"}


@pytest.mark.parametrize(
    "meaning",
    ["", "service", "service:", "form:SARL", "kind:XX", "x:EI", "kind:EI+", "kind:EI+ignore"],
)
def test_only_what_the_directory_knows_is_a_meaning(meaning: str) -> None:
    assert not is_meaning(meaning)


@pytest.mark.parametrize(
    ("meaning", "label"),
    [
        ("service:repassage", "activité : Repassage"),
        ("kind:EI", "type : Entreprise d’insertion"),
        ("label:qualiopi", "label : Qualiopi"),
        ("kind:EI+label:qualiopi", "type : Entreprise d’insertion + label : Qualiopi"),
        ("ignore", "ne rien en retenir"),
    ],
)
def test_meanings_are_said_in_words(meaning: str, label: str) -> None:
    assert meaning_label(meaning) == label


def test_the_guess_is_a_mapping_like_any_other() -> None:
    with open_pasted("Nom;Ville\nÉlan;Nantes\n") as table:
        assert guess_mapping(table).mapping == ColumnMapping({"nom": "name", "ville": "city"})


# Earlier lists

QUOI = ColumnMapping({"quoi": "name", "ou": "city"}, {"puces": "ignore"}, one_row_a_service=True)


def test_words_mean_what_they_last_meant() -> None:
    changed = QUOI.with_meaning("puces", "service:repassage")
    assert ColumnMapping().taking_up([QUOI]).meanings == {"puces": "ignore"}
    assert ColumnMapping().taking_up([changed, QUOI]).meanings == {"puces": "service:repassage"}


def test_one_row_a_service_is_remembered_of_a_list_whose_columns_are_all_here() -> None:
    more = ColumnMapping({**QUOI.fields, "plus": "services"})
    assert more.taking_up([QUOI]).one_row_a_service
    assert not ColumnMapping({"quoi": "name"}).taking_up([QUOI]).one_row_a_service
