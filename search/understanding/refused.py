"""What a buyer says not to want: "pas d’ESAT", "sauf Paris et Lyon"; it is not read."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from search.understanding.choosing import Candidate
from search.understanding.needs import needs_of
from search.understanding.values import Span, What
from search.understanding.words import AND, DENYING, LEAVING_OUT, REFUSALS, Word

_WHO_OR_WHERE = frozenset({What.KIND, What.LABEL, What.NETWORK, What.LEGAL, What.PLACE})
# What each word refuses: "sans élagage" tells little of élagage, and "pas de jardinier" that one is
# looked for.
_REFUSING: Mapping[str, frozenset[What]] = {
    **dict.fromkeys(REFUSALS, _WHO_OR_WHERE),
    **dict.fromkeys(LEAVING_OUT, _WHO_OR_WHERE | {What.SERVICE}),
}
# All that may stand between it and what it refuses: "à l’exception de la ville de Nantes", not
# "pas loin de Lyon", "aucun fournisseur à Lyon".
_BETWEEN = frozenset(
    """
    le la les l un une des du de d a au aux en dans label labels reseau region regions departement
    departements ville villes commune communes agglomeration agglo metropole territoire secteur pays
    """.split()  # noqa: SIM905 a block of words reads better than thirty quoted ones
)
# "Hors sol", "hors d’eau": set phrases, that refuse nothing.
_AFTER_HORS = frozenset(
    """
    age air cadre champ domicile eau gabarit gel heures jeu ligne murs norme normes oeuvre piste
    saison serie service site sites sol taxe taxes usage zone
    """.split()  # noqa: SIM905 as above
)
_LETTERS_OF_A_PHRASE = 2  # words at most from "hors" to its noun: "hors d’eau", "hors les murs"
_WANTING = frozenset({"veux", "veut", "voulons", "veulent", "souhaite", "souhaitons", "cherchons"})
_FAR = 4  # words from "ne" to "pas", at most


def refused_in(words: Sequence[Word], candidates: Collection[Candidate]) -> Iterator[Span]:
    """From the word that refuses, to the end of the last reading that it governs."""
    read_to = 0
    for at, word in enumerate(words):
        if at < read_to or not _refuses(words, at, candidates):
            continue
        if last := _end_of_refused(words, at, candidates):
            yield Span(word.span.start, words[last - 1].span.end)
            read_to = last


def _refuses(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> bool:
    """Not "ou non", "pourquoi pas", "on ne trouve pas", "hors sol", nor "hors" in a name."""
    if words[at].surface not in REFUSALS:
        return False
    if any(c.first <= at < c.last and c.last - c.first > 1 for c in candidates):
        return False  # "La Ferté-sous-Jouarre", "hors d’œuvre"
    before = [word.surface for word in words[max(0, at - _FAR) : at]]
    if before[-1:] in (["ou"], ["pourquoi"]) or (words[at].surface in DENYING and _tells(before)):
        return False
    after = {word.surface for word in words[at + 1 : at + 1 + _LETTERS_OF_A_PHRASE]}
    return words[at].surface != "hors" or after.isdisjoint(_AFTER_HORS)


def _tells(before: Collection[str]) -> bool:
    """That there is none, not that none is wanted: "il n’y a pas d’ESAT"."""
    return not {"ne", "n"}.isdisjoint(before) and _WANTING.isdisjoint(before)


def _end_of_refused(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> int:
    """0 when nothing is: "pas trop cher"."""
    refused = _REFUSING[words[at].surface]
    last = _end_of_next(words, at + 1, candidates, refused)
    while last and last < len(words) and words[last].surface in AND:
        last_of_all = last
        last = _end_of_next(words, last + 1, candidates, refused)
        if not last:
            return last_of_all
    return last


def _end_of_next(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], whats: Collection[What]
) -> int:
    """Where the longest of these readings ends, of those that stand there; else 0."""
    first = at
    while first < len(words) and _goes_on(words[first]) and words[first].surface in _BETWEEN:
        first += 1
    if not all(map(_goes_on, words[at : first + 1])):
        return 0
    ends = (c.last for c in candidates if at <= c.first <= first and _is_refused(words, c, whats))
    return max(ends, default=0)


def _goes_on(word: Word) -> bool:
    return not (word.follows_a_sign or word.is_apart)


def _is_refused(words: Sequence[Word], one: Candidate, whats: Collection[What]) -> bool:
    """Of words that are known, those that name a service: not the "gel" of "hors gel"."""
    if one.what not in whats:
        return False
    is_given = one.what is not What.SERVICE or bool(one.values)
    return is_given or any(need.is_sure for need in needs_of(words[one.first : one.last], ()))
