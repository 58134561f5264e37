"""What the pages and letters of lists call things."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.importing.contacts import visibility
from app.networks.lists.counting import Counts
from app.networks.lists.models import (
    CLAIMED,
    MERGED,
    NAMED_LATER,
    NO_PAGE,
    STILL_MEMBER,
    UNNAMED,
    WHOLE_PAGE,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
    Stage,
)
from app.networks.lists.queries import RowsAsked
from app.structures.wording import FACT_NAMES, imported_in_lines
from app.templating import counted
from domain.models import ContactKind, Visibility
from importers.known import FIELD_NAMES


def _counting(one: str, several: str) -> Callable[[int], str]:
    return lambda n: f"{counted(n, one, several)}"


# A number of rows, in words.
COUNTED: Mapping[RowOutcome, Callable[[int], str]] = {
    RowOutcome.CREATED: _counting("structure créée", "structures créées"),
    RowOutcome.UPDATED: _counting("fiche modifiée", "fiches modifiées"),
    RowOutcome.UNCHANGED: _counting("fiche sans changement", "fiches sans changement"),
    RowOutcome.DOUBTFUL: _counting("ligne à décider", "lignes à décider"),
    RowOutcome.CONFLICT: _counting("ligne en conflit", "lignes en conflit"),
    RowOutcome.REJECTED: _counting("ligne refusée", "lignes refusées"),
    RowOutcome.SKIPPED: _counting("ligne laissée de côté", "lignes laissées de côté"),
    RowOutcome.GONE: _counting("n’est plus membre", "ne sont plus membres"),
}
# Before it is written.
WOULD_BE: Mapping[RowOutcome, Callable[[int], str]] = {
    **COUNTED,
    RowOutcome.CREATED: _counting("structure à créer", "structures à créer"),
    RowOutcome.UPDATED: _counting("fiche à modifier", "fiches à modifier"),
    RowOutcome.GONE: _counting("membre qui n’y est plus", "membres qui n’y sont plus"),
}


# Whether of one row or of several.
_TO_COME: Mapping[RowOutcome, str] = {
    RowOutcome.CREATED: "À créer",
    RowOutcome.UPDATED: "À modifier",
}
ONE_ROW: Mapping[RowOutcome, str] = {
    RowOutcome.CREATED: "Créée",
    RowOutcome.UPDATED: "Modifiée",
    RowOutcome.UNCHANGED: "Sans changement",
    RowOutcome.DOUBTFUL: "À décider",
    RowOutcome.CONFLICT: "En conflit",
    RowOutcome.REJECTED: "Refusée",
    RowOutcome.SKIPPED: "Laissée de côté",
    RowOutcome.GONE: "Plus dans la liste",
}
STAGES: Mapping[Stage, str] = {
    Stage.READING: "à la lecture du fichier",
    Stage.MATCHING: "au rapprochement avec l’annuaire",
    Stage.APPLYING: "au moment d’appliquer",
}
OUTCOMES: Mapping[RowOutcome, str] = {
    RowOutcome.CREATED: "Créées",
    RowOutcome.UPDATED: "Modifiées",
    RowOutcome.UNCHANGED: "Sans changement",
    RowOutcome.DOUBTFUL: "À décider",
    RowOutcome.CONFLICT: "En conflit",
    RowOutcome.REJECTED: "Refusées",
    RowOutcome.SKIPPED: "Laissées de côté",
    RowOutcome.GONE: "Plus dans la liste",
}
ONE_TO_COME: Mapping[RowOutcome, str] = {**ONE_ROW, **_TO_COME}
ONE_NEVER_WRITTEN: Mapping[RowOutcome, str] = {
    **ONE_ROW,
    RowOutcome.CREATED: "Jamais créée",
    RowOutcome.UPDATED: "Jamais modifiée",
}
TO_COME: Mapping[RowOutcome, str] = {**OUTCOMES, **_TO_COME}
NEVER_WRITTEN: Mapping[RowOutcome, str] = {
    **OUTCOMES,
    RowOutcome.CREATED: "Jamais créées",
    RowOutcome.UPDATED: "Jamais modifiées",
}
TAKEN_BACK: Mapping[RowOutcome, str] = {
    RowOutcome.CREATED: "Créées, puis retirées",
    RowOutcome.UPDATED: "Modifiées, puis rétablies",
    RowOutcome.GONE: "Parties, puis revenues",
}
LEFT_AS_THEY_ARE: Mapping[RowOutcome, str] = {
    RowOutcome.CREATED: "Créées, et gardées",
    RowOutcome.UPDATED: "Modifiées, gardées au moins en partie",
    RowOutcome.GONE: "Parties, et toujours hors du réseau",
}
STATES: Mapping[ListState, str] = {
    ListState.DROPPED: "À préparer",
    ListState.READING: "Lecture en cours",
    ListState.READ: "À vérifier",
    ListState.APPLYING: "Application en cours",
    ListState.STOPPED: "Arrêtée en chemin",
    ListState.APPLIED: "Appliquée",
    ListState.UNDOING: "Annulation en cours",
    ListState.UNDONE: "Annulée",
}

# What is told once the work on a list was given up.
GIVEN_UP: Mapping[ListState, str] = {
    ListState.READING: "La lecture de cette liste a échoué plusieurs fois de suite. Rien n’est"
    " perdu : votre fichier est gardé, et rien n’a été écrit dans l’annuaire. Demandez de nouveau"
    " ce qui changerait, dans une heure par exemple.",
    ListState.APPLYING: "L’application de cette liste a échoué plusieurs fois de suite au même"
    " endroit. Rien n’est perdu : ce qui est déjà écrit est gardé, et la suite attend. Reprenez"
    " dans une heure par exemple, ou annulez ce qui est écrit.",
    ListState.UNDOING: "L’annulation de cette liste a échoué plusieurs fois de suite au même"
    " endroit. Rien n’est perdu : ce qui est déjà retiré ne revient pas, et la suite est encore en"
    " ligne. Annulez de nouveau dans une heure par exemple.",
}


NOT_BEGUN = (
    "L’application de cette liste a échoué plusieurs fois de suite avant de rien écrire. Rien n’est"
    " perdu : son aperçu et vos réponses sont gardés. Appliquez-la de nouveau, dans une heure par"
    " exemple."
)


def given_up(one: MemberList) -> str:
    """What happened, that nothing is lost, what to do."""
    is_begun = one.state is not ListState.APPLYING or one.run_id is not None
    return (
        f"{GIVEN_UP[one.state] if is_begun else NOT_BEGUN} Si cela recommence, écrivez à l’équipe"
        f" de l’annuaire en citant la liste n° {one.id}."
    )


def field_name(name: str) -> str:
    """What an import changes, as pages call it."""
    return FACT_NAMES.get(name) or FIELD_NAMES.get(name, name).capitalize()


CONTACTS = {"emails": ContactKind.EMAIL, "phones": ContactKind.PHONE}


def told_in_lines(name: str, value: Any, private: Collection[str] = ()) -> tuple[str, ...]:
    """What a row says of a field, and of each contact whether the public will read it.

    `private`: those of which the row says that nobody is to.
    """
    lines = imported_in_lines(name, value)
    if name not in CONTACTS:
        return lines
    return tuple(f"{line} ({_seen_by(CONTACTS[name], line, private)})" for line in lines)


def _seen_by(kind: ContactKind, contact: str, private: Collection[str]) -> str:
    return SEEN_BY[Visibility.PRIVATE if contact in private else visibility(kind, contact)]


SEEN_BY: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "public",
    Visibility.PRIVATE: "privé : jamais sur sa page",
}


@dataclass(frozen=True, slots=True)
class RowsNamed:
    """Rows of an outcome, as a page names and counts them; `is_*` where that parts them."""

    called: str
    count: int
    outcome: RowOutcome
    is_written: bool | None = None
    is_spared: bool | None = None
    is_joined: bool | None = None

    @property
    def as_args(self) -> dict[str, Any]:
        """As the address of their page says it."""
        return RowsAsked(
            self.outcome,
            self.is_written,
            is_spared=self.is_spared,
            is_joined=self.is_joined,
        ).as_args


def named_rows(state: ListState, counts: Counts) -> Iterator[RowsNamed]:
    """What the rows of a list have become, and would become."""
    for outcome, count in counts.all.items():
        if outcome is RowOutcome.UNCHANGED and counts.joined:
            yield RowsNamed(OUTCOMES[outcome], count - counts.joined, outcome, is_joined=False)
            yield RowsNamed("Réunies à d’autres", counts.joined, outcome, is_joined=True)
            continue
        if OUTCOMES[outcome] == TO_COME[outcome]:
            yield RowsNamed(OUTCOMES[outcome], count, outcome)
            continue
        if state is ListState.UNDONE:
            yield from _undone_rows(outcome, counts)
        else:
            yield RowsNamed(OUTCOMES[outcome], counts.written[outcome], outcome, is_written=True)
        called = NEVER_WRITTEN if state is ListState.UNDONE else TO_COME
        yield RowsNamed(called[outcome], counts.to_come[outcome], outcome, is_written=False)


def _undone_rows(outcome: RowOutcome, counts: Counts) -> Iterator[RowsNamed]:
    """Written rows that undoing has taken back, then those that it has left."""
    left = counts.spared[outcome]
    taken = counts.written[outcome] - left
    yield RowsNamed(TAKEN_BACK[outcome], taken, outcome, is_written=True, is_spared=False)
    yield RowsNamed(LEFT_AS_THEY_ARE[outcome], left, outcome, is_written=True, is_spared=True)


# What a list says of itself once it is applied: what it wrote, what it left.
_DONE = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED, RowOutcome.GONE)
_LEFT = (RowOutcome.DOUBTFUL, RowOutcome.CONFLICT, RowOutcome.REJECTED, RowOutcome.SKIPPED)


def told_done(counts: Counts) -> list[str]:
    done = {outcome: counts.written[outcome] for outcome in _DONE}
    partly, done = counts.partly_written, _without(counts.joined_written, done)
    told = [counted(partly, "fiche écrite en partie", "fiches écrites en partie")] if partly else []
    return [*_told(COUNTED, done), *told, *_told_joined(counts.joined_written)]


def _without(joined: int, counts: Mapping[RowOutcome, int]) -> dict[RowOutcome, int]:
    """A structure on several rows is one page."""
    return {**counts, RowOutcome.UNCHANGED: counts[RowOutcome.UNCHANGED] - joined}


def _told_joined(joined: int) -> list[str]:
    return [counted(joined, "ligne réunie à une autre", "lignes réunies à d’autres")] * (joined > 0)


def told_left(counts: Counts) -> list[str]:
    """Of a row that is written in part, its fields in conflict."""
    left, partly = {outcome: counts.all[outcome] for outcome in _LEFT}, counts.partly_written
    left[RowOutcome.CONFLICT] -= partly + counts.partly_to_come  # told_to_write tells these
    told = [f"les champs en conflit de {counted(partly, 'fiche')}"] if partly else []
    return [*_told(COUNTED, left), *told]


def told_to_come(counts: Counts) -> list[str]:
    """What each row would become, those in conflict that would be written in part told so."""
    words = _counting("à écrire en partie", "à écrire en partie")
    would_be = _with_partly(WOULD_BE, words, counts.partly_to_come)
    joined = counts.joined_to_come
    return [*_told(would_be, _without(joined, counts.to_come)), *_told_joined(joined)]


def told_to_write(counts: Counts) -> list[str]:
    """What a list that was stopped has still to do."""
    written = RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.GONE
    to_come, partly = {one: counts.to_come[one] for one in written}, counts.partly_to_come
    words = "fiche à écrire en partie", "fiches à écrire en partie"
    return [*_told(WOULD_BE, to_come), *([counted(partly, *words)] if partly else [])]


def told_become(counts: Counts) -> list[str]:
    """What each row has become, the same."""
    words = _counting("écrite en partie", "écrites en partie")
    left = {RowOutcome.GONE: counts.written[RowOutcome.GONE]}  # those whom a person keeps stay
    become = _with_partly(COUNTED, words, counts.partly_written)
    each = _without(counts.joined, counts.all | left)
    return [*_told(become, each), *_told_joined(counts.joined)]


Words = Mapping[RowOutcome, Callable[[int], str]]


def _told(words: Words, counts: Mapping[RowOutcome, int]) -> list[str]:
    return [words[outcome](n) for outcome, n in counts.items() if n]


def _with_partly(words: Words, partly: Callable[[int], str], count: int) -> Words:
    conflict = words[RowOutcome.CONFLICT]
    whole = (lambda n: f"{conflict(n)}, dont {partly(count)}") if count else conflict
    return {**words, RowOutcome.CONFLICT: whole}


def waits_for(lists: int) -> str:
    """For how many others the work on a list waits; "" for none."""
    return counted(lists, "liste avant la vôtre", "listes avant la vôtre") if lists else ""


def row_called(one: MemberList, row: ListRow) -> str:
    if row.is_partly_written:
        return (
            "En conflit, en partie écrite" if row.is_applied else "En conflit, en partie à écrire"
        )
    if row.is_joined:
        return "Réunie à une autre"
    if one.state is ListState.UNDONE and not row.is_applied:
        return ONE_NEVER_WRITTEN[row.outcome]
    return (ONE_ROW if row.is_applied else ONE_TO_COME)[row.outcome]


# Why undoing left what a row had written.
_LEFT_AS: Mapping[str, str] = {
    NAMED_LATER: "Nommée par une liste suivante : gardée jusqu’à ce que celle-là soit annulée",
    CLAIMED: "Quelqu’un tient cette fiche : gardée",
    WHOLE_PAGE: "Une autre personne ou une autre source y a écrit : gardée",
    MERGED: "Réunie depuis avec une autre fiche : rien n’est annulé sur cette ligne",
    NO_PAGE: "Sa fiche n’est plus en ligne : rien à rétablir",
    UNNAMED: "L’import qui la nommait est annulé aussi : elle ne revient pas dans le réseau",
}
ABSENT_LATER = (
    "Absente aussi d’une liste suivante : hors du réseau jusqu’à ce que celle-là soit annulée"
)
_OUT = ", hors du réseau"
_STILL_IN = (
    ", et toujours membre : votre réseau s’en porte garant, ou elle l’est autrement que par vos"
    " listes"
)


def undone_as(row: ListRow) -> str:
    """What undoing its list has made of it."""
    spared = row.spared or ()
    if row.outcome is RowOutcome.GONE and NAMED_LATER in spared:
        return ABSENT_LATER
    for why, words in _LEFT_AS.items():
        if why in spared:
            return words + (_membership(spared) if why in (CLAIMED, WHOLE_PAGE) else "")
    return "Modifiée depuis : en partie gardée" if spared else "Annulée"


def _membership(spared: Collection[str]) -> str:
    return _STILL_IN if STILL_MEMBER in spared else _OUT


def spares_parts(row: ListRow) -> bool:
    """Whether undoing has left some of what it wrote, and has taken the rest back."""
    return bool(row.spared) and not any(why in (row.spared or ()) for why in _LEFT_AS)


def deletion_told(number: int, said: int) -> str:
    """By its number, for the name of a file may name somebody; `said`: rows that were answered."""
    lost = counted(said, "ligne répondue ou corrigée", "lignes répondues ou corrigées")
    return f"liste n° {number} supprimée{f', avec {lost}' if said else ''}"


MOST_NAMED = 3


def changed_fields(row: ListRow) -> str:
    """By their names, or how many when they are many."""
    names = [field_name(name) for name in row.changes]
    return ", ".join(names) if len(names) <= MOST_NAMED else counted(len(names), "champ")


def changes_title(one: MemberList, row: ListRow) -> str:
    """Above what a row changes: some rows of a list that was applied were not written."""
    if row.is_applied and row.after is not None:
        return "Ce qui avait changé" if row.is_undone else "Ce qui a changé"
    return "Ce qui aurait changé" if one.applied_at else "Ce que l’annuaire dirait"
