"""The words of a text that nothing reads, even alone."""

import re

from domain.taxonomy import derived, given_readings
from search.understanding.lexicon import known_words
from search.understanding.reading import understand
from search.understanding.readings import form_of
from search.understanding.words import AROUND_A_PLACE, OF_ANY_SENTENCE, words_of

# Neither a part of an address, a number, a brand written with signs, nor initials.
_PLAIN = re.compile(r"(?<![\w.@/:&+])[^\W\d_]{3,30}(?![\w@/:&+]|\.\w)")

_SILENT = OF_ANY_SENTENCE | AROUND_A_PLACE


def unread_words(text: str) -> tuple[str, ...]:
    """Each once, without case nor accents; what is quoted is not to be read, and is none."""
    plain = {match.start() for match in _PLAIN.finditer(text)}
    told = (
        word.surface
        for word in words_of(text)
        if word.span.start in plain and not (word.is_empty or word.is_circumstance)
        if word.surface not in _SILENT
    )
    return tuple(word for word in dict.fromkeys(told) if _is_unread(word))


@derived(maxsize=1024)
def _is_unread(word: str) -> bool:
    """None of our words, nor one that an administrator says is plain."""
    alone, form = understand(word), form_of(word)
    given = any(form_of(reading.words) == form for reading in given_readings())
    return not (alone.mentions or alone.alternatives or given or known_words().issuperset(form))
