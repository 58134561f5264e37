"""What whole families of services are called: "bâtiment", "transport"."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.taxonomy import derived, taxonomy
from search.french import words as normalised

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
# Said of other things, or of who asks: "emballage alimentaire", "immobilier tertiaire".
_ADJECTIVES = frozenset(
    {"agricole", "agri", "alimentaire", "agroalimentaire", "industriel", "culturel"}
    | {"administratif", "tertiaire"}
)


def family_listed(words: Sequence[str]) -> str | None:
    """The one that they are in a list of needs."""
    return None if _adjectives().issuperset(words) else family_called(words)


def family_called(words: Iterable[str]) -> str | None:
    """The one whose own words these all are."""
    families = {_families().get(word) for word in words}
    return families.pop() if len(families) == 1 else None


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
def _adjectives() -> frozenset[str]:
    return frozenset(map(_form, _ADJECTIVES))


@derived()
def _same_trades() -> Mapping[str, frozenset[str]]:
    lines = (frozenset(map(_form, said)) for _, said in _TRADES)
    return {form: line for line in lines for form in line}


def _form(word: str) -> str:
    return normalised(word)[0]
