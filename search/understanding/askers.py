"""Who asks, when they say of what kind they are: "notre fondation cherche un traiteur"."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from search.understanding.choosing import Candidate
from search.understanding.families import family_told
from search.understanding.needs import Need
from search.understanding.values import What
from search.understanding.words import ASKING, DETERMINERS, OF_ANY_SENTENCE, Word

_OURS = frozenset({"notre", "nos", "mon", "ma", "mes"})
# "Notre clause d’insertion" is of what is bought.
_BOUGHT = "clause"
# "Je suis", "nous travaillons dans", "en tant que", before the kind.
_SPEAKING = frozenset(
    """
    suis sommes tant travaille travaillons bosse bossons dirige dirigeons gere gerons preside
    represente representons
    """.split()  # noqa: SIM905 a block of words reads better than twenty quoted ones
)
# All that may stand between: "directrice adjointe d’un", not "à la recherche d’un".
_BETWEEN = DETERMINERS | frozenset(
    """
    a achats acheteur acheteuse adherent adherente adjoint adjointe administrateur administratrice
    animateur animatrice assistant assistante au benevole cadre charge chargee chef cheffe chez
    communication d dans de directeur directrice dirigeant dirigeante du educateur educatrice en
    encadrant encadrante general generale generaux gerant gerante membre membres moniteur monitrice
    moyens petit petite pour president presidente qu que referent referente responsable salarie
    salariee sein service services technique tresorier tresoriere
    """.split()  # noqa: SIM905 as above
)
_FARTHEST = 6  # words between
# After the kind, its name and its place: "une SCIC de Lyon cherche".
_SEEKING = frozenset({"cherche", "cherchent", "souhaite", "souhaitent", "voudrait", "voudraient"})
_NEEDING = frozenset({"a", "ont", "aurait", "auraient"})
_FARTHEST_VERB = 4  # words from the kind
# Another subject, or whom the kind is to answer: "un ESAT, nous", "un ESAT qui".
_OTHERS = frozenset({"je", "j", "nous", "on", "il", "elle", "qui", "dont", "que", "pour"})
_WHICH = frozenset({"quel", "quels", "quelle", "quelles", "qui"})


def askers_in(
    words: Sequence[Word], read: Iterable[Candidate], needs: Iterable[Need]
) -> list[Candidate]:
    """The kinds that are of who asks, in the order of the text, and not of who is to answer.

    None where nobody asks for anything: "monter notre Scop".
    """
    is_needed = any(need.is_sure or family_told(words, need) for need in needs)
    if not is_needed and ASKING.isdisjoint(word.surface for word in words):
        return []
    kinds = sorted((one for one in read if one.what is What.KIND), key=lambda one: one.first)
    found: list[Candidate] = []
    for one in kinds:
        if _is_of_who_asks(words, one) or _is_said_again(words, one, found[-1:]):
            found.append(one)
    return found


def _is_of_who_asks(words: Sequence[Word], one: Candidate) -> bool:
    if words[one.first].surface == _BOUGHT:
        return False
    return _is_ours(words, one.first) or _speaks(words, one.first) or _seeks(words, one)


def _is_said_again(words: Sequence[Word], one: Candidate, before: Sequence[Candidate]) -> bool:
    """ "Notre entreprise adaptée (EA)"."""
    return "(" in words[one.first].before and any(one.first == other.last for other in before)


def _is_ours(words: Sequence[Word], first: int) -> bool:
    """ "Notre ESAT", "notre petite fondation"."""
    told = [word for word in words[:first] if word.surface not in OF_ANY_SENTENCE - _OURS]
    is_parted = any(word.follows_a_sign for word in words[first : first + 1])
    return not is_parted and bool(told) and told[-1].surface in _OURS


def _speaks(words: Sequence[Word], first: int) -> bool:
    """ "Je suis directeur d’un ESAT", "je travaille dans une fondation"."""
    between = list(takewhile(lambda word: word.surface in _BETWEEN, reversed(words[:first])))
    at = first - len(between) - 1
    is_near = at >= 0 and len(between) <= _FARTHEST
    is_said = is_near and words[at].surface in _SPEAKING
    return is_said and not any(word.follows_a_sign for word in words[at + 1 : first + 1])


def _seeks(words: Sequence[Word], one: Candidate) -> bool:
    """ "Une SCIC cherche", but neither "un ESAT, je cherche" nor "quel ESAT cherche"."""
    if not _WHICH.isdisjoint(word.surface for word in words[: one.first]):
        return False
    near = words[one.last : one.last + _FARTHEST_VERB + 1]
    own = takewhile(lambda word: not (word.follows_a_sign or word.surface in _OTHERS), near)
    return any(_is_seeking(words, at, one.last) for at, _ in enumerate(own, start=one.last))


def _is_seeking(words: Sequence[Word], at: int, first: int) -> bool:
    """A verb that something follows; "recherche" is one right after the kind."""
    said = [word.surface for word in words[at : at + 2]]
    is_need = said[1:] == ["besoin"] and said[0] in _NEEDING
    is_verb = said[0] in _SEEKING or (said[0] == "recherche" and at == first)
    return len(said) > 1 and (is_need or is_verb)
