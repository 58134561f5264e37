"""Families of services read as a whole: "un GEIQ du bâtiment"."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from domain.taxonomy import derived, taxonomy
from search.french import words as normalised
from search.understanding.needs import Need
from search.understanding.words import Word

# What trades are called as a whole; each line says one trade, in several words. No word of one
# service alone, which is read as that one.
_TRADES = (
    ("batiment", ("bâtiment", "BTP")),
    ("restauration", ("restauration", "CHR")),
    ("alimentation", ("agricole", "agriculture", "agri")),
    ("alimentation", ("alimentation", "alimentaire", "agroalimentaire")),
    ("industrie", ("industrie", "industriel")),
    ("numerique", ("informatique", "numérique")),
    ("reemploi-dechets", ("déchets", "recyclage")),
    ("mobilite-livraison", ("transport", "transporteur")),
    ("mobilite-livraison", ("mobilité",)),
    ("linge-textile", ("textile",)),
    ("culture-tourisme", ("culture", "culturel")),
    ("securite-mediation", ("sécurité",)),
    ("administratif", ("administratif", "tertiaire")),
)

# What is meant otherwise is said with them: "restauration de meubles".
_SAID_ALONE = ("restauration",)


def family_told(words: Sequence[Word], need: Need) -> Need | None:
    """The whole family, when the words tell no service of it surely and are the family's own."""
    told = {words[position].form for position in need.positions}
    families = {family for word in told if (family := _families().get(word))}
    if need.is_sure or len(families) != 1 or not told.issubset(_families()):
        return None
    return replace(need, services=services_of(families.pop()), is_sure=True, less_sure=())


def is_clear_alone(words: Iterable[Word]) -> bool:
    """Whether all that they say is a family, which no kind beside needs to make clear."""
    telling = (word for word in words if not (word.says_nothing or word.is_circumstance))
    return all(word.form in _forms_said_alone() for word in telling)


def same_trade(word: str) -> frozenset[str]:
    """The words of names that say the same trade as this one; none for the word of no family."""
    return _same_trades().get(word, frozenset())


@derived()
def services_of(family: str) -> tuple[str, ...]:
    return tuple(s.id for s in taxonomy().services.values() if s.group == family)


def whole_family(services: Collection[str]) -> str | None:
    """The family that all these services, and they alone, make."""
    known = taxonomy().services
    families = {known[service].group for service in services if service in known}
    family = families.pop() if len(families) == 1 else None
    return family if family and set(services_of(family)) == set(services) else None


@derived()
def _families() -> Mapping[str, str]:
    return {form: family for family, said in _TRADES for form in map(_form, said)}


@derived()
def _forms_said_alone() -> frozenset[str]:
    return frozenset(map(_form, _SAID_ALONE))


@derived()
def _same_trades() -> Mapping[str, frozenset[str]]:
    lines = (frozenset(map(_form, said)) for _, said in _TRADES)
    return {form: line for line in lines for form in line}


def _form(word: str) -> str:
    return normalised(word)[0]
