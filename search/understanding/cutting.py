"""A text less some of its parts, and less the small words and the signs that only led to them."""

import re
from collections.abc import Collection

from search.french import STOP_WORDS, all_tokens

_SIGNS = (",", ";", "/")  # between the things of a list
_ENDS = " !?.…"
_BUT = re.compile(r"^mais(?!\w)\s*", re.IGNORECASE)  # after what is cut, no maize
_SPACED = re.compile(r"\s+(?=[,;)])|(?<=\()\s+")


def cut(text: str, spans: Collection[tuple[int, int]]) -> str:
    """ "Un ESAT pour nettoyer à Rennes" less its verb is "Un ESAT à Rennes"."""
    left, position = "", 0
    for start, end in sorted(set(spans)):
        left = f"{left}{_without_small_words_at_end(text[position:start])}".rstrip()
        position = max(position, end)
        rest = text[position:].lstrip()
        if left.endswith(_SIGNS):
            left = left[:-1]
        elif rest.startswith("/") or (not left and rest.startswith(_SIGNS)):
            position = len(text) - len(rest) + 1
        left += " "
    rest = text[position:]
    kept = " ".join(_SPACED.sub("", f"{left}{rest if rest.strip(_ENDS) else ''}").split())
    is_cut_before = bool(spans) and not text[: min(start for start, _ in spans)].strip()
    return _BUT.sub("", kept) if is_cut_before else kept


def _without_small_words_at_end(text: str) -> str:
    """Back to the last word that tells, or to a sign."""
    end = len(text)
    for token in reversed(list(all_tokens(text))):
        after = text[token.end : end].strip()
        if token.surface not in STOP_WORDS or after not in {"", "'", "’"}:
            break
        end = token.start
    return text[:end]
