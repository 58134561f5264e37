"""The members of a network, for those who manage it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.inviting import invite_typed
from app.accounts.sessions import signed_in
from app.forms import Form, given_back, refuse
from app.limits import invitations_left
from app.networks.forms import MemberForm, TickedForm
from app.networks.inviting import (
    Reason,
    Sent,
    invite_member,
    invite_ready,
    ready_members,
    shared_addresses,
)
from app.networks.place.vouching import VOUCHED
from app.networks.queries import (
    PER_PAGE,
    Filters,
    Keeping,
    Member,
    MembersPage,
    members_among,
    members_page,
    network_or_404,
    read_filters,
)
from app.templating import some_of
from domain.models import Network

KEEPINGS = {
    None: "Toutes",
    Keeping.KEPT: "Fiches tenues",
    Keeping.FREE: "Pas tenues",
    Keeping.INVITED: "Invitées",
    Keeping.EXPIRED: "Invitation expirée",
    Keeping.UNINVITED: "À inviter",
    Keeping.UNREACHED: "Sans adresse",
    Keeping.COMPLETE: "Complètes",
    Keeping.EMPTY: "Vides",
    Keeping.VOUCHED: "Garanties par le réseau",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The list as its page shows it. `refused`: the form of a member that is to be mended."""

    network: Network
    filters: Filters
    page: MembersPage
    refused: MemberForm | None

    def form_of(self, member: Member) -> MemberForm:
        supplier_id = member.supplier.id
        if self.refused and self.refused.supplier.data == supplier_id:
            return self.refused
        form = MemberForm(formdata=None, data={"email": member.to_write_to})
        return form.stand_for(supplier_id)

    @property
    def vouch_address(self) -> str:
        """Where those ticked are vouched for; it leads back to the list as it is."""
        return _address(self.network, self.filters, "networks.vouch", page=self.page.number)

    @property
    def give_address(self) -> str:
        """Where those ticked are given services."""
        return _address(self.network, self.filters, "networks.give", page=self.page.number)

    @property
    def invite_all_address(self) -> str:
        """Where those of every page are invited."""
        return _address(self.network, self.filters, "networks.invite_all")

    def address(self, **changes: Any) -> str:
        """The list with other filters, or at another page."""
        return _address(self.network, self.filters, **changes)

    def file(self, extension: str, endpoint: str = "networks.export") -> str:
        """Every page of the list, as a file."""
        return _address(self.network, self.filters, endpoint, extension=extension)


def members(network: str) -> ResponseReturnValue:
    """Listed; one invited at the address typed, or those ticked at the addresses known."""
    known = network_or_404(network)
    filters, number = read_filters(request.args), request.args.get("page", 1, int)
    ticked = TickedForm()
    one = MemberForm() if "supplier" in (given_back() or request.form) else None
    if request.method == "POST":
        done = _invite_one(known, one) if one else _invite_ticked(known, ticked)
        if done:
            return redirect(_address(known, filters, page=number if number > 1 else None))
    page = members_page(network, filters, number)
    shown = Shown(known, filters, page, refused=one)
    return render_template(
        "networks/members.html",
        network=known,
        shown=shown,
        ticked=ticked,
        keepings=KEEPINGS,
        vouched=VOUCHED,
    )


def _address(
    network: Network, filters: Filters, endpoint: str = "networks.members", **changes: Any
) -> str:
    asked: dict[str, Any] = {
        "q": filters.words or None,
        "fiches": filters.keeping,
        "liste": filters.list_id,
    } | changes
    return url_for(endpoint, network=network.slug, **asked)


def _invite_one(network: Network, form: MemberForm) -> bool:
    """Whether it was done: the form then says what is missing."""
    supplier_id = form.supplier.data or 0
    form.stand_for(supplier_id)
    if not form.validate():
        return False
    found = members_among(network.slug, [supplier_id])
    if not found:
        refuse(form.email, "Cette structure n’est plus parmi les membres du réseau.")
        return False
    return invite_typed(
        form.email, lambda email: invite_member(network, found[0], email, signed_in())
    )


def _invite_ticked(network: Network, form: TickedForm) -> bool:
    if not form.validate() or not form.chosen.data:
        refuse(form.chosen, "Cochez au moins une structure.")
        return False
    chosen = members_among(network.slug, form.chosen.data[:PER_PAGE])
    sent = invite_ready(network, chosen, signed_in())
    _tell(sent)
    return True


def _tell(sent: Sent) -> None:
    flash(f"Invitations envoyées : {sent.count}.")
    if sent.left_out:
        flash(f"Structures laissées de côté : {_left_out(sent.left_out)}.")
    for reason, members in sent.refused.items():
        named = [f"{it.supplier.display_name} ({it.address})" for it in members]
        flash(f"Invitations qui ne sont pas parties : {some_of(named)}. {reason}", "error")


def _left_out(reasons: Mapping[Reason, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in reasons.items())


def invite_all(network: str) -> ResponseReturnValue:
    """Those of every page of the list at once: asked first, then as many as an hour allows."""
    known, filters = network_or_404(network), read_filters(request.args)
    ready, left = ready_members(known, filters), invitations_left(known.slug)
    form = Form()
    if form.validate_on_submit():
        _tell(invite_ready(known, ready.members[:left], signed_in()))
        return redirect(_before_inviting(known, filters))
    return render_template(
        "networks/invite_all.html",
        network=known,
        ready=len(ready.members),
        shared=_shared(ready.members[:left]),
        left_out=_left_out(ready.left_out),
        unknown=ready.left_out.get(Reason.UNKNOWN, 0),
        now=min(len(ready.members), left),
        filters=filters,
        back=_before_inviting(known, filters),
    )


def _shared(members: Iterable[Member]) -> str:
    """Addresses that would get several letters, each with how many; "" when there is none."""
    counts = shared_addresses(members)
    return some_of([f"{address} ({count} invitations)" for address, count in counts.items()])


def _before_inviting(network: Network, filters: Filters) -> str:
    """The list of members or, for those of an import, what it did."""
    if filters.list_id is None:
        return _address(network, filters)
    return url_for("networks.member_list", network=network.slug, list_id=filters.list_id)
