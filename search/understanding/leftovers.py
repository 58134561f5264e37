"""The words that nothing reads: searched as text, or set aside where they tell nothing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from search.french import literal_parts
from search.understanding.choosing import Candidate
from search.understanding.lexicon import known_words
from search.understanding.mentions import is_said_in
from search.understanding.needs import Need
from search.understanding.numbers import is_counted
from search.understanding.values import Mention, Span, What
from search.understanding.words import OF_ANY_SENTENCE, REFUSALS, Word, blanked

_YEAR = re.compile(r"20[2-4]\d")  # beside who is wanted, no part of a name: "DOETH 2026"


def telling_among(
    words: list[Word], read: list[Candidate], needs: list[Need], sure: list[Need]
) -> list[Word]:
    """Those that may say who answers: beside a need, neither how many nor when.

    Beside one that is sure, nor does a word that is known and tells nothing of it: "décrocher le
    téléphone à notre place".
    """
    is_sure = bool(sure) or _names_a_service(read)
    return [
        word
        for at, word in enumerate(words)
        if not word.says_nothing
        and not (word.is_circumstance and (needs or is_sure))
        and not (read and _YEAR.fullmatch(word.surface))
        and not ((word.is_vague or word.is_date) and read)
        and not ((needs or read) and _is_of_any_sentence(words, at))
        and not (word.form in known_words() and is_sure)
    ]


def _is_of_any_sentence(words: list[Word], at: int) -> bool:
    """ "Uniquement", "on n’a pas trouvé", "EA ou non", "sauf lundi"; not the "sans" of "sans
    tutelle", nor the "avant" of "avant-bras".
    """
    if words[at].surface in REFUSALS:
        following = words[at + 1 : at + 2]
        return all(word.says_nothing or word.is_circumstance for word in following)
    return words[at].surface in OF_ANY_SENTENCE and not _begins_a_compound(words, at)


def _begins_a_compound(words: list[Word], at: int) -> bool:
    following = (word for word in words[at + 1 : at + 2] if word.is_joined)
    return any(not word.says_nothing and word.surface not in OF_ANY_SENTENCE for word in following)


def _names_a_service(read: list[Candidate]) -> bool:
    return any(candidate.what is What.SERVICE for candidate in read)


def set_aside(words: list[Word], telling: list[Word], read: Sequence[Mention]) -> tuple[Span, ...]:
    """Words that say neither what is needed nor where: how many, when."""
    told = {word.span for word in telling}
    aside = (word.span for word in words if not (word.says_nothing or word.span in told))
    return tuple(span for span in aside if not is_said_in(span, read))


def uncounted(text: str, words: list[Word]) -> tuple[Span, ...]:
    """All of the text but how many of what is known: "120 chaises", not "Atelier 21"."""
    counts = [word.span for word, following in pairwise(words) if _counts(word, following)]
    starts = [0, *(span.end for span in counts)]
    ends = [*(span.start for span in counts), len(text)]
    return tuple(map(Span, starts, ends))


def _counts(word: Word, following: Word) -> bool:
    is_thing = following.form in known_words() and not following.is_quantity
    return word.is_quantity and is_thing and is_counted(following)


def not_refused(text: str, words: list[Word], refused: Sequence[Span]) -> str:
    """Nothing, when but how one asks stands beside: "surtout pas d’ESAT, merci"."""
    only_asks = all(word.says_nothing or word.surface in OF_ANY_SENTENCE for word in words)
    is_all = refused and only_asks and not literal_parts(text)
    return "" if is_all else blanked(text, refused)


def words_left(
    text: str, telling: list[Word], mentions: list[Mention], plain: list[Word]
) -> tuple[Span, ...]:
    """Where the words stand that nothing reads, beside what is read.

    What is quoted stays in any case, and what is said to be `plain`.
    """
    if not mentions:
        return ()
    kept = {word.span for word in telling if not is_said_in(word.span, mentions)}
    kept.update(word.span for word in plain)
    kept.update(Span(*part) for part in literal_parts(text))
    return tuple(sorted(kept))
