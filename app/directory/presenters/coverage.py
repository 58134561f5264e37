"""A coverage in words: "30 km autour de l’adresse", "Départements : Nord (59), Sarthe (72)"."""

from collections.abc import Iterable
from itertools import groupby
from typing import cast, get_args

from app.templating import NBSP, typo
from domain.geography import Level, gazetteer
from domain.models import Zone

MAX_NAMED = 8

_WORDS: dict[Level, tuple[str, str]] = {
    "region": ("Région", "Régions"),
    "former_region": ("Ancienne région", "Anciennes régions"),
    "departement": ("Département", "Départements"),
    "epci": ("Intercommunalité", "Intercommunalités"),
    "commune": ("Commune", "Communes"),
    "postcode": ("Code postal", "Codes postaux"),
}


def in_words(zone: Zone) -> str:
    if zone.whole_country:
        return "France entière"
    radius = [f"{zone.radius_km}{NBSP}km autour de l’adresse"] if zone.radius_km else []
    return typo(" ; ".join(radius + _territories(zone.territories)))


def _territories(territories: Iterable[str]) -> list[str]:
    order = list(_WORDS)
    keys = sorted((_split(key) for key in territories), key=lambda key: order.index(key[0]))
    return [
        _named(level, [code for _, code in codes])
        for level, codes in groupby(keys, key=lambda key: key[0])
    ]


def _split(key: str) -> tuple[Level, str]:
    level, _, code = key.partition(":")
    assert level in get_args(Level), key
    return cast(Level, level), code


def _named(level: Level, codes: list[str]) -> str:
    places = [gazetteer().place(level, code) for code in codes]
    names = [place.label if place else code for place, code in zip(places, codes, strict=True)]
    singular, plural = _WORDS[level]
    title = singular if len(names) == 1 else plural
    more = len(names) - MAX_NAMED
    ending = f" et {more} autres" if more > 1 else ""
    shown = names[:MAX_NAMED] if more > 1 else names
    return f"{title} : {', '.join(shown)}{ending}"
