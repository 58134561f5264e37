"""Who asks, when they say of what kind they are: "notre fondation cherche un traiteur"."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import dropwhile, islice, takewhile

from search.understanding.choosing import Candidate
from search.understanding.families import family_told
from search.understanding.lexicon import lexicon
from search.understanding.needs import Need
from search.understanding.values import What
from search.understanding.words import AND, ASKING, DETERMINERS, PREFERRED, Word

_OURS = frozenset({"notre", "nos", "mon", "ma", "mes"})
# All that may stand between it and the kind: "notre petite association ESAT".
_OWN = frozenset(
    """
    petit petite petits petites jeune jeunes grand grande grands grandes nouveau nouvel nouvelle
    propre toute tout deux trois association asso structure structures etablissement etablissements
    """.split()  # noqa: SIM905 a block of words reads better than twenty quoted ones
)
# Who answers us, after the kind: "nos ESAT partenaires", "mon ESAT préféré".
_SUPPLYING = PREFERRED.union(
    """
    partenaire partenaires local locale locaux locales voisin voisins voisine voisines attitre
    attitres attitree attitrees actuel actuels actuelle actuelles prestataire prestataires
    fournisseur fournisseurs titulaire titulaires reference references referencee referencees proche
    proches proximite
    """.split()  # noqa: SIM905 as above
)
# "Notre clause d’insertion" is of what is bought.
_BOUGHT = "clause"
# "Je suis", "nous travaillons dans", before the kind.
_SPEAKING = frozenset(
    """
    suis sommes travaillons bossons dirige dirigeons gere gerons preside presidons represente
    representons
    """.split()  # noqa: SIM905 as above
)
_I = frozenset({"je", "j"})
_THAT = frozenset({"que", "qu"})
_SMALL = frozenset({"de", "d", "du"})
_BEFORE_SUPPLYING = DETERMINERS | _SMALL | {"plus"}
_WORKING = frozenset({"travaille", "bosse"})  # of whoever else: "on travaille en EA pour nous"
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
# Before the kind, it is what is sought: "recherche ESAT recherche blanchisserie".
_SOUGHT_BY = _SEEKING | frozenset(
    """
    recherche recherches recherchons recherchent rechercher cherches cherchons chercher trouver
    besoin souhaitons voudrais voudrions veux voulons demande demandons
    """.split()  # noqa: SIM905 as above
)
# After "recherche", they say that it is no verb: "recherche et développement".
_OF_RESEARCH = AND | {"de", "d", "en", "sur", "pour"}


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
    return [
        one
        for run in _runs(words, kinds)
        if _is_of_who_asks(words, replace(run[0], last=run[-1].last))
        for one in run
    ]


def _runs(words: Sequence[Word], kinds: Iterable[Candidate]) -> list[list[Candidate]]:
    """Those that go together: "notre entreprise adaptée (EA)", "pour des ESAT et EA"."""
    runs: list[list[Candidate]] = []
    for one in kinds:
        before = runs[-1][-1] if runs else None
        if before and (_is_said_again(words, one, before) or _is_joined(words, one, before)):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _is_of_who_asks(words: Sequence[Word], one: Candidate) -> bool:
    if words[one.first].surface == _BOUGHT:
        return False
    return _is_ours(words, one) or _speaks(words, one.first) or _seeks(words, one)


def _is_said_again(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    return "(" in words[one.first].before and one.first == other.last


def _is_joined(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    between = words[other.last : one.first]
    is_and = bool(between) and between[0].surface in AND
    is_parted = any(word.follows_a_sign for word in words[other.last : one.first + 1])
    small = DETERMINERS | _SMALL
    return is_and and not is_parted and all(word.surface in small for word in between[1:])


def _is_ours(words: Sequence[Word], one: Candidate) -> bool:
    """ "Notre ESAT", "notre petite fondation", but not "nos ESAT partenaires"."""
    at = _at_before(words, one.first, _OWN)
    is_near = at is not None and words[at].surface in _OURS
    return is_near and not _is_supplying(words[one.last :])


def _is_supplying(after: Sequence[Word]) -> bool:
    """ "Partenaires", "le plus proche", "de proximité"."""
    told = dropwhile(lambda word: word.surface in _BEFORE_SUPPLYING, after)
    return any(word.surface in _SUPPLYING for word in islice(told, 1))


def _speaks(words: Sequence[Word], first: int) -> bool:
    """ "Je suis directeur d’un ESAT", "je travaille dans une fondation", "en tant qu’ESAT"."""
    at = _at_before(words, first, _BETWEEN)
    if at is None or first - at - 1 > _FARTHEST:
        return False
    surface, before = words[at].surface, words[at - 1].surface if at else ""
    if surface == "tant":
        return before == "en" and words[at + 1].surface in _THAT
    if surface in _WORKING:
        return before in _I
    return surface in _SPEAKING


def _at_before(words: Sequence[Word], first: int, between: Collection[str]) -> int | None:
    """Where the word before all these is, when no sign parts it from the one at `first`."""
    at = first
    while at > 0 and not words[at].follows_a_sign:
        at -= 1
        if words[at].surface not in between:
            return at
    return None


def _seeks(words: Sequence[Word], one: Candidate) -> bool:
    """ "Une SCIC cherche", but neither "un ESAT, je cherche" nor "quel ESAT cherche"."""
    if not _WHICH.isdisjoint(word.surface for word in words[: one.first]) or _is_sought(words, one):
        return False
    near = words[one.last : one.last + _FARTHEST_VERB + 1]
    own = takewhile(lambda word: not (word.follows_a_sign or word.surface in _OTHERS), near)
    return any(_is_seeking(words, at, one.last) for at, _ in enumerate(own, start=one.last))


def _is_sought(words: Sequence[Word], one: Candidate) -> bool:
    at = _at_before(words, one.first, DETERMINERS | _SMALL)
    return at is not None and words[at].surface in _SOUGHT_BY


def _is_seeking(words: Sequence[Word], at: int, first: int) -> bool:
    """A verb that something follows; "recherche" is one right after the kind."""
    said = [word.surface for word in words[at : at + 2]]
    is_need = said[1:] == ["besoin"] and said[0] in _NEEDING
    is_verb = said[0] in _SEEKING or (at == first and _researches(words, at))
    return len(said) > 1 and (is_need or is_verb)


def _researches(words: Sequence[Word], at: int) -> bool:
    """ "Recherche un traiteur", but neither "et développement" nor "documentaire"."""
    following = words[at + 1 : at + 2]
    is_term = tuple(word.form for word in words[at : at + 2]) in lexicon()
    is_noun = is_term or any(word.surface in _OF_RESEARCH for word in following)
    return words[at].surface == "recherche" and not is_noun
