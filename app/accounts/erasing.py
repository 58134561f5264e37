"""The end of an account: its person leaves the database, and the pages they kept stay.

The history keeps a number that nobody else will have. What the page of one's account promises
before (accounts/delete.html) is what is done here.
"""

from collections.abc import Iterable

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import aliased

from app.accounts.actors import ERASED
from app.accounts.models import Editorship, EmailCode, HeldForm, NetworkManager, User
from app.administration.models import AdminEntry
from app.api.models import ApiKey
from app.db import db
from app.importing.contacts import visibility
from app.mailing.models import OutgoingMail
from app.meetings.seats import erase_participant
from app.moderation.erasing import erase_personal, pattern_of
from app.moderation.models import Report
from app.networks.models import ManagerInvitation
from app.structures.colleagues.leaving import heir_of, let_go
from app.structures.models import Claim, ClaimStatus, Invitation
from domain.models import ContactKind, Document, Network, Supplier, SupplierLabel, Visibility


def pages_left_to_nobody(user: User) -> list[Supplier]:
    """The structures of the directory whose page nobody else can keep."""
    return [page for page in _pages(user) if not (heir_of(user, page.id) or page.awaits_review)]


def proposals_withdrawn(user: User) -> list[Supplier]:
    """The structures that they proposed, and that nobody has accepted yet."""
    return [page for page in _pages(user) if page.awaits_review and not heir_of(user, page.id)]


def networks_left_to_nobody(user: User) -> list[Network]:
    """Those that this person alone manages."""
    other = aliased(NetworkManager)
    left = (
        select(Network)
        .join(NetworkManager, NetworkManager.network_slug == Network.slug)
        .outerjoin(other, (other.network_slug == Network.slug) & (other.user_id != user.id))
        .where(NetworkManager.user_id == user.id, other.user_id.is_(None))
    )
    return list(db.session.scalars(left.order_by(Network.name)))


def pages_passed_on(user: User) -> list[tuple[Supplier, User]]:
    """The structures whose page this person owns, and the colleague who then will."""
    owned = {held.supplier_id for held in user.editorships if held.is_owner}
    heirs = ((page, heir_of(user, page.id)) for page in _pages(user) if page.id in owned)
    return [(page, heir.user) for page, heir in heirs if heir is not None]


def _pages(user: User) -> list[Supplier]:
    """Those that they keep, in the order of their numbers."""
    kept = select(Supplier).join(Editorship, Editorship.supplier_id == Supplier.id)
    return list(db.session.scalars(kept.where(Editorship.user_id == user.id).order_by(Supplier.id)))


def is_shared(email: str) -> bool:
    """Whether the mailbox is a structure's, whoever reads it: pages then keep it as a contact."""
    return visibility(ContactKind.EMAIL, email) is Visibility.PUBLIC


def erase(user: User) -> None:
    """Delete the account and all that names its person. Commits."""
    _hand_pages_over(user)
    _let_claims_go(user)
    _cancel_invitations(user)
    erase_participant(user)
    db.session.execute(delete(HeldForm).where(HeldForm.user_id == user.id))
    _forget_address(user.email)
    if not is_shared(user.email):
        erase_personal(db.session, user.email)
    _forget_in_records(user.email)
    db.session.delete(user)
    db.session.commit()


def _hand_pages_over(user: User) -> None:
    """In the order of their numbers: of two who go at once, nobody waits in a ring."""
    for page in _pages(user):
        let_go(user, page.id, "La personne qui en était responsable supprime son compte, et")
    db.session.expire(user, ["editorships"])


def _let_claims_go(user: User) -> None:
    """What they said of themselves goes; the decision stays, and frees the page."""
    claims = db.session.scalars(select(Claim).where(Claim.user_id == user.id)).all()
    documents = [claim.document_id for claim in claims if claim.document_id is not None]
    for claim in claims:
        claim.user_id = claim.statement = claim.document_id = None
        if claim.status in (ClaimStatus.OPEN, ClaimStatus.SETTLED):
            claim.status = ClaimStatus.WITHDRAWN
    db.session.flush()
    _delete_documents(documents)


def _delete_documents(ids: Iterable[int]) -> None:
    """Those that prove who the person was; a certificate that a page shows is the structure's."""
    shown = select(SupplierLabel.document_id).where(SupplierLabel.document_id.is_not(None))
    db.session.execute(
        delete(Document).where(Document.id.in_(list(ids)), Document.id.not_in(shown))
    )


def _cancel_invitations(user: User) -> None:
    """And the keys that they gave to programs."""
    db.session.execute(delete(ApiKey).where(ApiKey.made_by == user.actor))
    for kind in (Invitation, ManagerInvitation):
        sent_by_them = (kind.invited_by == user.actor) & kind.accepted_at.is_(None)
        received = kind.email == user.email
        db.session.execute(delete(kind).where(or_(sent_by_them, received)))


def _forget_address(email: str) -> None:
    """Codes and letters that wait; a visitor's report keeps what it reports."""
    db.session.execute(delete(EmailCode).where(EmailCode.email == email))
    may_tell = or_(
        OutgoingMail.recipient == email, OutgoingMail.text.icontains(email, autoescape=True)
    )
    for letter in db.session.scalars(select(OutgoingMail).where(may_tell)):
        if letter.recipient == email or pattern_of(email).search(letter.text):
            db.session.delete(letter)
    db.session.execute(update(Report).where(Report.email == email).values(email=None))


def _forget_in_records(email: str) -> None:
    """Where administrators' records told the address; accounts are named there by their number.

    A name is whatever its holder typed: to replace it there would let them rewrite the records.
    """
    said = or_(*(column.icontains(email, autoescape=True) for column in _TOLD))
    for entry in db.session.scalars(select(AdminEntry).where(said)):
        for column in _TOLD:
            told = pattern_of(email).sub(ERASED, getattr(entry, column.key))
            setattr(entry, column.key, told)


_TOLD = (AdminEntry.subject, AdminEntry.change)
