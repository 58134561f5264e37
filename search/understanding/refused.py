"""What a buyer says not to want: "pas d’ESAT", "sauf Paris et Lyon"; it is not read."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from search.understanding.choosing import Candidate
from search.understanding.values import Span, What
from search.understanding.words import AND, DENYING, LEAVING_OUT, REFUSALS, Word

_WHO = frozenset({What.KIND, What.LABEL, What.NETWORK, What.LEGAL})
_WHO_OR_WHERE = _WHO | {What.PLACE}
# "En dehors de Paris", "à l’exclusion des ESAT": the words that make one a refusal.
_LOCUTIONS: Mapping[str, tuple[str, ...]] = {
    "dehors": ("en",),
    "exception": ("a", "l"),
    "exclusion": ("a", "l"),
}
# What each word refuses: "sans élagage" tells little of élagage, and "pas de jardinier" that one is
# looked for.
_REFUSING: Mapping[str, frozenset[What]] = {
    **dict.fromkeys((*REFUSALS, *_LOCUTIONS), _WHO_OR_WHERE),
    **dict.fromkeys(LEAVING_OUT, _WHO_OR_WHERE | {What.SERVICE}),
}
# All that may stand between "pas" and what it refuses, not the "loin" of "pas loin de Lyon".
_BETWEEN = frozenset(
    """
    le la les l un une des du de d a au aux en dans par chez sur vers avec region regions
    departement departements ville villes commune communes agglomeration agglo metropole territoire
    secteur pays
    """.split()  # noqa: SIM905 a block of words reads better than thirty quoted ones
)
# Who, no longer where: "pas de structures ESAT", but "aucune structure à Lyon".
_NAMING = frozenset(
    """
    label labels labellise labellisee reseau structure structures etablissement etablissements
    membre membres adherent adherents certification certifie certifiee agree agreee besoin
    """.split()  # noqa: SIM905 as above
)
# "Hors sol", "hors d’eau": set phrases, that refuse nothing.
_AFTER_HORS = frozenset(
    """
    age air cadre champ domicile eau gabarit gel heures jeu ligne murs norme normes oeuvre piste
    saison serie service site sites sol taxe taxes usage vacances week weekend zone
    """.split()  # noqa: SIM905 as above
)
_WITHIN_HORS = 2  # words from "hors" to its noun, at most: "hors d’eau", "hors les murs"
# Between "ne" and "pas", they tell that there is none, not that none is wanted.
_FINDING = frozenset(
    """
    a ai avons avez ont avait existe existent trouve trouvons trouvez trouvent connais connaissons
    connaissez vois voyons
    """.split()  # noqa: SIM905 as above
)
_NE = 3  # words from "ne" to "pas", at most: "il n’y a pas"


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
    surface, before = words[at].surface, [word.surface for word in words[:at]]
    if surface not in _REFUSING:
        return False
    if any(c.first <= at < c.last and c.last - c.first > 1 for c in candidates):
        return False  # "La Ferté-sous-Jouarre", "hors d’œuvre"
    if said := _LOCUTIONS.get(surface):
        return tuple(before[-len(said) :]) == said
    if before[-1:] in (["ou"], ["pourquoi"]) or (surface in DENYING and _tells(words, at)):
        return False
    after = {word.surface for word in words[at + 1 : at + 1 + _WITHIN_HORS]}
    return surface != "hors" or after.isdisjoint(_AFTER_HORS)


def _tells(words: Sequence[Word], at: int) -> bool:
    """That there is none: "il n’y a pas d’ESAT", but not "on n’a pas besoin d’ESAT"."""
    before = [word.surface for word in words[max(0, at - _NE) : at]]
    is_found = not {"ne", "n"}.isdisjoint(before) and before[-1] in _FINDING
    return is_found and [word.surface for word in words[at + 1 : at + 2]] != ["besoin"]


def _end_of_refused(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> int:
    """0 when nothing is: "pas trop cher"."""
    one = _next_refused(words, at + 1, candidates, words[at].surface)
    last = 0
    while one is not None:
        last = one.last
        one = _another(words, one, candidates, words[at].surface)
    return last


def _another(
    words: Sequence[Word], one: Candidate, candidates: Collection[Candidate], refusing: str
) -> Candidate | None:
    """The next of a list: "sauf Rennes, Brest et Vannes"; a comma goes on with its like alone."""
    following = words[one.last : one.last + 1]
    if any(word.surface in AND for word in following):
        return _next_refused(words, one.last + 1, candidates, refusing)
    if any(word.before.strip() in {",", "/"} for word in following):
        alike = [other for other in candidates if other.what is one.what]
        return _longest([other for other in alike if other.first == one.last])
    return None


def _next_refused(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], refusing: str
) -> Candidate | None:
    """The longest of the readings that stand there, but for small words."""
    whats = _REFUSING[refusing]
    for first in range(at, len(words)):
        if not _goes_on(words[first]):
            return None
        here = [c for c in candidates if c.first == first and _is_refused(words, c, whats)]
        if found := _longest(here):
            return found
        if words[first].surface in _NAMING:
            whats = whats & _WHO if refusing not in LEAVING_OUT else whats
        elif not _may_stand_between(words[first], refusing):
            return None
    return None


def _is_refused(words: Sequence[Word], one: Candidate, whats: Collection[What]) -> bool:
    """ "Sauf bureaux", not the "structures" of "sauf les structures ESAT"."""
    names_a_service = one.what is not What.SERVICE or not words[one.first].says_nothing
    return one.what in whats and names_a_service


def _longest(candidates: Sequence[Candidate]) -> Candidate | None:
    return max(candidates, key=lambda one: one.last, default=None)


def _goes_on(word: Word) -> bool:
    """No sign parts it from what is before, but "sauf : Rennes"."""
    return not word.is_apart and (not word.follows_a_sign or word.before.strip() == ":")


def _may_stand_between(word: Word, refusing: str) -> bool:
    is_around = refusing in LEAVING_OUT and word.introduces_a_place  # "sauf autour de Lyon"
    return is_around or word.surface in _BETWEEN
