"""Networks as commands name them."""

from collections.abc import Mapping

import click
from rapidfuzz import process
from sqlalchemy import select

from app.db import db
from app.importing.running import slugify
from domain.models import Network
from domain.taxonomy import taxonomy

LONGEST_NETWORK = 80  # letters of a slug: what a search filter accepts
NEAR = 75  # out of 100: "coorase" for "coorace", but not "emmaus" for "envie"


def network_slug(
    _context: click.Context, _option: click.Parameter, words: str | None
) -> str | None:
    """The slug of the network so named; the taxonomy's own when it knows the words."""
    if words is None:
        return None
    known = taxonomy().network_for(words)
    slug = known.id if known else slugify(words)
    if not slug:
        raise click.BadParameter("un réseau a un nom, par exemple « emmaus ».")
    if len(slug) > LONGEST_NETWORK:
        raise click.BadParameter(
            f"un nom de réseau a {LONGEST_NETWORK} lettres au plus, et non {len(slug)}."
        )
    return slug


def network_named(
    context: click.Context, option: click.Parameter, words: str | None
) -> tuple[str, str | None] | None:
    """The slug, and what a new network is to be called: its name as given, if it was no slug."""
    slug = network_slug(context, option, words)
    if slug is None or words is None:
        return None
    return slug, None if words == slug else " ".join(words.split())


def stored_networks() -> Mapping[str, str]:
    """Slug → name, of those of the directory."""
    found = {network.slug: network.name for network in db.session.scalars(select(Network))}
    db.session.rollback()
    return found


def did_you_mean(slug: str, known: Mapping[str, str]) -> str:
    """A question that names the nearest network; "" when none is near."""
    near = process.extractOne(slug, known.keys(), score_cutoff=NEAR)
    return f"Vouliez-vous dire « {near[0]} » ({known[near[0]]}) ?" if near else ""
