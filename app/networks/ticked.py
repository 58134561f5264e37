"""Members ticked in the list of members, for what is asked of several at once."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for

from app.networks.queries import PER_PAGE, Member, members_among
from domain.models import Network

# What addresses of the list say of what it shows.
FILTERS = ("q", "fiches", "liste", "page")


def ticked_members(network: Network, ids: Sequence[int]) -> Sequence[Member]:
    """No more than a page of the list; those that are members no longer are left out.

    Without any, back to the list, which says so to who pressed a button.
    """
    members = members_among(network.slug, ids[:PER_PAGE])
    if not members:
        if request.method == "POST":
            flash("Cochez au moins une structure.", "error")
        abort(redirect(list_address(network)))
    return members


def list_address(network: Network) -> str:
    """The list of members as it was: its filters follow in the addresses."""
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if name in request.args}
    return url_for("networks.members", network=network.slug, **kept)
