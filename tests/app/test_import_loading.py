"""The suppliers that rows may concern are found by indexes, however many suppliers there are."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.importing.loading import load_suppliers
from domain.models import Supplier
from importers.facts import Labelled, Member, RowFacts, RowResult
from tests.app.cast import make_supplier

SIRET, OF_SAME_BODY = "12345678200010", "12345678200028"


def row(key: str = "1", **said: Any) -> RowFacts:
    return RowFacts(line=2, source_key=key, name="Le Verger", original_name="Le Verger", **said)


@pytest.fixture
def known(session: Session) -> Supplier:
    known = make_supplier("Le Verger", siret=SIRET)
    session.add_all([known, make_supplier("Ailleurs", siret="98765432100010")])
    session.commit()
    return known


def test_it_works(session: Session, known: Supplier) -> None:
    (record,) = known.records
    assert load_suppliers(session, record.source, [row(record.source_key)]) == [known]


@pytest.mark.parametrize(
    "said",
    [
        row(siret=SIRET),
        row(siren=SIRET[:9]),
        Member(2, "SIRET", SIRET),
        Labelled(2, "SIRET", SIRET, ()),
        Labelled(2, "SIREN", SIRET[:9], ()),
    ],
)
def test_a_row_names_a_supplier_by_its_number(
    session: Session, known: Supplier, said: RowResult
) -> None:
    assert load_suppliers(session, "liste", [said]) == [known]


def test_another_establishment_of_the_body_is_not_the_one_of_a_siret(
    session: Session, known: Supplier
) -> None:
    assert load_suppliers(session, "liste", [row(siret=OF_SAME_BODY)]) == []


def test_a_person_found_who_the_row_is(session: Session, known: Supplier) -> None:
    assert load_suppliers(session, "liste", [row()], {"1": known.id, "2": 404}) == [known]


def test_no_look_up_reads_the_whole_table(session: Session, known: Supplier) -> None:
    rows = [row(siret=SIRET), row("2", siren=SIRET[:9])]
    links = {"1": known.id}
    plan = plan_of(session, lambda: load_suppliers(session, "liste", rows, links))
    indexes = ("ix_supplier_siret", "ix_supplier_siren", "uq_source_record_source")
    if session.get_bind().dialect.name == "sqlite":
        indexes = (*indexes[:2], "sqlite_autoindex_source_record")
    assert [name for name in indexes if name not in plan] == []
    assert "SCAN supplier" not in plan
    assert "Seq Scan" not in plan


def plan_of(session: Session, work: Callable[[], object]) -> str:
    """How the database would find what the first statement of the work asks."""
    connection, asked = session.connection(), []
    event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    work()
    statement, values = asked[0]
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET enable_seqscan = off"))  # which serves few rows best
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(map(str, connection.exec_driver_sql(f"{explain} {statement}", values)))
