"""Names that are a person's are told; those of structures are left alone."""

from pathlib import Path

import pytest

from importers.facts import RowFacts
from importers.persons import PERSON, is_person
from tests.importers.writing import results_of, write


@pytest.mark.parametrize(
    "name",
    [
        *("Jeanne Dupont", "DUPONT Jeanne", "dupont jeanne", "Mme Dupont", "M. Paul Martin"),
        *("Mme Petit", "M. et Mme Vandamme", "Mme & M. Roux", "Dr. House", "Madame Le Grand"),
        *("MARTIN Jean", "Jean-Pierre DUPONT", "Paul Charpentier", "Yasmine Benali"),
        *("Jean-Pierre Le Goff", "Jean de la Fontaine", "Anne-Marie O’Brien", "Martin Luc Henri"),
    ],
)
def test_a_first_name_with_a_family_name_is_a_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["Martin Dupond", "DUPOND Martin", "Nguyen Thi Mai", "Thi Mai Nguyen", "Camara Awa"]
)
def test_so_is_a_common_surname_with_words_that_say_no_structure(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "EI Fatima Zahra",
        "LE GALL Yann (auto-entrepreneur)",
        "Kevin Tran - micro-entreprise",
        "Paul Martin, artisan",
        "Entreprise individuelle Jeanne Dupont",
    ],
)
def test_that_they_work_alone_does_not_hide_them(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["EI Le Relais", "EI Biscornu", "EI Martin Meubles", "EI Jeanne"])
def test_nor_does_it_make_a_person(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Biscornu", "Jeanne", "Atelier Jeanne", "Jeanne et fils", "Chez Paul", "Menuiserie Paul"),
        *("Régie de quartier", "Emmaüs Paul", "SARL Martin", "M Intérim Insertion", "GEIQ Jean"),
        *("Monsieur Bricolage", "Emmaüs Abbé Pierre", "Madame Coiffure", "Monsieur Meuble"),
        *("Bijouterie Martin", "Dupont Industrie", "Camping Faure", "Martin Rénovation"),
        *("Association Jean Moulin", "Foyer Saint-Jean", "Les Amis de Jeanne Dupont", "Paul 2", ""),
    ],
)
def test_a_word_of_a_structure_makes_it_one(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ecopôle du Léon",
        "Léon de Bretagne",
        "Rosa de Nantes",
        "Camille du Morbihan",
        "Lina d’Anjou",
    ],
)
def test_the_name_of_a_land_or_of_a_town_is_nobody_s(name: str) -> None:
    assert not is_person(name)


def test_such_a_row_is_kept_and_told(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, "Nom;Ville\nJeanne Dupont;Angers\n"))
    assert isinstance(row, RowFacts)
    assert [(note.field, note.message) for note in row.notes] == [("Nom", PERSON)]


@pytest.mark.parametrize("name", ["Le Verger (voir Paul 06 12 34 56 78)", "• Jeanne Dupont"])
def test_so_is_one_that_names_whom_to_call_or_has_a_bullet(tmp_path: Path, name: str) -> None:
    (row,) = results_of(write(tmp_path, f"Nom;Ville\n{name};Angers\n"))
    assert isinstance(row, RowFacts)
    assert PERSON in {note.message for note in row.notes}


def test_hardly_any_name_of_the_real_lists_is_told(shared_data: Path) -> None:
    rows = results_of(shared_data / "siae_lemarche_fixture.csv")
    told = [row.name for row in rows if isinstance(row, RowFacts) and is_person(row.name)]
    assert told == ["Merkel Jean Sebastien"]
