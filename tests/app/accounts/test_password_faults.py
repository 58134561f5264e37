"""Which passwords are refused."""

import pytest

from app.accounts.passwords import fault_of

ADDRESS = "camille@atelier-verger.example"


@pytest.mark.parametrize(
    "weak",
    [
        "court",
        "motdepasse123456",
        "MotDePasse2026!",
        "P@ssw0rd1234",
        "azertyuiop123",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "bonjourbonjour",
        "camille.atelier2026",
        "reperess2026!",
        "x" * 201,
    ],
)
def test_what_everybody_tries_first_is_refused(weak: str) -> None:
    assert fault_of(weak, ADDRESS) is not None


@pytest.mark.parametrize(
    "strong",
    [
        "trois chevaux sous la pluie",
        "kz8-VWq!t2mX",
        "четыре лошади",
        "!$%&/()=?*#+-",
        "48151623421337",
    ],
)
def test_what_is_one_s_own_will_do(strong: str) -> None:
    assert fault_of(strong, ADDRESS) is None
