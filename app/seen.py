"""What a form was opened on, so that nobody writes over what a colleague changed meanwhile.

A hidden field carries a digest of each value. What its author left alone stays as it is now; what
both changed is for them to choose.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

Values = Mapping[str, Any]


def digests(values: Values) -> str:
    """What a form carries of the values it is opened on."""
    return json.dumps({name: digest(value) for name, value in values.items()})


def digest(value: Any) -> str:
    """Of one value: tells whether somebody changed it since."""
    return blake2b(repr(value).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of what its author left alone, and of what a colleague changed otherwise."""

    untouched: frozenset[str]
    disputed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field of which two colleagues say two things, in lines of words."""

    name: str
    theirs: Sequence[str]
    yours: Sequence[str]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What a colleague saved while this form was open, as it is shown beside what was typed."""

    who: str
    at: datetime
    disagreements: Sequence[Disagreement]


def changes(typed: Values, present: Values, seen: str) -> Changes:
    """`seen` is what `digests` gave; of what cannot be read, everything is as if changed."""
    opened = _read(seen)
    untouched = {name for name, value in typed.items() if digest(value) == opened.get(name)}
    stale = {name for name in typed if digest(present[name]) != opened.get(name)}
    differ = {name for name, value in typed.items() if value != present[name]}
    return Changes(frozenset(untouched), frozenset((stale & differ) - untouched))


def _read(seen: str) -> Mapping[str, str]:
    try:
        read = json.loads(seen)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
