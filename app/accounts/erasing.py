"""The end of an account: its person leaves the database, and the pages they kept stay.

The history keeps a number that nobody else will have. What the page of one's account promises
before (accounts/delete.html) is what is done here.
"""

from collections.abc import Iterable

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import aliased

from app.accounts.actors import ERASED
from app.accounts.models import Editorship, EmailCode, HeldForm, User
from app.administration.models import AdminEntry
from app.db import db
from app.importing.contacts import visibility
from app.mailing.models import OutgoingMail
from app.moderation.erasing import erase_personal, pattern_of
from app.moderation.models import Report
from app.structures.colleagues.letters import tell_owns
from app.structures.colleagues.team import end_all
from app.structures.models import Claim, ClaimStatus, Invitation
from domain.models import ContactKind, Document, Supplier, SupplierLabel, Visibility


def pages_left_to_nobody(user: User) -> list[Supplier]:
    """The structures whose page this person alone keeps."""
    return [page for page, heir in _pages(user) if heir is None]


def pages_passed_on(user: User) -> list[tuple[Supplier, User]]:
    """The structures whose page this person owns, and the colleague who then will."""
    owned = {held.supplier_id for held in user.editorships if held.is_owner}
    return [(page, heir) for page, heir in _pages(user) if heir is not None and page.id in owned]


def _pages(user: User) -> list[tuple[Supplier, User | None]]:
    """Each structure whose page they keep, with the colleague who has kept it the longest."""
    own, other = aliased(Editorship), aliased(Editorship)
    found = db.session.execute(
        select(Supplier, User)
        .join(own, own.supplier_id == Supplier.id)
        .outerjoin(other, (other.supplier_id == Supplier.id) & (other.user_id != user.id))
        .outerjoin(User, User.id == other.user_id)
        .where(own.user_id == user.id)
        .order_by(own.since, other.since.desc())
    )
    return list({page.id: (page, heir) for page, heir in found}.values())


def is_shared(email: str) -> bool:
    """Whether the mailbox is a structure's, whoever reads it: pages then keep it as a contact."""
    return visibility(ContactKind.EMAIL, email) is Visibility.PUBLIC


def erase(user: User) -> None:
    """Delete the account and all that names its person. Commits."""
    _hand_pages_over(user)
    _let_claims_go(user)
    _cancel_invitations(user)
    db.session.execute(delete(HeldForm).where(HeldForm.user_id == user.id))
    _forget_address(user.email)
    if not is_shared(user.email):
        erase_personal(db.session, user.email)
    _forget_in_records(user.email)
    db.session.delete(user)
    db.session.commit()


def _hand_pages_over(user: User) -> None:
    heirs = pages_passed_on(user)
    for page in pages_left_to_nobody(user):
        end_all(page.id)
    user.editorships.clear()
    db.session.flush()  # a page has one owner at a time
    for page, heir in heirs:
        db.session.get_one(Editorship, (heir.id, page.id)).is_owner = True
        tell_owns(page, heir, "La personne qui en était responsable supprime son compte, et")


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
    sent_by_them = (Invitation.invited_by == user.actor) & Invitation.accepted_at.is_(None)
    received = Invitation.email == user.email
    db.session.execute(delete(Invitation).where(or_(sent_by_them, received)))


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
