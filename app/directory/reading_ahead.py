"""What the first searches and suggestions of a process would wait some seconds for."""

from app.directory.completing import needs, places, services
from app.directory.need_parts import words_for
from domain.coverage import place_tokens
from domain.taxonomy import taxonomy

# Each reads files that the others leave: what needs mean, slips of the hand, towns, codes.
TYPED = (
    "vitres nante",
    "ea imprimerie paca",
    "plonberie ange",
    "menuizrie",
    "lomberie",
    "90910000",
)

A_COMMUNE = "44109"  # whichever has a point: the tree of all of them is made for it


def read_ahead() -> None:
    """Of the words of needs and of places; anew where synonyms or readings have changed."""
    place_tokens("commune", A_COMMUNE)
    for typed in TYPED:
        services(typed)
        needs(typed)
        places(typed, 1)
    for service in taxonomy().services:
        words_for(service)
