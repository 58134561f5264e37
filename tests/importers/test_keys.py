"""What a row without an identifier is known by, from one list to the next."""

import pytest

from importers.keys import ListedKeys, but_for_commune, but_for_name, key_without_identifier

SIRET, CEDED = "44229377500031", "41816609600069"


def test_it_works() -> None:
    key = key_without_identifier(SIRET, "Le Verger d’Été", "49007")
    assert key == f"{SIRET}|le verger d ete|49007"
    assert but_for_name(key) == f"{SIRET}||49007"
    assert but_for_commune(key) == f"{SIRET}|le verger d ete|"


@pytest.mark.parametrize(
    "key",
    [
        "id:12",
        "id:44229377500031|12",
        "490000001",
        "|le verger|49007",
        f"{SIRET}|le verger|",
        "44229377500032|le verger|49007",  # wrong: it identifies nobody
    ],
)
def test_a_key_without_siret_or_commune_is_its_name_s_alone(key: str) -> None:
    assert but_for_name(key) is None


def test_a_key_without_siret_or_name_is_its_commune_s_alone() -> None:
    assert but_for_commune(f"{SIRET}||49007") is None
    assert but_for_commune("|le verger|49007") is None


def test_two_rows_of_one_name_are_one() -> None:
    key = key_without_identifier(SIRET, "Le Verger", "49007")
    other = key_without_identifier(CEDED, "Le Verger", "49007")
    listed = ListedKeys([key, key, other], is_whole=True)
    assert listed.how_many(but_for_name(key)) == 1
    assert listed.how_many(but_for_commune(key)) == 1
    assert key in listed


def test_a_part_of_a_list_does_not_tell_how_many_names_there_are() -> None:
    key = key_without_identifier(SIRET, "Le Verger", "49007")
    listed = ListedKeys([key], is_whole=False)
    assert listed.how_many(but_for_name(key)) is None
    assert key in listed
