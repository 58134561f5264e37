"""Columns of ticks: one a service or a label, with Oui, x or 1 in the cells that it is true of."""

import re

from domain.text import fold

_YES = frozenset({"oui", "x", "xx", "1", "vrai", "true", "yes", "o", "y", "ok", "coche"})
_NO = frozenset({"non", "0", "faux", "false", "no", "n", "nc", "neant", "aucun"})
_YES_SIGNS = frozenset("✓✔☑✅●•√☒X×")
_NO_SIGNS = frozenset({"", "-", "–", "—", "☐", "✗", "✘", "❌", "/"})
# "Activités [Menuiserie]", "Activité : menuiserie", as the exports of forms write them.
_ASKED = re.compile(r".*\[(.+)\]\s*|(?:\w+\s+){0,4}\w+\s*:\s*(.+)", re.DOTALL)


def read_tick(cell: str) -> bool | None:
    """None when the cell says neither yes nor no."""
    sign = cell.strip()
    if sign in _NO_SIGNS:
        return False
    words = fold(sign)
    if sign in _YES_SIGNS or words in _YES:
        return True
    return False if words in _NO else None


def ticked_words(title: str) -> str:
    """What a ticked cell says: the title, without the question that comes before it."""
    found = _ASKED.fullmatch(title)
    return (found[1] or found[2]).strip() if found else title
