"""Identifiers of French establishments: read, checked and, where certain, repaired.

A wrong identifier is never corrected in silence: `Checked` keeps what was given beside what is
wrong with it, or names the repair that made it right.
"""

import re
from dataclasses import dataclass

from stdnum import exceptions
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from domain.words import plural

_NOT_DIGITS = re.compile(r"[\s.\-_/\u00a0\u202f]+")
# What people write before a SIRET: "SIRET n° 610…", "FR610…", the apostrophe that forces text.
_INTRODUCED = re.compile(
    r"(?:[^\w]|siret|fr|num[ée]ro|n[°ºo]?(?![a-z])|du|de)*+([0-9][0-9\s.\-_/]*+)[^\w]*+",
    re.IGNORECASE,
)
_LONGEST = 60  # letters, of what may hold a SIRET
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0+")
_ROUNDED = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
_NAF = re.compile(r"(\d{2})\.?(\d{2})\s?([A-Za-z])")


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier as kept: its value, what is wrong with it, and the repair made, if any."""

    value: str
    problem: str | None = None
    repair: str | None = None


def check_siret(text: str) -> Checked:
    """A SIRET of 14 digits, repaired where certain (spaces, ".0", a lost leading zero, words).

    The check digits decide, La Poste's exception included. The problem is a French sentence.
    """
    given = text.strip()
    if _ROUNDED.fullmatch(given):
        return Checked(given, "SIRET arrondi par un tableur : des chiffres sont perdus")
    whole = _WHOLE_FLOAT.fullmatch(given)
    digits = _NOT_DIGITS.sub("", whole[1] if whole else given)
    repair = "siret_nombre" if whole else "siret_espaces" if digits != given else None
    if len(digits) == 13 and _valid_siret("0" + digits):
        return Checked("0" + digits, repair="siret_zero")
    problem = _siret_problem(digits)
    introduced = _introduced(given) if problem else None
    if introduced:
        return Checked(introduced, repair="siret_mots")
    return Checked(given, problem) if problem else Checked(digits, repair=repair)


def _introduced(given: str) -> str | None:
    """The SIRET that stands behind what says that it is one; None unless it is right."""
    found = _INTRODUCED.fullmatch(given) if len(given) <= _LONGEST else None
    digits = _NOT_DIGITS.sub("", found[1]) if found else ""
    return digits if is_siret(digits) else None


def _siret_problem(digits: str) -> str | None:
    if not digits.isascii() or not digits.isdigit():
        return "SIRET avec autre chose que des chiffres"
    if len(digits) != 14:
        return f"SIRET de {plural(len(digits), 'chiffre')} au lieu de 14"
    return None if _valid_siret(digits) else "SIRET dont la clé de contrôle est fausse"


def _valid_siret(digits: str) -> bool:
    try:
        siret_number.validate(digits)
    except exceptions.ValidationError:
        return False
    return True


def is_siret(text: str) -> bool:
    """Whether the text is exactly the 14 digits of a valid SIRET."""
    return len(text) == 14 and text.isascii() and text.isdigit() and _valid_siret(text)


def is_siren(text: str) -> bool:
    """Whether the text is exactly the 9 digits of a valid SIREN."""
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        return False
    return bool(siren_number.is_valid(text))


def read_naf(text: str) -> str | None:
    """The NAF rev. 2 code with its dot, "81.21Z", from "8121Z" or "81.21 z"; None if malformed."""
    found = _NAF.fullmatch(text.strip())
    return f"{found[1]}.{found[2]}{found[3].upper()}" if found else None
