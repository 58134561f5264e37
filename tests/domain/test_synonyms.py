"""Synonyms that a directory adds to the committed taxonomy."""

from collections.abc import Iterator

import pytest

from domain.taxonomy import add_synonyms, derived, taxonomy

ADDED = frozenset({("gourbillage", "repassage")})


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    add_synonyms(frozenset())


def test_it_works() -> None:
    assert taxonomy().services_for("Gourbillages") == ()
    add_synonyms(ADDED)
    assert [service.id for service in taxonomy().services_for("Gourbillages")] == ["repassage"]
    add_synonyms(frozenset())
    assert taxonomy().services_for("Gourbillages") == ()


def test_indexes_are_not_built_again_for_them() -> None:
    before = taxonomy().hash
    add_synonyms(ADDED)
    assert taxonomy().hash == before


def test_a_service_that_is_gone_takes_no_synonym() -> None:
    before = taxonomy().services
    add_synonyms(frozenset({("gourbillage", "no-such-service")}))
    assert taxonomy().services == before


def test_what_is_worked_out_from_the_taxonomy_is_worked_out_again() -> None:
    @derived()
    def words_of(service: str) -> tuple[str, ...]:
        return taxonomy().services[service].synonyms

    assert words_of("repassage") is words_of("repassage")
    assert "gourbillage" not in words_of("repassage")
    add_synonyms(ADDED)
    assert "gourbillage" in words_of("repassage")
