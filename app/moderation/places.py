"""Départements to choose from."""

from functools import cache

from domain.geography import gazetteer


@cache
def departement_names() -> list[tuple[str, str]]:
    """Code and name, in the order of the codes."""
    codes = sorted(gazetteer().all_of("departement"))
    return [(code, place.label) for code in codes if (place := gazetteer().departement(code))]
