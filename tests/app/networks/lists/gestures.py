"""What managers of a network do by hand of its members."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.moderation.tagging.applying import apply, prepare
from app.moderation.tagging.scope import Scope
from app.networks.joining import add_member, remove_member
from app.networks.models import MemberNote
from app.networks.place.vouching import vouch_for
from domain.models import Network, ProofDegree, Supplier, today
from tests.app.networks.lists.desk import NETWORK

ACTOR = "user:1"
Gesture = Callable[[Session, Supplier], None]


def give_services(session: Session, member: Supplier) -> None:
    known = session.get_one(Network, NETWORK)
    apply(prepare(["nettoyage-locaux"], [member.id], "1 membre coché", ACTOR, Scope(known)))


def vouch(session: Session, member: Supplier) -> None:
    known = session.get_one(Network, NETWORK)
    vouch_for(known, [member.id], ProofDegree.VERIFIED, today(), ACTOR)


def note(session: Session, member: Supplier) -> None:
    is_member = any(m.network_slug == NETWORK for m in member.memberships)
    if is_member and session.get(MemberNote, (member.id, NETWORK)) is None:
        written = MemberNote(supplier_id=member.id, network_slug=NETWORK, text="À rappeler.")
        written.changed_by = ACTOR
        session.add(written)
    session.commit()


def take_out(session: Session, member: Supplier) -> None:
    remove_member(session.get_one(Network, NETWORK), member.id, ACTOR)


def take_out_and_back(session: Session, member: Supplier) -> None:
    take_out(session, member)
    add_member(session.get_one(Network, NETWORK), member.id, ACTOR)


GESTURES = [give_services, vouch, note, take_out, take_out_and_back]
