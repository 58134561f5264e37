"""What a postcode says by its digits."""

import re

_POSTCODE = re.compile(r"\d{5}")


def is_postcode(text: str) -> bool:
    """Whether it is written as one, whatever it serves."""
    return bool(_POSTCODE.fullmatch(text))


def departements_of_unserved(postcode: str) -> set[str]:
    """A CEDEX postcode serves no commune, yet begins as those around it."""
    if postcode.startswith("20"):
        return {"2A", "2B"}
    if postcode.startswith("977"):
        return {"974"}
    return {postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]}
