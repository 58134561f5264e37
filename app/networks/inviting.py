"""A network invites its members to keep their pages, within what it may send."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.accounts.invitations import InvitationError
from app.accounts.models import User
from app.db import db
from app.limits import may_invite_members
from app.networks.queries import MOST_NAMED, Filters, Member, member_ids, members_among
from app.structures.colleagues.inviting import invite
from domain.models import Network


class Reason(StrEnum):
    """Why nobody is written to, as it is said after a number."""

    KEPT = "à la fiche déjà tenue"
    INVITED = "en attente d’une réponse"
    UNKNOWN = "sans adresse connue"


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters left; why others did not, in French, and to whom.

    `left_out`: how many there was no reason to write to, or nowhere.
    """

    count: int
    refused: Mapping[str, Sequence[Member]]
    left_out: Mapping[Reason, int]


def invite_member(network: Network, member: Member, email: str, by: User) -> None:
    """Invite, or once more; commits. Raises InvitationError.

    The network's own invitation that waits at another address, mistyped say, is replaced.
    """
    if member.kept_since is not None:
        raise InvitationError("Quelqu’un tient déjà cette fiche.")
    if not may_invite_members(network.slug):
        raise InvitationError(
            "Votre réseau a envoyé beaucoup d’invitations depuis une heure. Reprenez plus tard."
        )
    try:
        if member.invitation and member.invitation.email != email:
            db.session.delete(member.invitation)
        invite(member.supplier, email, by, network=network)
    except InvitationError:
        db.session.rollback()
        raise


def invite_ready(network: Network, members: Iterable[Member], by: User) -> Sent:
    """Each at the address that is known, by itself: one that cannot be sent stops no other.

    Those that are invited already, by the first of two presses say, are left in peace.
    """
    count, refused, left_out = 0, defaultdict[str, list[Member]](list), Counter[Reason]()
    for member in members:
        if reason := _reason_to_leave_out(member):
            left_out[reason] += 1
            continue
        try:
            invite_member(network, member, member.address, by)
            count += 1
        except InvitationError as error:
            refused[str(error)].append(member)
    return Sent(count, refused, left_out)


@dataclass(frozen=True, slots=True)
class Ready:
    """Who can be invited, and how many others cannot, by reason."""

    members: list[Member]
    left_out: Mapping[Reason, int]


def ready_members(network: Network, filters: Filters) -> Ready:
    """Of every page of the list, those whom nobody invited yet and whose address is known."""
    found = members_among(network.slug, member_ids(network.slug, filters, MOST_NAMED))
    reasons = [(member, _reason_to_leave_out(member)) for member in found]
    return Ready(
        [member for member, reason in reasons if reason is None],
        Counter(reason for _, reason in reasons if reason is not None),
    )


def shared_addresses(members: Iterable[Member]) -> Mapping[str, int]:
    """Those that are several members', which get a letter for each → how many."""
    counts = Counter(member.address for member in members)
    return {address: count for address, count in counts.items() if count > 1}


def _reason_to_leave_out(member: Member) -> Reason | None:
    if member.kept_since is not None:
        return Reason.KEPT
    if member.is_invited:
        return Reason.INVITED
    return None if member.address else Reason.UNKNOWN
