"""Words spelt by ear or with a slip of the hand, known by those beside: "espaces vers", "mise souus
pli".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.taxonomy import derived, taxonomy
from search.french import tokens
from search.spelling import TWO_TYPOS_LENGTH
from search.understanding.forms import french_words
from search.understanding.lexicon import FARTHEST_HEARD, SHORTEST_HEARD, is_spelt_well, known_words
from search.understanding.places import places_called
from search.understanding.sounds import sound_of, whole_sound_of
from search.understanding.words import Word

Words = tuple[str, ...]
# A word of a name: what is compared, and as written, without case nor accents.
Said = tuple[str, str]

_SHORTEST_SMALL_WORD = 4  # letters: "livraison au Mans" brings no "eau"
_SHORTEST_SLIP = 4  # letters of a word that may be mistyped
_LONGEST_NAME = 4  # words


def as_heard(words: list[Word]) -> list[Word]:
    """`words`, those mended that make with the ones beside them the name of a service.

    They are strange to the lexicon, or small words that introduce nothing; elsewhere they stay.
    """
    mended = list(words)
    for at, word in enumerate(words):
        if _may_be_misheard(words, at) and (form := _meant(words, at)):
            mended[at] = replace(word, form=form, surface=form)
        elif meant := _slipped(words, at) if _may_be_a_slip(word) else _nearly_said(words, at):
            mended[at] = replace(word, form=meant[0], surface=meant[1])
    return mended


def _may_be_misheard(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if not word.is_stop:
        return len(word.form) >= SHORTEST_HEARD and word.form not in known_words()
    following = words[at + 1 : at + 2]
    introduces = any(not (one.is_stop or one.follows_a_sign) for one in following)
    return len(word.surface) >= _SHORTEST_SMALL_WORD and not introduces


def _meant(words: Sequence[Word], at: int) -> str | None:
    """The word that each name of two words, one of which stands beside, has instead."""
    farthest = 1 if words[at].is_stop else FARTHEST_HEARD
    is_french = words[at].form in french_words().others
    for beside, is_first in _neighbours(words, at):
        for form in _completing().get((beside.form, is_first, sound_of(words[at].surface)), ()):
            is_near = OSA.distance(words[at].surface, form) <= farthest
            if is_near and not (is_french and _differ_aloud(words[at].surface, form)):
                return form
    return None


def _differ_aloud(word: str, other: str) -> bool:
    return whole_sound_of(word) != whole_sound_of(other)


def _neighbours(words: Sequence[Word], at: int) -> Iterator[tuple[Word, bool]]:
    """The words beside, and whether each is the first of the two."""
    if at and not words[at].follows_a_sign:
        yield words[at - 1], True
    for following in words[at + 1 : at + 2]:
        if not following.follows_a_sign:
            yield following, False


@derived()
def _completing() -> Mapping[tuple[str, bool, str], Words]:
    """One word of a name of two, whether it is the first, how the other sounds → the other."""
    found: defaultdict[tuple[str, bool, str], Words] = defaultdict(tuple)
    for name in _names():
        if len(name) == 2:
            first, last = (form for form, _ in name)
            found[first, True, sound_of(last)] += (last,)
            found[last, False, sound_of(first)] += (first,)
    return dict(found)


def _may_be_a_slip(word: Word) -> bool:
    """Strange to our words, to those of French and to places: "verst", not "Vertou"."""
    form = word.form
    if word.is_stop or len(form) < _SHORTEST_SLIP or not form.isalpha() or is_spelt_well(form):
        return False
    return form not in french_words().forms and not places_called(word.surface)


def _slipped(words: Sequence[Word], at: int) -> Said | None:
    """The nearest of the words that names have instead, whose others stand around."""
    form = words[at].form
    near = [(_slips(words[at], said), said) for said in _instead(words, at)]
    slips, said = min(near, default=(0, None))
    return said if slips <= _farthest(form) else None


def _nearly_said(words: Sequence[Word], at: int) -> Said | None:
    """What a name of three words or more has instead of a word that is none of ours, but has the
    letters or the sound of it, whatever that names: "mise sous pil", "misse sous pli".
    """
    word = words[at]
    if word.is_stop or not word.surface.isalpha() or word.form in known_words():
        return None
    return next((said for said in _instead(words, at, 3) if _is_nearly(word, said[1])), None)


def _is_nearly(word: Word, other: str) -> bool:
    has_its_letters = sorted(word.surface) == sorted(other)
    return has_its_letters or whole_sound_of(word.surface) == whole_sound_of(other)


def half_meant(form: str) -> str | None:
    """A word of a name of several that `form` is a slip of, whatever else it may mean."""
    if len(form) < _SHORTEST_SLIP:
        return None
    near = process.extractOne(form, _halves(), scorer=OSA.distance, score_cutoff=_farthest(form))
    return near[0] if near and near[1] else None


def _farthest(form: str) -> int:
    return 1 if len(form) < TWO_TYPOS_LENGTH else 2


@derived()
def _halves() -> Sequence[str]:
    return sorted({form for name in _names() if len(name) > 1 for form, _ in name})


def _slips(word: Word, said: Said) -> int:
    """A word that sounds the same is one slip away: "plato"; "archvies" is one from "archives"."""
    form, surface = said
    if sound_of(word.form) == sound_of(form):
        return 1
    return min(OSA.distance(word.form, form), OSA.distance(word.surface, surface))


def _instead(words: Sequence[Word], at: int, least: int = 2) -> Iterator[Said]:
    """The words that names of at least so many have there."""
    told = [position for position, word in enumerate(words) if not word.is_stop or position == at]
    here = told.index(at)
    for size in range(least, _LONGEST_NAME + 1):
        for first in range(max(0, here - size + 1), min(here, len(told) - size) + 1):
            run = [words[position].form for position in told[first : first + size]]
            rank = here - first
            yield from _lacking().get((rank, *run[:rank], *run[rank + 1 :]), ())


@derived()
def _lacking() -> Mapping[tuple[int | str, ...], Sequence[Said]]:
    """A rank in a name of several, and its other words → the words that names have there."""
    found: defaultdict[tuple[int | str, ...], list[Said]] = defaultdict(list)
    for name in _names():
        forms = [form for form, _ in name]
        for rank, said in enumerate(name if 1 < len(name) <= _LONGEST_NAME else ()):
            found[rank, *forms[:rank], *forms[rank + 1 :]].append(said)
    return dict(found)


def _names() -> Iterator[list[Said]]:
    for service in taxonomy().services.values():
        for name in (service.label, *service.synonyms):
            yield [(token.text, token.surface) for token in tokens(name)]
