"""What the directory's own export says of its suppliers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exporting import suppliers
from app.exporting.suppliers import exported, listed_ids
from domain.models import (
    Activity,
    Contact,
    ContactKind,
    Membership,
    Network,
    ProofDegree,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Visibility,
    Zone,
    utcnow,
)
from importers.facts import LabelFacts, PlaceFacts, ServedZone, ZoneFacts
from importers.formats.own import Exported
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite

FACT = {"source": "test", "as_of": TODAY}


def told(session: Session, *stored: Supplier, with_private: bool = False) -> list[Exported]:
    session.add_all(stored)
    session.commit()
    session.expunge_all()
    return list(exported(session, listed_ids(session), TODAY, with_private=with_private))


def reached(supplier: Supplier) -> Supplier:
    for value, visibility in (
        ("contact@verger.example", Visibility.PUBLIC),
        ("02 41 00 00 00", Visibility.PUBLIC),
        ("devis@verger.example", Visibility.MEMBERS),
        ("06 12 34 56 78", Visibility.PRIVATE),
    ):
        kind = ContactKind.EMAIL if "@" in value else ContactKind.PHONE
        supplier.contacts.append(Contact(kind=kind, value=value, visibility=visibility, **FACT))
    return supplier


def test_it_works(session: Session) -> None:
    one = make_supplier(brand="Le Verger", siret="12345678200010", description="**Bois**.")
    one.memberships = [Membership(network=Network(slug="club-49", name="Club 49"), **FACT)]
    (found,) = told(session, one)
    facts = found.facts
    assert (facts.source_key, facts.name) == ("1", "Les Ateliers du Verger")
    assert facts.brand == "Le Verger"
    assert (facts.siret, facts.description) == ("12345678200010", "**Bois**.")
    assert (facts.kinds, facts.services) == (("ESAT",), ("menuiserie-batiment",))
    assert facts.networks == ("club-49",)
    point = facts.place.point
    assert point == (47.4736, -0.5542)
    assert replace(facts.place, point=None) == PlaceFacts(
        "49000", "Angers", None, "49007", None, "commune"
    )


@on_sqlite
def test_contacts_that_are_not_everybodys_stay_out(session: Session) -> None:
    (found,) = told(session, reached(make_supplier()))
    assert found.facts.emails == ("contact@verger.example",)
    assert found.facts.phones == ("02 41 00 00 00",)
    assert found.private_emails == found.private_phones == ()


@on_sqlite
def test_they_are_told_apart_to_who_moves_the_directory(session: Session) -> None:
    (found,) = told(session, reached(make_supplier()), with_private=True)
    assert found.facts.emails == ("contact@verger.example",)
    assert found.private_emails == ("devis@verger.example",)
    assert found.private_phones == ("06 12 34 56 78",)


@on_sqlite
def test_only_who_is_listed_is_told(session: Session) -> None:
    listed = make_supplier("Le Verger")
    waiting, gone = (make_supplier("X", awaits_review=True), make_supplier("Y"))
    gone.archived_at = utcnow()
    assert [one.facts.name for one in told(session, listed, waiting, gone)] == ["Le Verger"]


@on_sqlite
def test_kinds_and_labels_are_those_of_the_day(session: Session) -> None:
    one = make_supplier()
    ended = {"ends_on": TODAY - timedelta(days=1), **FACT}
    one.kinds.append(SupplierKind(code="EI", **ended))
    one.labels = [
        SupplierLabel(label="esus", degree=ProofDegree.DECLARED, **ended),
        SupplierLabel(label="rse", degree=ProofDegree.LABELLED, issuer="Afnor", **FACT),
        SupplierLabel(label="rse", degree=ProofDegree.DECLARED, **FACT),
    ]
    (found,) = told(session, one)
    assert found.facts.kinds == ("ESAT",)
    assert found.facts.labels == (LabelFacts("rse", "labellise", "Afnor"),)


@pytest.mark.parametrize(
    ("zoned", "said"),
    [
        (["repassage", "traiteur"], [None]),
        (["repassage"], [("repassage",)]),
        ([], [()]),
    ],
)
@on_sqlite
def test_a_zone_names_its_services_unless_it_has_them_all(
    session: Session, zoned: list[str], said: list[tuple[str, ...] | None]
) -> None:
    one = make_supplier(services=[])
    one.zones = [Zone(position=0, radius_km=30, territories=["departement:49"], **FACT)]
    for service in ("repassage", "traiteur"):
        zone = one.zones[0] if service in zoned else None
        one.activities.append(Activity(service=service, zone=zone, **FACT))
    (found,) = told(session, one)
    coverage = ZoneFacts(False, 30, ("departement:49",))
    assert list(found.zones) == [ServedZone(coverage, services) for services in said]


@on_sqlite
def test_they_are_read_by_batches(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppliers, "BATCH", 2)
    session.add_all(make_supplier(f"Atelier {n}") for n in range(5))
    session.commit()
    with counted_queries(app) as queries:
        found = list(exported(session, [5, 1, 4, 9, 2, 3], date(2026, 1, 1)))
    assert [one.facts.source_key for one in found] == ["5", "1", "4", "2", "3"]
    assert len(queries) <= 3 * 8
