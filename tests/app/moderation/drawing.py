"""Suppliers drawn at random, with all that may hang on them."""

import random
from datetime import date
from typing import Any

from app.accounts.models import Editorship
from app.db import db
from app.moderation.models import Report
from app.structures.facts import HELD_LISTS
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import (
    Activity,
    ClientReference,
    Contact,
    ContactKind,
    Delivery,
    Document,
    Membership,
    Network,
    Picture,
    PictureFile,
    PictureKind,
    ProofDegree,
    Provenance,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
)
from tests.app.cast import TODAY
from tests.app.people import make_user

FACT = {"as_of": TODAY}
SOURCES = ("siae", "esat", "structure", "moderation")
SERVICES = ("imprimerie", "menuiserie-batiment", "espaces-verts", "traiteur", "repassage")
NETWORKS = ("cress", "club")
SHA = "0" * 64


class Drawer:
    """Everything comes from `rng`: a failure can be drawn again."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.made = 0
        db.session.add_all(Network(slug=slug, name=slug) for slug in NETWORKS)
        db.session.add(
            PictureFile(sha256=SHA, media_type="image/webp", content=b"x", added_by="user:1")
        )
        self.users = [make_user(f"personne{number}@atelier.example") for number in range(4)]
        db.session.commit()

    def supplier(self) -> Supplier:
        """Stored, with its editors, papers, claims and reports."""
        self.made += 1
        drawn = Supplier(name=f"Structure {self.made}", **self._columns())
        self._say(drawn)
        db.session.add(drawn)
        db.session.flush()
        self._attach(drawn)
        db.session.commit()
        return drawn

    def _columns(self) -> dict[str, Any]:
        place = {"code_insee": "49007", "city": "Angers", "latitude": 47.5, "longitude": -0.5}
        said = {
            "description": "Des mots.",
            "website": "https://verger.example",
            "siret": "12345678900012",
            "staff": 12,
            "figures_year": 2025,
            "open_to_cocontracting": False,
        }
        kept = {name: value for name, value in said.items() if self._chance()}
        return kept | (place | {"point_precision": "commune"} if self._chance() else {})

    def _say(self, supplier: Supplier) -> None:
        sources = self.rng.sample(SOURCES, 2)
        supplier.records = [
            SourceRecord(
                source=source, source_key=f"{self.made}", original_name="X", facts={}, **FACT
            )
            for source in sources
        ]
        supplier.kinds = [
            SupplierKind(code=code, source=sources[0], **FACT) for code in self._some("EA", "ESAT")
        ]
        supplier.zones = [
            Zone(position=position, radius_km=radius, territories=[], source=sources[0], **FACT)
            for position, radius in enumerate(self._some(10, 20, 30, 40))
        ]
        supplier.activities = [
            self._activity(supplier, service) for service in self._some(*SERVICES)
        ]
        supplier.labels = [
            SupplierLabel(
                label=label,
                degree=ProofDegree.DECLARED,
                starts_on=date(2025, 1, 1),
                source=sources[1],
                **FACT,
            )
            for label in self._some("esus", "rse")
        ]
        supplier.contacts = [
            Contact(kind=ContactKind.EMAIL, value=value, source=sources[1], **FACT)
            for value in self._some("contact@verger.example", "devis@verger.example")
        ]
        supplier.references = [
            ClientReference(client=client, year=2024, source="structure", **FACT)
            for client in self._some("Ville d’Angers", "Métropole")
        ]
        supplier.memberships = [
            Membership(network_slug=slug, source=sources[0], **FACT, **self._vouched())
            for slug in self._some(*NETWORKS)
        ]
        supplier.provenances = [
            Provenance(field=field, source=self.rng.choice(SOURCES), **FACT)
            for field in self._some(
                "description", "siret", "point", "city", "staff", *sorted(HELD_LISTS)
            )
        ]
        supplier.pictures = [
            Picture(kind=kind, alt="X", sha256=SHA, width=1, height=1, source="structure")
            for kind in self._some(*PictureKind)
        ]

    def _vouched(self) -> dict[str, Any]:
        degree = self.rng.choice([None, ProofDegree.CHARTER, ProofDegree.VERIFIED])
        return {"degree": degree, "vouched_on": date(2026, 5, 3) if degree else None}

    def _activity(self, supplier: Supplier, service: str) -> Activity:
        zone = self.rng.choice([*supplier.zones, None])
        delivery = self.rng.choice([*Delivery, None])
        return Activity(service=service, delivery=delivery, zone=zone, source="siae", **FACT)

    def _attach(self, supplier: Supplier) -> None:
        editors = self._some(*self.users)
        for rank, user in enumerate(editors):
            user.editorships.append(Editorship(supplier_id=supplier.id, is_owner=rank == 0))
        statuses = [*self._some(ClaimStatus.OPEN, ClaimStatus.REFUSED, ClaimStatus.SETTLED)]
        rows: list[Any] = [
            Claim(
                supplier_id=supplier.id,
                user_id=self.rng.choice(self.users).id,
                proof=ClaimProof.DOCUMENT,
                status=status,
            )
            for status in statuses
        ]
        if self._chance():
            rows.append(Report(supplier_id=supplier.id, subject="autre", message="Fermée ?"))
        if self._chance():
            paper = {"filename": "a.pdf", "media_type": "application/pdf", "content": b"x"}
            rows.append(Document(supplier_id=supplier.id, added_by="user:1", **paper))
        db.session.add_all(rows)

    def _chance(self) -> bool:
        return self.rng.random() < 0.5

    def _some(self, *values: Any) -> list[Any]:
        return self.rng.sample(values, self.rng.randint(0, len(values)))
