"""What proves that a page is somebody's: an address that a source gave, or one of its own domain.

Only what sources said counts, never what people wrote on the page: who kept it once would
otherwise leave themselves a way back, were it through a moderator who restores their words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Text, cast, func, select

from app.accounts.addresses import domain_of, normalised
from app.db import db
from app.structures.claiming.webmail import NOBODYS_OWN
from app.structures.facts import PEOPLE
from app.structures.models import ClaimProof
from domain.models import Contact, ContactKind, SourceRecord, Supplier


@dataclass(frozen=True, slots=True)
class Proofs:
    """Addresses that sources gave, in order; domains that are the structure's and nobody else's."""

    addresses: tuple[str, ...]
    domains: tuple[str, ...]

    def of(self, address: str) -> ClaimProof | None:
        """What reading this address proves, if anything."""
        if address in self.addresses:
            return ClaimProof.SOURCE_EMAIL
        return ClaimProof.DOMAIN_EMAIL if domain_of(address) in self.domains else None


def proofs_of(supplier: Supplier) -> Proofs:
    addresses = tuple(dict.fromkeys(_addresses(supplier)))
    candidates = dict.fromkeys((*map(domain_of, addresses), *_site_domains(supplier)))
    own = (domain for domain in candidates if domain not in NOBODYS_OWN)
    return Proofs(addresses, tuple(domain for domain in own if not _is_shared(domain, supplier)))


def _addresses(supplier: Supplier) -> Iterator[str]:
    for contact in supplier.contacts:
        if contact.kind is ContactKind.EMAIL and contact.source not in PEOPLE:
            yield from readable(contact.value)
    for record in supplier.records:
        if record.source not in PEOPLE:
            for value in record.facts.get("emails", ()):
                yield from readable(value)


def readable(address: str) -> Iterator[str]:
    """The address, written as accounts write theirs; nothing when no letter would reach it."""
    try:
        yield normalised(address)
    except ValueError:
        return


def _site_domains(supplier: Supplier) -> Iterator[str]:
    writers = {row.source for row in supplier.provenances if row.field == "website"}
    if supplier.website and not PEOPLE & writers:
        yield from site_domain(supplier.website)
    for record in supplier.records:
        if record.source not in PEOPLE:
            yield from site_domain(record.facts.get("website") or "")


def site_domain(website: str) -> Iterator[str]:
    """The domain of a site that is one's own; nothing for a page within somebody's site."""
    try:
        parts = urlsplit(website if "://" in website else f"https://{website}")
        host = (parts.hostname or "").removeprefix("www.").encode("idna").decode("idna")
    except ValueError:  # malformed; UnicodeError is one too
        return
    if "." in host and not parts.path.strip("/"):
        yield host


def _is_shared(domain: str, supplier: Supplier) -> bool:
    """Whether other suppliers of the directory are reached or found at that domain.

    What their sources said counts too: their editors may have changed the contacts since.
    """
    others = (Supplier.id != supplier.id, Supplier.is_listed)
    at_domain = func.lower(Contact.value).endswith(f"@{domain}", autoescape=True)
    written = select(Supplier.id).join(Contact, Contact.supplier_id == Supplier.id)
    if db.session.scalar(written.where(*others, at_domain).limit(1)) is not None:
        return True
    imported = select(Supplier.id).join(Supplier.records)
    said = cast(SourceRecord.facts, Text).icontains(f'@{domain}"', autoescape=True)
    if db.session.scalar(imported.where(*others, said).limit(1)) is not None:
        return True
    sites = select(Supplier.website).where(*others, Supplier.website.icontains(domain))
    return any(_host_ends_with(domain, site) for site in db.session.scalars(sites) if site)


def _host_ends_with(domain: str, website: str) -> bool:
    """A page within the site counts here: several structures have theirs in that of a town."""
    bare = website.lower().partition("://")[2] or website.lower()
    host = bare.partition("/")[0].partition(":")[0]
    return host == domain or host.endswith(f".{domain}")
