"""Identifiers are checked, repaired only where certain, and never corrected in silence."""

import pytest

from domain.identifiers import Checked, check_siret, is_siren, is_siret, read_naf

# Invented numbers, with right check digits; La Poste's real SIREN has its own rule.
SIRET = "12345678200010"
WITH_ZERO = "01234567400019"
LA_POSTE = "35600000000048"


def test_it_works() -> None:
    assert check_siret(SIRET) == Checked(SIRET)


@pytest.mark.parametrize(
    ("given", "repair"),
    [
        ("123 456 782 00010", "siret_espaces"),
        ("12345678200010.0", "siret_nombre"),
        ("12345678200010,00", "siret_nombre"),
        ("SIRET : 12345678200010", "siret_mots"),
        ("Numéro de SIRET 123 456 782 00010", "siret_mots"),
        ("N° 12345678200010", "siret_mots"),
        ("FR12345678200010", "siret_mots"),
        ("'12345678200010", "siret_mots"),
    ],
)
def test_a_certain_repair_is_made_and_named(given: str, repair: str) -> None:
    assert check_siret(given) == Checked(SIRET, repair=repair)


def test_a_lost_zero_is_given_back_when_the_number_is_then_right() -> None:
    assert check_siret(WITH_ZERO[1:]) == Checked(WITH_ZERO, repair="siret_zero")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("12345678200011", "clé de contrôle"),
        ("1234567820001", "13 chiffres"),
        ("123456782", "9 chiffres"),
        ("1", "1 chiffre au lieu"),
        ("SIRET : 12345678200011", "autre chose que des chiffres"),
        ("ancien 12345678200010", "autre chose que des chiffres"),
        ("12345678200010 et 12345678200028", "autre chose que des chiffres"),
        ("939301412*****", "autre chose que des chiffres"),
        ("1,23457E+13", "arrondi par un tableur"),
        ("١٢٣٤٥٦٧٨٢٠٠٠١٠", "autre chose que des chiffres"),
    ],
)
def test_a_wrong_siret_is_kept_as_given_with_its_problem(given: str, problem: str) -> None:
    checked = check_siret(given)
    assert checked.value == given
    assert problem in (checked.problem or "")


def test_la_poste_has_a_rule_of_its_own() -> None:
    assert is_siret(LA_POSTE)


def test_a_siren_has_nine_digits_and_a_key() -> None:
    assert is_siren(SIRET[:9])
    assert not is_siren("123456789")
    assert not is_siren(SIRET)


@pytest.mark.parametrize("given", ["8121Z", "81.21Z", "81.21z", " 81.21Z "])
def test_a_naf_code_gets_its_dot(given: str) -> None:
    assert read_naf(given) == "81.21Z"


@pytest.mark.parametrize("given", ["", "81", "812Z", "nettoyage"])
def test_what_is_no_naf_code_is_none(given: str) -> None:
    assert read_naf(given) is None
