"""The building blocks of the demo directory fit the taxonomy and keep out of each other's way."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from app.demo.blocks import blocks
from domain.kinds import KINDS
from domain.taxonomy import Service, taxonomy
from domain.text import fold
from domain.words import without_plurals


@cache
def key(words: str) -> str:
    return f" {without_plurals(fold(words))} "


def said_in(text: str, service: Service) -> list[str]:
    """The service's words that are read in the text, broad ones apart."""
    words = (service.label, *service.synonyms)
    return [w for w in words if fold(w) not in taxonomy().broad and key(w) in key(text)]


def sentences(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    else:
        for part in content.values() if isinstance(content, dict) else content:
            yield from sentences(part)


def test_it_works() -> None:
    assert blocks("activities").keys() == taxonomy().services.keys()
    assert blocks("kinds").keys() == KINDS.keys()
    assert blocks("texts")["group"].keys() == taxonomy().groups.keys()


def test_a_service_is_said_in_its_own_words() -> None:
    for service_id, phrases in blocks("activities").items():
        service = taxonomy().services[service_id]
        for phrase in phrases["said"]:
            assert any(key(w) in key(phrase) for w in (service.label, *service.synonyms)), phrase


def test_or_in_none_of_any_service() -> None:
    for phrases in blocks("activities").values():
        for phrase in phrases["unsaid"]:
            assert not any(said_in(phrase, s) for s in taxonomy().services.values()), phrase


def test_sentences_around_the_offer_say_no_service() -> None:
    for sentence in sentences(blocks("texts")):
        assert not any(said_in(sentence, s) for s in taxonomy().services.values()), sentence


def test_every_group_and_kind_has_sentences_to_vary() -> None:
    assert all(len(found) >= 3 for found in blocks("texts")["group"].values())
    assert blocks("texts")["opening"].keys() == {*KINDS, "abroad"}


def test_profiles_name_known_things() -> None:
    known = taxonomy().groups.keys() | taxonomy().services.keys()
    for profile in (*blocks("kinds").values(), blocks("abroad")["profile"]):
        assert profile["groups"].keys() <= known
        assert set(profile.get("networks", ())) <= taxonomy().networks.keys()
        assert profile.get("also", {}).keys() <= KINDS.keys()
