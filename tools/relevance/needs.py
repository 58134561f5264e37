"""The judged set: what buyers want, as they type it, and who answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

SET = Path(__file__).resolve().parents[2] / "tests" / "relevance" / "needs.json"

# Source → the keys of its suppliers: an id of the database would change with each corpus.
Keys = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has these facts, on the day it is asked; all those given must hold.

    Places are written as a zone's territories are ("departement:29"), any of several. `located`:
    it sits there; `within`: at 50 km at most; `reaches`: one of its zones covers a part of it.
    `name` is words of its name or brand.
    """

    grade: int
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    naf: str = ""
    siren: str = ""
    siret: str = ""
    name: str = ""
    located: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """`guide` says to the judge what the buyer wants. Neither answers nor rules: nobody does it.

    `aims` tells for which half of the corpus it was written; all of it was judged.
    """

    id: str
    category: str
    aims: Literal["demo", "real"]
    query: str
    variants: tuple[str, ...]
    guide: str
    answers: Keys
    near: Keys
    rules: tuple[Rule, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.query, *self.variants)


def load_needs(path: Path = SET) -> tuple[Need, ...]:
    return tuple(map(_need, json.loads(path.read_text())))


def _need(stored: dict[str, Any]) -> Need:
    empty: dict[str, Any] = {"answers": {}, "near": {}, "rules": []}
    read = empty | stored
    rules = tuple(map(_rule, read["rules"]))
    return Need(**read | {"variants": tuple(read["variants"]), "rules": rules})


def _rule(stored: dict[str, Any]) -> Rule:
    read: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return Rule(**read)
