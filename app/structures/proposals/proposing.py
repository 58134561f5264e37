"""Making the page of a structure that no list has.

Until somebody accepts it, its author is an editor of a page that nobody else sees, moderators
and its network apart: they fill it, and neither own it nor invite anybody. Accepted, their claim
is settled and they own it.
"""

from uuid import uuid4

from app.accounts.models import User
from app.db import db
from app.structures.claiming.settling import DECIDED_WITHIN
from app.structures.colleagues.team import make_colleague, told
from app.structures.facts import STRUCTURE, Origin
from app.structures.models import Claim, ClaimProof
from app.structures.proposals.letters import tell_networks, tell_received
from app.structures.saving import Facts, write_facts
from domain.models import HistoryAction, SourceRecord, Supplier, today, utcnow


def sketch(facts: Facts) -> Supplier:
    """The structure as it would be, to compare; in no session."""
    columns = ("name", "siret", "country", "city", "code_insee")
    return Supplier(**{name: facts[name] for name in columns})


def propose(facts: Facts, author: User, statement: str) -> Supplier:
    """Store the structure, unlisted, and tell its author and its networks; commits."""
    supplier = Supplier(awaits_review=True)
    supplier.records.append(
        SourceRecord(
            source=STRUCTURE,
            source_key=uuid4().hex,
            original_name=facts["name"],
            facts={},  # never imported again, so never compared
            as_of=today(),
        )
    )
    db.session.add(supplier)
    write_facts(supplier, facts, Origin.now(STRUCTURE), author.actor, HistoryAction.PROPOSED)
    with told(supplier, author.actor):
        make_colleague(supplier.id, author)
    claim = Claim(
        supplier=supplier,
        user=author,
        proof=ClaimProof.PROPOSAL,
        statement=statement,
        decide_by=utcnow() + DECIDED_WITHIN,
    )
    db.session.add(claim)
    db.session.flush()
    tell_received(claim, author)
    tell_networks(claim)
    db.session.commit()
    return supplier
