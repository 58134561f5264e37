"""The building blocks kept in data/demo/, and how one is drawn."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"

T = TypeVar("T")


@cache
def blocks(name: str) -> Any:
    """The content of data/demo/`name`.json, read once."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def draw(rng: Random, weights: Mapping[T, float]) -> T:
    """One key, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def draw_several(rng: Random, weights: Mapping[T, float], count: int) -> list[T]:
    """At most `count` distinct keys, in the order drawn."""
    left = dict(weights)
    drawn: list[T] = []
    while left and len(drawn) < count:
        drawn.append(draw(rng, left))
        del left[drawn[-1]]
    return drawn


def zipf(things: Sequence[T]) -> dict[T, float]:
    """Weights that fall as one over the rank: the first thing is by far the most frequent."""
    return {thing: 1 / rank for rank, thing in enumerate(things, start=1)}


def chance(rng: Random, probability: float) -> bool:
    return rng.random() < probability
