"""How a contract is passed, whatever is bought: "accord-cadre à bons de commande"."""

from collections.abc import Iterator, Sequence

from search.french import STOP_WORDS, Token
from search.french import words as normalised
from search.understanding.forms import names_in

# Before these papers, they say what is to be done with them, and may be bought: "rédaction d’un
# mémoire technique", "impression du DCE".
_DONE_WITH_THEM = frozenset(
    normalised(
        "aide accompagnement accompagner assistance conseil formation rédaction rédiger réponse"
        " répondre montage monter relecture relire correction corriger impression imprimer tirage"
        " reprographie reproduction reproduire photocopie photocopier duplication reliure relier"
        " numérisation numériser scan scanner saisie saisir archivage archiver envoi envoyer"
    )
)
_COPIES = frozenset(normalised("ex exemplaire"))  # after a number


def procedures_in(found: Sequence[Token]) -> set[int]:
    """The positions of words that only say it; small ones may stand between."""
    telling = [at for at, token in enumerate(found) if token.surface not in STOP_WORDS]
    forms = [found[at].text for at in telling]
    return {at for first, last in _runs(forms) for at in telling[first:last]}


def _runs(forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From the first word of each to its last, excluded."""
    for first, form in enumerate(forms):
        for said in names_in("tendering.json").get(form, ()):
            last = first + len(said)
            if tuple(forms[first:last]) == said and not _are_bought(forms, first, last):
                yield first, last


def _are_bought(forms: Sequence[str], first: int, last: int) -> bool:
    """ "Impression du DCE", "DCE 12 ex"."""
    is_done = not _DONE_WITH_THEM.isdisjoint(forms[max(0, first - 1) : first])
    return is_done or not _COPIES.isdisjoint(forms[last + 1 : last + 2])
