"""The managers of a network, and the page that an invitation opens."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.addresses import masked
from app.accounts.invitations import InvitationError, opened_by, why_closed
from app.accounts.inviting import invite_typed, resend, waiting_or_404
from app.accounts.models import NetworkManager
from app.accounts.resuming import sign_in_url
from app.accounts.sessions import person, signed_in
from app.db import db
from app.networks.models import ManagerInvitation
from app.networks.queries import network_or_404
from app.networks.team.inviting import accept, cancel, invitations, invite, send_again
from app.networks.team.managing import LastManagerError, is_manager, leave, managers, remove
from app.structures.colleagues.forms import InviteForm
from domain.models import Network, utcnow

_LAST = (
    "C’est le dernier compte responsable de ce réseau : invitez d’abord quelqu’un, ou demandez à"
    " l’équipe de l’annuaire. Rien n’a changé."
)


def team(network: str) -> ResponseReturnValue:
    return _page(network_or_404(network), InviteForm(formdata=None))


def _page(network: Network, form: InviteForm) -> str:
    return render_template(
        "networks/team.html",
        network=network,
        managers=managers(network.slug),
        invitations=invitations(network.slug),
        form=form,
        now=utcnow(),
        mine=is_manager(signed_in(), network.slug),
    )


def invite_manager(network: str) -> ResponseReturnValue:
    known, form = network_or_404(network), InviteForm()
    is_sent = form.validate_on_submit() and invite_typed(
        form.email, lambda email: invite(known, email, signed_in())
    )
    return _back(network) if is_sent else _page(known, form)


def _back(network: str) -> ResponseReturnValue:
    return redirect(url_for("networks.team", network=network))


def resend_invitation(network: str, invitation_id: int) -> ResponseReturnValue:
    invitation = waiting_or_404(invitations(network), invitation_id)
    resend(invitation, lambda: send_again(invitation, signed_in()))
    return _back(network)


def cancel_invitation(network: str, invitation_id: int) -> ResponseReturnValue:
    cancel(waiting_or_404(invitations(network), invitation_id))
    flash("L’invitation est annulée.")
    return _back(network)


def remove_manager(network: str, user_id: int) -> ResponseReturnValue:
    managed = db.session.get(NetworkManager, (user_id, network)) or abort(404)
    name = managed.user.shown_name
    try:
        remove(user_id, network_or_404(network))
    except LastManagerError:
        flash(_LAST, "error")
    else:
        flash(f"{name} ne gère plus le réseau.")
    return _back(network)


def leave_network(network: str) -> ResponseReturnValue:
    known = network_or_404(network)
    if not is_manager(signed_in(), network):
        abort(404)
    try:
        leave(signed_in(), known)
    except LastManagerError:
        flash(_LAST, "error")
        return _back(network)
    flash(f"Vous ne gérez plus le réseau « {known.name} ».")
    return redirect(url_for("accounts.account"))


def manager_invitation(key: str) -> ResponseReturnValue:
    """Opening the link shows a page and does nothing else: letters are read by machines too."""
    found = opened_by(key, ManagerInvitation) or abort(404)
    return render_template(
        "networks/invitation.html",
        invitation=found,
        key=key,
        to=masked(found.email),
        refused=why_closed(found),
        user=person(),
        sign_in_url=sign_in_url(),
    )


def accept_manager_invitation(key: str) -> ResponseReturnValue:
    found = opened_by(key, ManagerInvitation) or abort(404)
    try:
        accept(found, signed_in())
    except InvitationError as error:
        flash(str(error), "error")
        return redirect(url_for("networks.manager_invitation", key=key))
    flash(f"Vous gérez maintenant le réseau « {found.network.name} ».")
    return redirect(url_for("networks.home", network=found.network_slug))
