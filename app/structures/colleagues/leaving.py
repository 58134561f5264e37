"""Leaving a page, removing a colleague, handing the page over."""

from app.accounts.models import Editorship, User
from app.db import db
from app.structures.claiming.settling import close
from app.structures.colleagues.letters import tell_left, tell_owns, tell_removed
from app.structures.colleagues.team import editors, editorship, end_all, owner, told
from app.structures.models import ClaimStatus
from app.structures.proposals.deciding import proposal_claim
from app.structures.queries import hold_supplier
from app.structures.saving import note
from domain.models import HistoryAction, Supplier, utcnow


def heir_of(user: User, supplier_id: int) -> Editorship | None:
    """Who owns the page once this person leaves: the owner, else who came first of the others.

    Not an account that is closed: the page would be held by nobody who can open it.
    """
    others = (held for held in editors(supplier_id) if held.user_id != user.id)
    return next((held for held in others if held.user.active), None)


def leave(user: User, supplier_id: int) -> None:
    """Stop keeping the page, which stays as it is; commits.

    An owner leaves it to `heir_of`. After the last one, anybody may prove that it is theirs; a
    proposal that nobody has accepted yet is withdrawn.
    """
    let_go(user, supplier_id, user.shown_name)
    db.session.commit()


def let_go(user: User, supplier_id: int, giver: str) -> None:
    """The same; the caller commits. `giver` names who leaves, as the letter to the heir says it."""
    supplier = hold_supplier(supplier_id)
    with told(supplier, user.actor):
        _end(user, supplier, giver)
    if supplier.awaits_review and not editors(supplier.id):
        supplier.archived_at = utcnow()
        note(supplier, HistoryAction.ARCHIVED, user.actor)
        if claim := proposal_claim(supplier.id):
            close(claim, ClaimStatus.WITHDRAWN, user.actor)


def _end(user: User, supplier: Supplier, giver: str) -> None:
    held = editorship(user, supplier.id)
    heir = heir_of(user, supplier.id)
    if held is None:
        return
    if heir is None:
        end_all(supplier.id)
        return
    db.session.delete(held)
    db.session.flush()  # one owner at a time
    if held.is_owner:
        heir.is_owner = True
        tell_owns(supplier, heir.user, giver)
    elif (kept_by := owner(supplier.id)) is not None:
        tell_left(supplier, kept_by.user, user.shown_name)


def remove(colleague: User, supplier_id: int, by: User) -> None:
    """End a colleague's part; the owner's is handed over first. Commits."""
    supplier = hold_supplier(supplier_id)
    held = editorship(colleague, supplier_id)
    if held is None or held.is_owner:
        db.session.rollback()
        return
    with told(supplier, by.actor):
        db.session.delete(held)
        db.session.flush()
    tell_removed(supplier, colleague)
    db.session.commit()


def hand_over(colleague: User, supplier_id: int, by: User) -> None:
    """Make a colleague the owner; who was stays a colleague. Commits."""
    supplier = hold_supplier(supplier_id)
    heir, held = editorship(colleague, supplier_id), owner(supplier_id)
    if heir is None or heir.is_owner:
        db.session.rollback()
        return
    with told(supplier, by.actor):
        if held is not None:
            held.is_owner = False
            db.session.flush()  # one owner at a time
        heir.is_owner = True
        db.session.flush()
    tell_owns(supplier, colleague, by.shown_name)
    db.session.commit()
