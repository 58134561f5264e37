"""A supplier's page, and what leads from it to the supplier."""

from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.gate import roles_of
from app.accounts.permissions import PERMISSIONS
from app.accounts.sessions import person
from app.audience.counting import note_event
from app.audience.models import Event
from app.directory import queries
from app.directory.presenters.common import slug_of, supplier_url
from app.directory.presenters.contacts import website_address
from app.directory.presenters.supplier import present_supplier

# Browsers keep a redirection for good unless told otherwise, and a merge may be undone.
REDIRECTED_FOR = timedelta(hours=1)


def supplier(supplier_id: int, slug: str = "") -> ResponseReturnValue:
    found = queries.supplier_page(supplier_id)
    if found is None:
        return _moved(supplier_id)
    is_editor = _may_edit()
    if not (found.is_listed or is_editor):
        abort(404)
    if slug != slug_of(found):
        return redirect(supplier_url(found), 301)
    if found.is_listed:
        note_event(supplier_id, Event.READ)
    is_member = person() is not None
    page = present_supplier(
        found,
        queries.shown_contacts(supplier_id, to_member=is_member),
        0 if is_member else queries.count_member_contacts(supplier_id),
        is_kept=queries.is_kept(supplier_id),
    )
    return render_template(
        "directory/supplier.html",
        page=page,
        back=_results_come_from(),
        url=request.base_url,
        is_editor=is_editor,
        follows=found.is_listed,
    )


def _moved(supplier_id: int) -> ResponseReturnValue:
    """A supplier that was merged answers at the address of the one kept."""
    kept = queries.kept_in_place_of(supplier_id) or abort(404)
    answer = redirect(supplier_url(kept), 301)
    answer.cache_control.max_age = int(REDIRECTED_FOR.total_seconds())
    return answer


def _may_edit() -> bool:
    user = person()
    return user is not None and bool(roles_of(user) & PERMISSIONS["structures.edit"].allowed)


def _results_come_from() -> str:
    """The address of the results that led here, or "" when the buyer comes from elsewhere."""
    start = url_for("directory.results", _external=True)
    of_networks = url_for("network_page.listing", _external=True)
    referrer = request.referrer or ""
    is_results = referrer == start or referrer.startswith((f"{start}?", f"{of_networks}/"))
    return referrer if is_results else ""


def follow_website(supplier_id: int) -> ResponseReturnValue:
    """Count that the site was followed, and lead there: to no other address than the page's."""
    address = website_address(queries.listed_website(supplier_id)) or abort(404)
    note_event(supplier_id, Event.CONTACTED)
    answer = redirect(address)
    answer.cache_control.no_store = True
    return answer


def follow_contact(supplier_id: int, contact_id: int) -> ResponseReturnValue:
    """Count it: the browser opens telephones and e-mails by itself."""
    if not queries.has_shown_contact(supplier_id, contact_id, to_member=person() is not None):
        abort(404)
    note_event(supplier_id, Event.CONTACTED)
    return "", 204, {"Cache-Control": "no-store"}
