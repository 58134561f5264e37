"""What a form was opened on, so that nobody writes over what a colleague changed meanwhile.

A hidden field carries a digest of each value. What its author left alone stays as it is now; what
both changed is for them to choose.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

Values = Mapping[str, Any]


def digests(values: Values) -> str:
    """What a form carries of the values it is opened on."""
    return json.dumps({name: _digest(value) for name, value in values.items()})


def _digest(value: Any) -> str:
    return blake2b(repr(value).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of what its author left alone, and of what a colleague changed otherwise."""

    untouched: frozenset[str]
    disputed: frozenset[str]


def changes(typed: Values, present: Values, seen: str) -> Changes:
    """`seen` is what `digests` gave; of what cannot be read, everything is as if changed."""
    opened = _read(seen)
    untouched = {name for name, value in typed.items() if _digest(value) == opened.get(name)}
    stale = {name for name in typed if _digest(present[name]) != opened.get(name)}
    differ = {name for name, value in typed.items() if value != present[name]}
    return Changes(frozenset(untouched), frozenset((stale & differ) - untouched))


def _read(seen: str) -> Mapping[str, str]:
    try:
        read = json.loads(seen)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
