"""Comparing the words of the vocabulary."""


def without_plurals(folded: str) -> str:
    """Folded words, each without its final s or x: a key to compare by, not a word to show."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in folded.split()
    )
