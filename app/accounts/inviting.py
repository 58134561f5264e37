"""What pages that invite do alike, whatever the invitation opens: of a page, of a network."""

from collections.abc import Callable, Iterable

from flask import abort, flash
from wtforms import Field

from app.accounts.invitations import AnyInvitation, InvitationError
from app.accounts.models import InvitationColumns
from app.forms import refuse, text_of


def invite_typed(address: Field, invite: Callable[[str], object]) -> bool:
    """Whether the letter leaves for the address typed; its field then says why it does not."""
    try:
        invite(text_of(address))
    except InvitationError as error:
        refuse(address, str(error))
        return False
    flash(f"L’invitation part vers {address.data}.")
    return True


def resend(invitation: InvitationColumns, send_again: Callable[[], object]) -> None:
    try:
        send_again()
    except InvitationError as error:
        flash(str(error), "error")
    else:
        flash(f"L’invitation repart vers {invitation.email}. Le lien d’avant ne vaut plus.")


def waiting_or_404(waiting: Iterable[AnyInvitation], id_: int) -> AnyInvitation:
    """The one of that number: it may have been accepted, or cancelled, meanwhile."""
    return next((it for it in waiting if it.id == id_), None) or abort(404)
