"""Telephone numbers as they are kept and written: "02 41 00 00 00", "+32 2 555 12 12"."""

import re

import phonenumbers

FRANCE = "FR"
FRENCH_CODE = 33
FRENCH_DIGITS = 10
# "36 35", "1014".
_SHORT_NUMBER = re.compile(r"(3\d|10)\s?(\d\d)", re.ASCII)
HOW_WRITTEN = (
    "Un numéro français a dix chiffres, ou quatre (36 35) ; celui d’un autre pays commence par son"
    " indicatif (+32…)."
)


def telephone(text: str) -> str:
    """As imports keep them: French numbers by pairs, the others with their country's code.

    Raises ValueError when it is no number.
    """
    if short := _SHORT_NUMBER.fullmatch(text):
        return " ".join(short.groups())
    try:
        number = phonenumbers.parse(text, FRANCE)
    except phonenumbers.NumberParseException as error:
        raise ValueError(text) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(text)
    if number.country_code != FRENCH_CODE:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = f"0{number.national_number}"
    if len(digits) != FRENCH_DIGITS:  # fewer are possible for phonenumbers, of former plans
        raise ValueError(text)
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
