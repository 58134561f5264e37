"""What is written among the rows of a hand-made list and is no structure: totals, legends…

A structure may be called "Total Festum" or "Légende urbaine": a row is set aside when all that it
says is such an aside, never for a word of its name.
"""

import re
from dataclasses import dataclass

from domain.text import fold
from importers.contents import CODES, is_data
from importers.territories import read_territory


@dataclass(frozen=True, slots=True)
class Aside:
    """What a row is, since it is no structure, in French; what it begins may go on below."""

    called: str
    goes_on: bool = False


EMPTY = Aside("ligne sans information")
TOTAL = Aside("total ou décompte")
NUMBERS = Aside("chiffres seuls")
REMARK = Aside("date, source ou remarque sur la liste")
HEADING = Aside("titre d’un groupe de lignes")
LEGEND = Aside("légende", goes_on=True)

MOST_WORDED = 2  # cells in words: "Mis à jour le", "mars 2026"

_NOTHING = {
    *("na", "nc", "nr", "nd", "ns", "neant", "nan", "null", "none", "vide", "inconnu", "inconnue"),
    "0",
    *("n a", "n c", "n r", "n d", "non communique", "non renseigne", "non connu", "sans objet"),
    *("a completer", "a renseigner", "a preciser"),
}
_COUNTED = (
    r"(?:adherent|membre|structure|association|entreprise|etablissement|organisme|fournisseur"
    r"|prestataire|societe|cooperative|partenaire|ligne|fiche|salarie|personne|place|poste)e?s"
)
_TOTAL = re.compile(
    rf"(?:(?:sous |grand )?tota(?:l|ux)|cumul|nombre|nb|nbre)"
    rf"(?: (?:{_COUNTED}|general|generaux|partiel|total|de|des|d|du|etp|euros|ht|ttc|\d+))*"
    rf"|\d+ {_COUNTED}(?: au total)?"
)
_GROUP = re.compile(rf"(?:(?:nos|autres|anciens|nouveaux) )?{_COUNTED}")
# Of a group, as "Total Rhône : 12" and "Sous-total Nord" beside figures.
_BEGINS_TOTAL = re.compile(r"(?:sous |grand )?total ")
_SAYS_COUNT = re.compile(r"[^:]*:\s*\d[\d\s]*(?:\w+)?")
_DONE = "edite|imprime|extrait|exporte|arrete|etabli|genere|actualise|telecharge|valide"
_REMARK = re.compile(
    r"(?:derniere )?mise?s? a jour(?: (?:le|du|au|en|de|par|\d).*)?"
    rf"|maj (?:(?:le|du|au|en) )?\d.*|(?:\w+ ){{0,6}}(?:{_DONE})e?s? (?:le|au|du|en) .*\d.*"
    r"|page \d+(?: (?:sur |de )?\d+)?|fin (?:de (?:la )?liste|du (?:fichier|tableau|document))"
    r"|(?:document |liste )?confidentiel(?:le)?"
)
_BEFORE_COLON = re.compile(
    r"(?:sources?|n\.? ?b\.?|nota(?: bene)?|notes?|remarques?|rappel|attention"
    r"|avertissement|date|(?:date de |derni[eè]re )?mise [àa] jour|maj|\(?\*+\)?)\s*[:=].*",
    re.IGNORECASE | re.DOTALL,
)
# Alone in a row: what a star or a figure calls for, what is all in parentheses, where and when.
_NOTE = re.compile(
    r"(?:\*+|[†‡¹²³]+|\((?:\*+|\d)\))\s*[a-zà-öø-ÿœ].*|\([^()]*\)|\[[^\[\]]*\]", re.DOTALL
)
_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DATE = rf"le \d{{1,2}}(?:er)? (?:\d{{1,2}}|{_MONTHS}) \d{{2,4}}"
_SIGNED = re.compile(rf"fait (?:\w+ ){{0,8}}{_DATE}.*")
_WHERE_AND_WHEN = re.compile(rf"(?:\w+ ){{1,5}}{_DATE}")
_LEGEND = re.compile(r"l[ée]gendes?\s*(?::.*)?", re.IGNORECASE | re.DOTALL)


def says_nothing(text: str) -> bool:
    """Whether a cell is filled for want of an answer: "-", "n/a", "NC", a formula's 0."""
    return not any(map(str.isalnum, text)) or fold(text) in _NOTHING


def aside_of(cells: tuple[str, ...]) -> Aside | None:
    """What the row is when it is no structure; None for what may be one."""
    said = [cell for cell in cells if cell]
    if all(map(says_nothing, said)):
        return EMPTY
    worded = sum(map(_has_letters, said))
    if worded > MOST_WORDED:  # nearly every row of data ends here
        return None
    if _is_total(said):
        return TOTAL
    if any(map(is_data, said)):
        return None
    if not worded:
        return NUMBERS
    return _remark(said) if len(said) <= MOST_WORDED else None


def _is_total(said: list[str]) -> bool:
    """A sum may look like a postcode; a number of identity or a telephone is somebody's."""
    if _TOTAL.fullmatch(fold(" ".join(said))):
        return not any(CODES[field](cell) for cell in said for field in ("siret", "phones"))
    if not _BEGINS_TOTAL.match(fold(said[0])):
        return False
    figures = said[1:]
    of_a_group = bool(figures) and not any(_has_letters(f) or is_data(f) for f in figures)
    return of_a_group or bool(_SAYS_COUNT.fullmatch(" ".join(said)))


def _remark(said: list[str]) -> Aside | None:
    text = " ".join(said)
    if len(said) == 1 and _is_heading(text):
        return HEADING
    if len(said) == 1 and _is_note(text):
        return REMARK
    if _LEGEND.fullmatch(text):
        return LEGEND
    is_remark = _REMARK.fullmatch(fold(text)) or _BEFORE_COLON.fullmatch(text)
    return REMARK if is_remark else None


def _is_heading(cell: str) -> bool:
    """A letter, "Partenaires", or a territory wider than a commune, above those of it."""
    if fold(cell).startswith(("departement", "region")):  # which may be the authority's name
        return False
    wide = (code.startswith(("departement:", "region:")) for code in read_territory(cell))
    return len(cell) == 1 or bool(_GROUP.fullmatch(fold(cell))) or any(wide)


def _is_note(cell: str) -> bool:
    if _NOTE.fullmatch(cell) or _SIGNED.fullmatch(fold(cell)):
        return True
    return ", le " in cell and bool(_WHERE_AND_WHEN.fullmatch(fold(cell)))


def _has_letters(cell: str) -> bool:
    return any(map(str.isalpha, cell))
