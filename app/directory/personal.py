"""What of a text may be somebody's name, number or address: nothing of it is to be kept."""

from app.directory.forms import Criteria
from domain.person_names import person_names
from domain.text import fold
from importers.persons import may_name_a_person
from search.understanding import form_of, known_words

DIGITS_OF_A_POSTCODE = 5

_STREETS = frozenset(
    """
    allee av avenue bd blvd boulevard chemin faubourg hameau impasse lotissement quai rue
    ruelle sentier square venelle voie
    """.split()  # noqa: SIM905 reads better than quoted words
)
# Streets too, once numbered: "cours de cuisine" is none, "3 cours Gambetta" is one.
_NUMBERED_STREETS = frozenset(
    """
    batiment bat cite clos cours esplanade lieu parc passage place residence route villa za zi
    zone
    """.split()  # noqa: SIM905 the same
)
# Whoever is named after them.
_RELATIVES = frozenset(
    """
    ami amie chez collegue copain copine cousin cousine epouse epoux femme fille fils frere
    maman mamie mari mere neveu niece oncle papa papi papy pere soeur tante voisin voisine
    """.split()  # noqa: SIM905 the same
)


def may_be_personal(criteria: Criteria) -> bool:
    """Whether it holds a name, an address, or a number of somebody; a postcode is none."""
    typed = criteria.text
    words = fold(typed).split()
    digits = sum(map(str.isdigit, typed))
    return (
        "@" in typed
        or digits > DIGITS_OF_A_POSTCODE
        or may_name_a_person(typed)
        or not _RELATIVES.isdisjoint(words)
        or _is_an_address(words, is_numbered=digits > 0)
        or _holds_a_name(criteria)
    )


def _is_an_address(words: list[str], *, is_numbered: bool) -> bool:
    """Whatever the street is called, and with or without its town."""
    streets = _STREETS | _NUMBERED_STREETS if is_numbered else _STREETS
    return not streets.isdisjoint(words)


def _holds_a_name(criteria: Criteria) -> bool:
    """Of any origin; a word of French, or of the place, is no name: "Rose", "Nancy"."""
    words = fold(criteria.understood.without_place()).split()
    named = [word for word in words if word in person_names()]
    return any(not known_words().issuperset(form_of(word)) for word in named)
