"""Which kinds one establishment may have at the same time."""

from collections.abc import Iterable

from domain.kinds import KINDS

# Conventions that the State signs with one and the same establishment; "ess" kinds say under
# which law a body is founded, and go with any other. A GEIQ or a SEP is nothing else beside.
TOGETHER: tuple[frozenset[str], ...] = (
    frozenset({"EI", "AI", "ACI", "ETTI", "EITI"}),
    frozenset({"ESAT", "EA", "EATT"}),
)


def compatible(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both sets of kinds may be one establishment's; unknown on either side is no."""
    ours, theirs = set(some), set(others)
    return bool(ours and theirs) and all(_together(a, b) for a in ours for b in theirs)


def _together(one: str, other: str) -> bool:
    if one == other or "ess" in {KINDS[code].family for code in (one, other) if code in KINDS}:
        return True
    return any({one, other} <= group for group in TOGETHER)
