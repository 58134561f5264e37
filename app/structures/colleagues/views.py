"""The team of a page, and the page that an invitation opens."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.addresses import masked
from app.accounts.gate import roles_of
from app.accounts.invitations import InvitationError
from app.accounts.inviting import invite_typed, resend, waiting_or_404
from app.accounts.models import User
from app.accounts.permissions import OWNER
from app.accounts.resuming import sign_in_url
from app.accounts.sessions import person, signed_in
from app.db import db
from app.structures.claiming.settling import open_claims
from app.structures.colleagues.forms import InviteForm
from app.structures.colleagues.inviting import (
    accept,
    invitation_of,
    invitations,
    invite,
    send_again,
    why_not,
)
from app.structures.colleagues.leaving import hand_over, heir_of, leave, remove
from app.structures.colleagues.team import editors, editorship
from app.structures.queries import edited_supplier
from domain.models import Supplier, utcnow


def colleagues(supplier_id: int) -> ResponseReturnValue:
    return _team(edited_supplier(supplier_id), InviteForm(formdata=None))


def _team(supplier: Supplier, form: InviteForm) -> str:
    user = signed_in()
    return render_template(
        "structures/colleagues/team.html",
        supplier=supplier,
        editors=editors(supplier.id),
        mine=editorship(user, supplier.id),
        manages=bool(roles_of(user) & OWNER.allowed),
        form=form,
        invitations=invitations(supplier.id),
        claims=open_claims(supplier.id),
        now=utcnow(),
    )


def invite_colleague(supplier_id: int) -> ResponseReturnValue:
    supplier = edited_supplier(supplier_id)
    form = InviteForm()
    is_sent = form.validate_on_submit() and invite_typed(
        form.email, lambda email: invite(supplier, email, signed_in())
    )
    return _back(supplier_id) if is_sent else _team(supplier, form)


def _back(supplier_id: int) -> ResponseReturnValue:
    return redirect(url_for("structures.colleagues", supplier_id=supplier_id))


def resend_invitation(supplier_id: int, invitation_id: int) -> ResponseReturnValue:
    invitation = waiting_or_404(invitations(supplier_id), invitation_id)
    resend(invitation, lambda: send_again(invitation, signed_in()))
    return _back(supplier_id)


def cancel_invitation(supplier_id: int, invitation_id: int) -> ResponseReturnValue:
    db.session.delete(waiting_or_404(invitations(supplier_id), invitation_id))
    db.session.commit()
    flash("L’invitation est annulée.")
    return _back(supplier_id)


def remove_colleague(supplier_id: int, user_id: int) -> ResponseReturnValue:
    colleague = _colleague(supplier_id, user_id)
    remove(colleague, supplier_id, signed_in())
    flash(f"{colleague.shown_name} ne tient plus la fiche.")
    return _back(supplier_id)


def hand_over_page(supplier_id: int, user_id: int) -> ResponseReturnValue:
    colleague = _colleague(supplier_id, user_id)
    hand_over(colleague, supplier_id, signed_in())
    flash(f"La fiche est confiée à {colleague.shown_name}.")
    return _back(supplier_id)


def _colleague(supplier_id: int, user_id: int) -> User:
    """One who does not own the page; 404 when they have gone since, or own it."""
    team = editors(supplier_id)
    found = (held.user for held in team if held.user_id == user_id and not held.is_owner)
    return next(found, None) or abort(404)


def leave_page(supplier_id: int) -> ResponseReturnValue:
    """Says what leaving does, then does it."""
    supplier, user = edited_supplier(supplier_id), signed_in()
    mine = editorship(user, supplier.id) or abort(404)
    return render_template(
        "structures/colleagues/leave.html",
        supplier=supplier,
        mine=mine,
        heir=heir_of(user, supplier.id),
    )


def confirm_leaving(supplier_id: int) -> ResponseReturnValue:
    supplier, user = edited_supplier(supplier_id), signed_in()
    name = supplier.display_name
    leave(user, supplier_id)
    flash(f"Vous ne tenez plus la fiche « {name} ».")
    return redirect(url_for("accounts.account"))


def invitation(key: str) -> ResponseReturnValue:
    """Opening the link shows a page and does nothing else: letters are read by machines too."""
    found = invitation_of(key) or abort(404)
    return render_template(
        "structures/colleagues/invitation.html",
        invitation=found,
        key=key,
        to=masked(found.email),
        refused=why_not(found),
        user=person(),
        sign_in_url=sign_in_url(),
    )


def accept_invitation(key: str) -> ResponseReturnValue:
    found = invitation_of(key) or abort(404)
    user, supplier_id = signed_in(), found.supplier_id
    try:
        accept(found, user)
    except InvitationError as error:
        flash(str(error), "error")
        return redirect(url_for("structures.invitation", key=key))
    if editorship(user, supplier_id) is None:  # somebody keeps the page already
        return redirect(url_for("structures.claim", supplier_id=supplier_id))
    flash("Vous tenez maintenant cette fiche.")
    return redirect(url_for("structures.dashboard", supplier_id=supplier_id))
