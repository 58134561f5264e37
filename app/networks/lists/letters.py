"""The letters about a list, once its work has ended: applied, undone, or stopped."""

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.mailing.letters import Letter, address_of, written_letter
from app.networks.lists.counting import Counts, counts_apart, pages_left
from app.networks.lists.models import MemberList, RowOutcome
from app.networks.lists.wording import told_become
from app.templating import counted

ACTOR = "user:"


def tell_applied(session: Session, one: MemberList) -> None:
    """To who asked, in the transaction that ends the work."""
    _send(session, one, _applied(one, counts_apart(session, one.id)))


def tell_undone(session: Session, one: MemberList) -> None:
    has_written = counts_apart(session, one.id).has_written
    _send(session, one, _undone(one, *pages_left(session, one), has_written=has_written))


def tell_stopped(session: Session, one: MemberList, problem: str) -> None:
    """That the work will not go on by itself, and why."""
    letter = Letter(
        subject=f"Le travail sur la liste du réseau « {one.network.name} » s’est arrêté",
        paragraphs=(f"Votre liste « {one.filename} » vous attend.", problem),
        link_words="Voir où elle en est",
        link=_page_of(one),
    )
    _send(session, one, letter)


def _send(session: Session, one: MemberList, letter: Letter) -> None:
    """An account that was deleted meanwhile has no address."""
    user = session.get(User, int(one.asked_by.removeprefix(ACTOR)))
    if user is not None and user.active:
        session.add(written_letter(user.email, letter))


def _applied(one: MemberList, counts: Counts) -> Letter:
    told = [f"{words}." for words in told_become(counts)]
    waiting = (RowOutcome.REJECTED, RowOutcome.CONFLICT, RowOutcome.DOUBTFUL)
    left = sum(counts.all[outcome] for outcome in waiting)
    partly = " (de celles écrites en partie, il ne manque que les champs en conflit)"
    after = (
        "Les lignes refusées, en conflit ou à décider n’ont pas été écrites"
        f"{partly if counts.partly_written else ''}. Pour les corriger, ouvrez le compte rendu et"
        " choisissez « Reprendre les lignes laissées ».",
    )
    return Letter(
        subject=f"La liste du réseau « {one.network.name} » est appliquée",
        paragraphs=(
            f"Votre liste « {one.filename} » est appliquée : l’annuaire est à jour dès maintenant."
            if counts.has_written
            else f"Votre liste « {one.filename} » est appliquée, et rien n’a été écrit dans"
            " l’annuaire.",
            " ".join(told),
            *(after if left else ()),
        ),
        link_words="Voir le compte rendu",
        link=_page_of(one),
    )


def _undone(one: MemberList, own: int, others: int, *, has_written: bool) -> Letter:
    """`own`: pages that stay of this list; `others`: of those that it replaced, undone before.

    Nothing was written of one that was stopped before it began, or whose rows all wait.
    """
    held = "ce qu’une liste suivante nomme, ce que quelqu’un tient ou a changé depuis"
    but = (
        f", sauf sur {counted(own, 'fiche')} ({held}) : le compte rendu dit lesquelles"
        if own
        else ""
    )
    also = (
        f"D’imports annulés avant celui-ci, {counted(others, 'fiche reste', 'fiches restent')} :"
        " leurs comptes rendus disent pourquoi.",
    )
    return Letter(
        subject=f"L’import de la liste du réseau « {one.network.name} » est annulé",
        paragraphs=(
            f"Ce que la liste « {one.filename} » avait écrit est retiré de l’annuaire{but}."
            if has_written
            else f"Rien de la liste « {one.filename} » n’avait été écrit : rien n’a changé.",
            *(also if others else ()),
        ),
        link_words="Voir le compte rendu",
        link=_page_of(one),
    )


def _page_of(one: MemberList) -> str:
    return address_of("networks.member_list", network=one.network_slug, list_id=one.id)
