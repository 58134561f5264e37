"""The words of a text that nothing reads, even alone."""

import re

from domain.taxonomy import derived, given_readings
from search.understanding.lexicon import known_words
from search.understanding.reading import understand
from search.understanding.readings import form_of
from search.understanding.words import AROUND_A_PLACE, words_of

# Neither a part of an address, a number, a brand written with signs, nor initials.
_PLAIN = re.compile(r"(?<![\w.@/:&+])[^\W\d_]{3,30}(?![\w@/:&+]|\.\w)")

# Beside stop words and those that asking takes: of any sentence, and nothing to explain.
_OF_ANY_SENTENCE = frozenset(
    """
    afin ainsi alors annee annees ans apres assez aucun aucune aussi autre autres avant beaucoup
    bien bon bonne car ceci cela celle celles celui certain certaine certains ceux chaque comme
    debut deja depuis des deux donc encore entre environ etc eux fin grand grande grandes grands
    heure heures hors ici jamais jour jours lors lui mais matin meme memes mieux moins mois mon
    moyen neuf non nouveau nouvelle nouvelles nouveaux oui parfois pas pendant petit petite petites
    petits peu plus plusieurs presque puis quand rapide rapidement sans sauf selon semaine semaines
    seul seule seulement sinon soir son sous souvent tel telle ton toujours tous toutes tres trois
    trop vite voici voila
    """.split()  # noqa: SIM905 a block of words reads better than a hundred quoted ones
)
_SILENT = _OF_ANY_SENTENCE | AROUND_A_PLACE


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
