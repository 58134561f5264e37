"""A list that others of its network have overtaken: it is read, or dropped, again first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.members import leaves_unshown
from app.networks.lists.models import ListState, MemberList

READ_AGAIN = (
    "Depuis que cette liste a été lue, votre réseau a d’autres membres qu’elle ne nomme pas, par"
    " exemple ceux d’une liste appliquée ou annulée entre-temps. Rien n’a été écrit : choisissez"
    " « Relire avec l’annuaire d’aujourd’hui », en bas de cette page. La liste dira qui d’autre"
    " quitterait le réseau ; puis appliquez-la."
)
DROP_AGAIN = (
    "Une liste plus récente de votre réseau a commencé à être appliquée : celle-ci ne peut plus"
    " être reprise. Ce qui est déjà écrit est gardé, et peut être annulé. Pour écrire la suite,"
    " déposez de nouveau ce fichier : vous verrez ce qu’il changerait maintenant."
)


class OutdatedError(Exception):
    """What the list would do is no longer what was shown, or in its turn. Its words are French."""


def refuse_outdated(session: Session, one: MemberList) -> None:
    """Raises OutdatedError.

    Undoing goes by the order in which lists began: none goes on after another has begun.
    """
    if one.run_id is None and leaves_unshown(session, one):
        raise OutdatedError(READ_AGAIN)
    if is_followed(session, one):
        raise OutdatedError(DROP_AGAIN)


def is_followed(session: Session, one: MemberList) -> bool:
    """Whether another list of its network has begun since this one did, and is not undone."""
    if one.run_id is None:
        return False
    later = select(MemberList.id).where(
        MemberList.network_slug == one.network_slug,
        MemberList.run_id > one.run_id,
        MemberList.state != ListState.UNDONE,
    )
    return session.scalar(later.limit(1)) is not None
