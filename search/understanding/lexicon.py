"""What words tell of services: those of the taxonomy, and everyday ones.

Everyday words (`data/understanding/everyday.json`) are what alone tells a service ("sure"), what
alone may mean it too ("also"), and what tells it with another word ("may"). Others
(`elsewhere.json`) tell that it is none of ours.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from sys import intern
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.taxonomy import derived, taxonomy
from domain.text import fold
from search.french import all_tokens
from search.french import words as normalised
from search.spelling import allowed_typos
from search.understanding.forms import FOLDER, french_words
from search.understanding.packed import Forces, PackedForces, PackedWords, Words
from search.understanding.sounds import sound_of

ELSEWHERE = ""  # stands for what somebody may buy, and no service is: "dentiste", "parfum"
LABEL, SYNONYM, BROAD, SURE, ALSO, MAY = 5.0, 4.0, 1.2, 3.0, 2.4, 1.0
NOT_OURS = 2.5
SHARING = 0.3
HINT = 0.6  # what a word tells that is only in longer terms
NAMED = 0.01  # what orders services that a word tells alike
TYPO = 0.7  # what a word with a typo still tells, or one of the same family
SHORTEST_STEM = 3
LONGEST_LOOSE = 3  # stems of a term that is known in another order
SHORTEST_JOINED = 8  # letters of a term that may be written in one word
SHORTEST_HEARD, FARTHEST_HEARD = 6, 2  # letters, and letters apart, of what is spelt by ear

SHORTEST_BEGUN = 7  # letters of a word whose first one is wrong

# What a verb, its action and who does it have in common: "laver", "lavage", "laveur" (folded).
_FAMILY_ENDINGS = (
    *("issage", "isseu", "isseur", "issement", "ation", "ateu", "atric", "ement", "age"),
    *("eu", "er", "ir", "tion", "erie"),
)


@derived()
def lexicon() -> Mapping[Words, Forces]:
    """What each term tells of each service; the strongest counts."""
    told: dict[Words, Forces] = {}
    for term, service, force in _told():
        if term:
            told[term] = _strongest(told.get(term), _alone(service, force))
    return PackedForces((term, _shared(forces)) for term, forces in told.items())


@derived()
def known_words() -> frozenset[str]:
    """Every word of the lexicon: words that mean something else than a place."""
    return frozenset(chain.from_iterable(lexicon()))


@derived()
def compounds() -> Mapping[Words, Forces]:
    """The terms of several words by their stems, whatever their order: "vitres à laver"."""
    found: dict[Words, Forces] = {}
    for term, forces in lexicon().items():
        stems = in_one_order(map(stem_of, term))
        if 1 < len(stems) <= LONGEST_LOOSE:
            found[stems] = _strongest(found.get(stems), forces)
    return PackedForces(found.items())


def in_one_order(stems: Iterable[str]) -> Words:
    """Each once, in one order."""
    return tuple(sorted(set(stems)))


@derived()
def naming() -> Mapping[Words, Forces]:
    """Of each word, as its stem alone, the services whose names hold it: their label first."""
    holding: defaultdict[Words, dict[str, float]] = defaultdict(dict)
    for service in taxonomy().services.values():
        for name in (*service.synonyms, service.label):
            told = 2 * NAMED if name == service.label else NAMED
            for word in map(stem_of, normalised(name)):
                holding[word,][service.id] = told
    return PackedForces(holding.items())


@derived()
def hints() -> Mapping[Words, Forces]:
    """Of each word, as its stem alone, how the terms that hold it are shared by services."""
    holding: defaultdict[Words, Counter[str]] = defaultdict(Counter)
    for term, service, _ in _told():
        for word in set(map(stem_of, term)):
            holding[word,][service] += 1
    return PackedForces(
        (term, {service: HINT * count / counts.total() for service, count in counts.items()})
        for term, counts in holding.items()
    )


def forces_of(word: str) -> Forces:
    """What one word tells, misspelt or of the family of one that is known.

    Of services that it tells alike, those that bear its name come first.
    """
    if known := lexicon().get((word,)):
        named = naming().get((stem_of(word),), {})
        return {service: force + named.get(service, 0) for service, force in known.items()}
    if not is_spelt_well(word) and (joined := _in_one_word().get(word)):
        return joined
    return {service: TYPO * force for service, force in lexicon().get(_kin_of(word), {}).items()}


def _kin_of(word: str) -> Words:
    """The word that it is a slip of, or one of its family that is surer: "plombir" is plombier,
    not plomb.
    """
    kin = _surest(mended_word(word), _families().get(stem_of(word)))
    return (kin,) if kin else ()


def _surest(*near: str | None) -> str | None:
    """The first of those that are as sure."""
    return max(filter(None, near), key=_surety, default=None)


def _surety(word: str) -> float:
    return max(lexicon()[word,].values())


@derived()
def _in_one_word() -> Mapping[str, Forces]:
    """The names of services of several words, the long ones, in one: "espacesverts", or without
    the endings that are not said: "espaceverts".
    """
    joined: dict[str, Forces] = {}
    for service in taxonomy().services.values():
        for name in (service.label, *service.synonyms):
            forms = normalised(name)
            together = normalised("".join(token.surface for token in all_tokens(name)))
            if len(forms) > 1 and len(together[0]) >= SHORTEST_JOINED:
                joined |= dict.fromkeys((together[0], "".join(forms)), lexicon()[forms])
    return joined


@cache
def _alone(service: str, force: float) -> Forces:
    return {service: force}


def _strongest(known: Forces | None, told: Forces) -> Forces:
    """Of each service, the most that is told."""
    if known is None:
        return told
    return {**known, **{s: max(force, known.get(s, 0)) for s, force in told.items()}}


def _shared(forces: Forces) -> Forces:
    """The more services a word tells as surely, the less it tells of each."""
    return {
        service: force * sum(other >= force for other in forces.values()) ** -SHARING
        for service, force in forces.items()
    }


def _told() -> Iterator[tuple[Words, str, float]]:
    terms = list(_terms())
    own = {words for words, _, _ in terms if len(words) == 1}
    for words, service, force in terms:
        yield words, service, force
        if (form := _verb_form(words)) and form not in own:
            yield form, service, force
    for term in _read("elsewhere.json"):
        yield _words(term), ELSEWHERE, NOT_OURS


def _terms() -> Iterator[tuple[Words, str, float]]:
    """As they are written, of the taxonomy and of every day."""
    known, everyday = taxonomy(), _everyday()
    for service in known.services.values():
        yield _words(service.label), service.id, LABEL
        for synonym in service.synonyms:
            broad = fold(synonym) in known.broad
            yield _words(synonym), service.id, BROAD if broad else SYNONYM
        said = everyday.get(service.id, {})
        for level, force in (("sure", SURE), ("also", ALSO), ("may", MAY)):
            for term in said.get(level, ()):
                yield _words(term), service.id, force


def _words(term: str) -> Words:
    """Each kept once, however many terms hold it."""
    return tuple(map(intern, normalised(term)))


def _verb_form(term: Words) -> Words:
    """Of an infinitive, its participle and its present: "laver", "lavé", "lave"; else ()."""
    is_infinitive = len(term) == 1 and term[0].endswith("er") and len(term[0]) > 4
    return (term[0][:-1],) if is_infinitive else ()


def _everyday() -> Mapping[str, Mapping[str, list[str]]]:
    content: Mapping[str, Mapping[str, list[str]]] = _read("everyday.json")
    return content


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def base_of(form: str) -> str:
    """The word of the lexicon that it is a form of ("lavaient", "laver"); else itself."""
    return form if form in known_words() else french_words().forms.get(form, form)


@derived(maxsize=4096)
def stem_of(word: str) -> str:
    """What the words of one family share: "lav" for "lave", "laver", "lavage", "laveur"."""
    if word.endswith("e") and f"{word}r" in known_words():
        word += "r"
    for ending in _FAMILY_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


@derived()
def _families() -> Mapping[str, str]:
    """The term of one word that each stem leads to."""
    alone = (term[0] for term in lexicon() if len(term) == 1)
    return PackedWords(
        {stem_of(word): word for word in alone if len(stem_of(word)) > SHORTEST_STEM}
    )


@derived(maxsize=4096)
def mended_word(form: str) -> str | None:
    """The word of the lexicon that a misspelt one sounds like or is nearest to, the surest; None
    when none is near enough.
    """
    if is_spelt_well(form):
        return None
    return _surest(heard_word(form), nearest_word(form)) or word_badly_begun(form)


def is_spelt_well(form: str) -> bool:
    return form in known_words() or form in french_words().others


def heard_word(form: str) -> str | None:
    """The word that sounds the same and is not written so otherwise."""
    word = _by_sound().get(sound_of(form)) if len(form) >= SHORTEST_HEARD else None
    return word if word and OSA.distance(form, word) <= FARTHEST_HEARD else None


@derived()
def _by_sound() -> Mapping[str, str]:
    """The term of one word that each sound is that of; the surest when there are several."""
    alone = ((term[0], forces) for term, forces in lexicon().items() if len(term) == 1)
    ordered = sorted(alone, key=lambda told: max(told[1].values()))
    return PackedWords({sound_of(word): word for word, _ in ordered})


def nearest_word(form: str) -> str | None:
    """The word of the lexicon that is one or two typos away, whatever `form` is; of those as near,
    the one that tells most surely. None when several do, of services that have nothing in common.
    """
    allowed = allowed_typos(form)
    if not allowed:
        return None
    near = process.extract(
        form,
        _alone_by_letter().get(form[0], ()),
        scorer=OSA.distance,
        score_cutoff=allowed,
        limit=None,
    )
    told = [(-typos, max(lexicon()[(word,)].values()), word) for word, typos, _ in near]
    nearest = max((rank for *rank, _ in told), default=None)
    words = [word for *rank, word in told if rank == nearest]
    shared = set.intersection(*(set(lexicon()[word,]) for word in words)) if words else None
    return max(words) if shared else None


def word_badly_begun(form: str) -> str | None:
    """The one whose first letter is missing, another or the second: "lomberie", "epinture"."""
    return next(filter(None, map(_badly_begun().get, (form, form[1:]))), None)


@derived()
def _badly_begun() -> Mapping[str, str]:
    """The long words that tell a service surely, without their first letter or with it second."""
    alone = [term[0] for term in lexicon() if len(term) == 1 and len(term[0]) >= SHORTEST_BEGUN]
    surest = sorted((word for word in alone if _surety(word) >= SURE), key=_surety)
    without = {word[1:]: word for word in surest}
    return PackedWords(without | {word[1] + word[0] + word[2:]: word for word in surest})


@derived()
def _alone_by_letter() -> Mapping[str, list[str]]:
    """The terms of one word, by their first letter."""
    return _by_letter(term[0] for term in lexicon() if len(term) == 1)


def _by_letter(words: Iterable[str]) -> Mapping[str, list[str]]:
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_letter[word[:1]].append(word)
    return dict(by_letter)
