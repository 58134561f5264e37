"""Networks’ lists: the reminder when one has grown old, the end of those that nobody applied."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts.models import NetworkManager, User
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.networks.lists.models import ListState, MemberList
from domain.models import utcnow

OLD_AFTER = timedelta(days=365)
FORGOTTEN_AFTER = timedelta(days=90)


def look_after_lists(session: Session) -> None:
    """Queue the reminders of today, throw away what was left behind. The caller commits."""
    _forget_abandoned(session)
    for one in list(_old_lists(session)):
        one.reminded_at = utcnow()
        for address in _managers(session, one.network_slug):
            send_letter(address, _reminder(one))


def _forget_abandoned(session: Session) -> None:
    """Lists of which nothing was written: they hold addresses of persons."""
    unwritten = select(MemberList.id).where(
        MemberList.run_id.is_(None),
        MemberList.state.in_((ListState.DROPPED, ListState.READ)),
        MemberList.asked_at < utcnow() - FORGOTTEN_AFTER,
    )
    session.execute(delete(MemberList).where(MemberList.id.in_(unwritten)))


def _old_lists(session: Session) -> Iterator[MemberList]:
    """Each network's last whole list, once it is old and nobody was told."""
    latest = (
        select(func.max(MemberList.id))
        .where(MemberList.state == ListState.APPLIED, MemberList.is_partial.is_(False))
        .group_by(MemberList.network_slug)
    )
    query = select(MemberList).where(
        MemberList.id.in_(latest),
        MemberList.applied_at < utcnow() - OLD_AFTER,
        MemberList.reminded_at.is_(None),
    )
    yield from session.scalars(query.order_by(MemberList.id))


def _managers(session: Session, network: str) -> list[str]:
    query = select(User.email).join(NetworkManager, NetworkManager.user_id == User.id)
    own = NetworkManager.network_slug == network, User.active
    return list(session.scalars(query.where(*own).order_by(User.id)))


def _reminder(one: MemberList) -> Letter:
    applied = date_of(one.applied_at) if one.applied_at else ""
    return Letter(
        subject=f"La liste des membres du réseau « {one.network.name} » a un an",
        paragraphs=(
            f"Votre dernière liste a été appliquée le {applied}. Depuis, des structures ont pu"
            " vous rejoindre, vous quitter ou changer d’adresse.",
            "Déposez votre liste d’aujourd’hui telle qu’elle est : vous verrez ce qui change avant"
            " que rien ne soit écrit.",
        ),
        link_words="Déposer une liste à jour",
        link=address_of("networks.lists", network=one.network_slug),
    )
