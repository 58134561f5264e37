"""Words in the singular and the plural."""


def without_plurals(folded: str) -> str:
    """Folded words, each without its final s or x: a key to compare by, not a word to show."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in folded.split()
    )


_LITTLE = frozenset({"d", "de", "des", "du", "l", "la", "le", "les"})


def without_little_words(folded: str) -> str:
    """ "chantier d insertion" and "chantier insertion" alike: a key to compare by."""
    return " ".join(word for word in folded.split() if word not in _LITTLE)


def plural(count: int, noun: str) -> str:
    """ "1 chiffre", "12 chiffres": zero and one are singular in French."""
    return f"{count} {noun}{'s' if count > 1 else ''}"
