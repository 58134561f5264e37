"""The telephones and e-mails of a cell, each by itself, however they are run together."""

import re
from collections.abc import Iterator

_APART = re.compile(r"[;,\n|]|\b(?:ou|et)\b")
_FRENCH = r"(?:(?:\+|\b00) ?33 ?(?:\(0\) ?)?|(?<!\d)0)[1-9](?:[ ./-]*\d\d){4}(?!\d)"
_NUMBER = re.compile(_FRENCH)
_ONE_OR_MORE = re.compile(rf"{_FRENCH}(?:[ /-]*{_FRENCH})*")
_GLUED = re.compile(r"(?<!\d)(?:0[1-9]\d{8}){2,}(?!\d)")
_EDGES = " /-–—"
_BETWEEN_PEOPLE = re.compile(r"[;,\n|]")
_BETWEEN_EMAILS = re.compile(r"[;,\s/|<>()]+")
_LINKS = frozenset({"", "ou", "et", "-", "–", ":"})


def each_phone(text: str) -> Iterator[str]:
    """ "0241000000 0612345678", "02 41 00 00 00 / 06 12 34 56 78", "02/41/00/00/00": as written."""
    for part in _APART.split(_unglued(text)):
        starts = [found.start() for found in _NUMBER.finditer(part)]
        if len(starts) > 1:
            pieces = [part[a:b] for a, b in zip([0, *starts[1:]], [*starts[1:], None], strict=True)]
        else:
            pieces = [part] if _NUMBER.fullmatch(part.strip(_EDGES)) else part.split("/")
        yield from filter(None, (piece.strip(_EDGES) for piece in pieces))


def _unglued(text: str) -> str:
    """Numbers of ten digits that nothing parts."""
    return _GLUED.sub(lambda run: " ".join(re.findall(r"\d{10}", run[0])), text)


def are_phones(text: str) -> bool:
    """Whether the cell holds French numbers, and nothing else before a comma or a semicolon."""
    return bool(_ONE_OR_MORE.fullmatch(_unglued(_APART.split(text, maxsplit=1)[0].strip())))


def each_email(text: str) -> list[str]:
    """The words that are to be e-mails, in lower case; without whose, "Accueil <a@b.fr>"."""
    words = [word for part in _BETWEEN_PEOPLE.split(text) for word in _addresses(part)]
    tidied = (word.lower().removeprefix("mailto:").rstrip(".") for word in words)
    return [word for word in tidied if word not in _LINKS]


def _addresses(part: str) -> list[str]:
    words = _BETWEEN_EMAILS.split(part)
    return [word for word in words if "@" in word] if "<" in part and "@" in part else words
