"""How likely a text is to be French, by its letters and signs: tells encodings of eight bits apart.

One accent must be enough: a list in capitals may hold a single one in all.
"""

import re

_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_FRENCH = "éèêàçâîôûùëïüÿœæöä"
_FREQUENT = "éè"
_ENDS_A_WORD = "àù"
# Words of one letter.
_ALONE = "àô"


def likelihood(text: str) -> int:
    """The greater, the likelier: each letter or sign beyond ASCII is in its place, or is not."""
    padded = f" {text} "
    found = (found.start() for found in _BEYOND_ASCII.finditer(padded))
    return sum(_weight(*padded[at - 1 : at + 2]) for at in found)


def _weight(before: str, sign: str, after: str) -> int:
    if sign.isalpha() and sign not in _SIGNS_OF_LETTERS:
        return _weight_of_letter(before, sign, after)
    place = _PLACES.get(sign)
    return 1 if place and place.fullmatch(f"{before}{sign}{after}") else -2


def _weight_of_letter(before: str, letter: str, after: str) -> int:
    plain = letter.lower()
    if not _is_in_case(before, letter, after):
        return -2
    if (plain in _ENDS_A_WORD and after.isalpha()) or plain not in _FRENCH:
        return 0
    return 2 if letter in _FREQUENT or (plain == "œ" and after in "uU") else 1


def _is_in_case(before: str, letter: str, after: str) -> bool:
    """A capital begins a word, or is among capitals; a small letter is not among them."""
    if not before.isalpha() and not after.isalpha() and before not in "'’":
        return letter.lower() in _ALONE
    if letter.islower():
        return not (before.isupper() and after.isupper())
    return not before.isalpha() or (before.isupper() and not after.islower())


_SIGNS_OF_LETTERS = "ªºˆƒ"
# Between what comes before and after.
_PLACES = {
    sign: re.compile(place, re.DOTALL)
    for sign, place in {
        "’": r"[^\W\d_]’\w",
        "«": r"\W«.",
        "»": r".»\W",
        "“": r"\W“\w",
        "”": r".”\W",
        "–": r"\W–\W|\w–\w",
        "…": r".…\W",
        "°": r"[nN\d]°.",
        "€": r"[\s\d]€.",
        "•": r"\W•.",
        "²": r"m².",
        "\u00a0": r"[\w«»]\u00a0.|.\u00a0[»:;!?€%]",
    }.items()
}
