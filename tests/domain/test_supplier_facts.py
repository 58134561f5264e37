"""What the index reads of a supplier, on a given day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from domain.geography import Point
from domain.models import (
    Activity,
    Base,
    ClientReference,
    Contact,
    ContactKind,
    Membership,
    Network,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
)
from domain.supplier_facts import (
    LabelFacts,
    NetworkFacts,
    SupplierFacts,
    ZoneFacts,
    load_facts,
)

TODAY = date(2026, 11, 22)
SAID = {"source": "essai", "as_of": TODAY}


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def add(session: Session, name: str = "Les Ateliers", **columns: object) -> Supplier:
    supplier = Supplier(name=name, **columns)
    session.add(supplier)
    session.flush()
    return supplier


def facts_of(session: Session, supplier: Supplier) -> SupplierFacts:
    session.flush()
    (facts,) = load_facts(session, [supplier.id], TODAY)
    return facts


def test_it_works(session: Session) -> None:
    supplier = add(
        session,
        brand="L’Atelier",
        description="Du repassage.",
        own_words=["toilettes sèches"],
        siret="12345678900011",
        code_insee="49007",
        city="Angers",
        latitude=47.47,
        longitude=-0.55,
    )
    facts = facts_of(session, supplier)
    assert (facts.id, facts.name, facts.brand) == (supplier.id, "Les Ateliers", "L’Atelier")
    assert (facts.siret, facts.code_insee, facts.city) == ("12345678900011", "49007", "Angers")
    assert facts.description == "Du repassage."
    assert facts.own_words == ("toilettes sèches",)
    assert facts.point == Point(47.47, -0.55)
    assert facts.updated_at == supplier.updated_at


def test_a_description_is_told_without_its_marks(session: Session) -> None:
    facts = facts_of(session, add(session, description="Du re**passage**, [ici](https://x.fr)"))
    assert facts.description == "Du repassage, ici"


def test_a_bare_supplier_has_empty_facts(session: Session) -> None:
    facts = facts_of(session, add(session))
    assert facts == SupplierFacts(id=facts.id, name="Les Ateliers", updated_at=facts.updated_at)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "held"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (None, date(2026, 11, 21), False),
        (date(2026, 11, 23), None, False),
    ],
)
def test_only_kinds_and_labels_in_force_are_told(
    session: Session, starts_on: date | None, ends_on: date | None, held: bool
) -> None:
    supplier = add(session)
    dates = {"starts_on": starts_on, "ends_on": ends_on}
    supplier.kinds.append(SupplierKind(code="EI", **dates, **SAID))
    supplier.labels.append(SupplierLabel(label="esus", degree=ProofDegree.CHARTER, **dates, **SAID))
    facts = facts_of(session, supplier)
    assert facts.kinds == (("EI",) if held else ())
    assert facts.labels == ((LabelFacts("esus", ProofDegree.CHARTER),) if held else ())


def test_services_belong_to_their_zone(session: Session) -> None:
    supplier = add(session)
    near = Zone(position=0, radius_km=30, **SAID)
    far = Zone(position=1, territories=["region:52"], **SAID)
    supplier.zones += [far, near]
    supplier.activities += [
        Activity(service="repassage", zone=near, **SAID),
        Activity(service="impression", zone=far, **SAID),
        Activity(service="elagage", **SAID),
    ]
    facts = facts_of(session, supplier)
    assert facts.zones == (
        ZoneFacts(services=("repassage",), radius_km=30),
        ZoneFacts(services=("impression",), territories=("region:52",)),
    )
    assert facts.services_without_zone == ("elagage",)
    assert facts.services == ("repassage", "impression", "elagage")


def test_networks_are_named(session: Session) -> None:
    supplier = add(session)
    supplier.memberships.append(Membership(network=Network(slug="apes", name="L’Apes"), **SAID))
    assert facts_of(session, supplier).networks == (NetworkFacts("apes", "L’Apes"),)


def test_what_a_network_vouches_for_is_told(session: Session) -> None:
    supplier = add(session)
    network = Network(slug="apes", name="L’Apes")
    vouched = Membership(network=network, degree=ProofDegree.CHARTER, vouched_on=TODAY, **SAID)
    supplier.memberships.append(vouched)
    assert facts_of(session, supplier).networks == (
        NetworkFacts("apes", "L’Apes", ProofDegree.CHARTER),
    )


def test_a_contact_is_told_by_its_presence_alone(session: Session) -> None:
    supplier = add(session)
    supplier.contacts.append(Contact(kind=ContactKind.EMAIL, value="a@exemple.fr", **SAID))
    facts = facts_of(session, supplier)
    assert facts.has_contact
    assert "exemple.fr" not in repr(facts)


def test_works_are_told_without_their_client(session: Session) -> None:
    supplier = add(session)
    supplier.references.append(ClientReference(client="Ville d’Angers", work="Tonte", **SAID))
    supplier.references.append(ClientReference(client="Lycée Renoir", **SAID))
    facts = facts_of(session, supplier)
    assert facts.works == ("Tonte",)
    assert "Angers" not in repr(facts)


@pytest.mark.parametrize(("source", "says"), [("structure", True), ("moderation", False)])
def test_its_services_are_its_own_word_once_it_wrote_them(
    session: Session, source: str, *, says: bool
) -> None:
    supplier = add(session)
    supplier.provenances.append(Provenance(field="activities", source=source, as_of=TODAY))
    assert facts_of(session, supplier).says_its_services is says
    assert supplier.says_its_services is says


def test_an_archived_supplier_gives_none(session: Session) -> None:
    supplier = add(session, archived_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert list(load_facts(session, [supplier.id, 999], TODAY)) == []


def test_suppliers_come_by_id_each_once(session: Session) -> None:
    ids = [add(session).id for _ in range(3)]
    asked = [*reversed(ids), ids[0]]
    assert [facts.id for facts in load_facts(session, asked, TODAY)] == ids


def test_the_number_of_queries_does_not_grow(session: Session, engine: Engine) -> None:
    ids = [add(session).id for _ in range(200)]
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert len(list(load_facts(session, ids, TODAY))) == 200
    assert len(statements) == 8
