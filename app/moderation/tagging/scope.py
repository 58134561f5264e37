"""Whose hand gives the services: a moderator's, to anybody, or a network's, to its members."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from sqlalchemy import ColumnElement, and_, select, true

from app.db import db
from app.moderation.models import Tagging
from app.structures.facts import MODERATION, NETWORK
from domain.models import Membership, Network, Supplier


@dataclass(frozen=True, slots=True)
class Scope:
    """`network`: None for moderators, who may also see to what networks began."""

    network: Network | None = None

    @property
    def slug(self) -> str | None:
        return self.network.slug if self.network else None

    @property
    def frame(self) -> str:
        """The template of the pages that it is among."""
        return "networks/_frame.html" if self.network else "moderation/_frame.html"

    def address(self, endpoint: str, /, **values: Any) -> str:
        if self.network:
            return url_for(f"networks.{endpoint}", network=self.slug, **values)
        return url_for(f"moderation.{endpoint}", **values)

    @property
    def taggings(self) -> ColumnElement[bool]:
        """Those that it may see."""
        return Tagging.network_slug == self.slug if self.network else true()

    @property
    def suppliers(self) -> ColumnElement[bool]:
        """Those that it may give services to."""
        members = select(Membership.supplier_id).where(Membership.network_slug == self.slug)
        return and_(Supplier.is_listed, Supplier.id.in_(members) if self.network else true())


MODERATORS = Scope()


def scope_of(network: str | None) -> Scope:
    """That of the address asked. 404 when there is no such network."""
    return Scope(db.session.get(Network, network) or abort(404)) if network else MODERATORS


def source_of(tagging: Tagging) -> str:
    """Whose word these services are."""
    return NETWORK + tagging.network_slug if tagging.network_slug else MODERATION
