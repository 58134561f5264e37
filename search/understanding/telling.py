"""What was understood, as told to programs."""

from collections.abc import Iterator
from typing import Any

from search.understanding.codes import cpv_said
from search.understanding.values import Alternative, Mention, Understood, What

_LISTS = (What.SERVICE, What.KIND, What.LABEL, What.NETWORK, What.LEGAL)


def told(understood: Understood) -> dict[str, Any]:
    """Under `services, kinds, labels, networks, legal, codes` the values read, in order;
    `less_sure`, services that the words may also mean, whose suppliers come after; `place` as
    "level:code", or None; `text`, the words left over; `refused`, those that say who or where
    not, and are not followed; `radius_km`, the distance said; `alternatives`, the likeliest first.

    A value is an id of the taxonomy, a code of kind, a slug, or a number as "siret:…"; a CPV code
    is told beside the services that it is read as.
    """
    place = understood.mention(What.PLACE)
    return {
        **{what.value: list(understood.values(what)) for what in _LISTS},
        What.CODE.value: [*understood.values(What.CODE), *_cpv_codes(understood)],
        "less_sure": list(understood.less_sure),
        What.PLACE.value: place.values[0] if place else None,
        What.TEXT.value: understood.text,
        "refused": [understood.typed[start:end] for start, end in understood.refused],
        "radius_km": understood.radius_km,
        "alternatives": [_alternative(understood, other) for other in understood.alternatives],
    }


def _cpv_codes(understood: Understood) -> Iterator[str]:
    for mention in understood.mentions:
        code = cpv_said(understood.words_of(mention)) if mention.what is What.SERVICE else None
        if code:
            yield f"cpv:{code}"


def _alternative(understood: Understood, other: Alternative) -> dict[str, Any]:
    """`words`, as typed, are `read` as one thing, or `instead` as another; None: as plain words."""
    return {
        "words": understood.words_of(other.of),
        "read": _reading(other.of),
        "instead": _reading(other.instead) if other.instead else None,
    }


def _reading(mention: Mention) -> dict[str, list[str]]:
    return {mention.what.value: list(mention.values)}
