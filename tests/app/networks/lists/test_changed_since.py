"""What changed between the preview and the application is told, and nothing is written over it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.moderation.merging.merging import merge
from app.networks.lists.choices import attach
from app.networks.lists.models import ListState, MemberList
from app.structures.facts import MODERATION, Origin, write_fact
from domain.models import Supplier, today, utcnow
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import (
    TITLES,
    VERGER,
    applied,
    choose,
    drop,
    outcomes,
    read,
    rows_of,
    supplier,
    work,
)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def apply(session: Session, one: MemberList) -> None:
    session.commit()
    work(session, one, ListState.APPLYING)


def archive(session: Session, name: str) -> None:
    supplier(session, name).archived_at = utcnow()
    session.commit()


@on_sqlite
def test_the_same_written_meanwhile_by_another_is_told_as_unchanged(session: Session) -> None:
    applied(session, VERGER)
    one = read(session, VERGER.replace("Repassage", "Repassage, menuiserie"))
    other = drop(session, VERGER.replace("Repassage", "Repassage, menuiserie"))
    work(session, other, ListState.READING)
    apply(session, other)
    apply(session, one)
    assert outcomes(session, one) == {"unchanged": 1}


@on_sqlite
def test_a_page_archived_since_the_preview_is_a_conflict(session: Session) -> None:
    applied(session, VERGER)
    one = read(session, VERGER.replace("Repassage", "Repassage, menuiserie"))
    archive(session, "Le Verger")
    apply(session, one)
    (row,) = rows_of(session, one)
    assert outcomes(session, one) == {"conflict": 1}
    assert "a changé depuis l’aperçu" in row.told[0]["message"]


@on_sqlite
def test_a_page_archived_before_is_told_as_such(session: Session) -> None:
    applied(session, VERGER)
    archive(session, "Le Verger")
    (row,) = rows_of(session, read(session, VERGER))
    assert "sa fiche est archivée" in row.told[0]["message"]


@on_sqlite
def test_a_page_merged_since_the_preview_is_a_conflict(session: Session) -> None:
    other, heir = make_supplier("Le Prunier"), make_supplier("Le Vieux Prunier")
    db.session.add_all([other, heir])
    one = read(session, "Le Prunier;;49000;Angers;Menuiserie;")
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(other.id))
    session.commit()
    merge(heir.id, other.id, "user:1")
    apply(session, one)
    assert outcomes(session, one) == {"conflict": 1}
    assert session.scalars(select(Supplier).where(Supplier.memberships.any())).all() == []


@on_sqlite
def test_what_the_team_wrote_since_is_told_beside_what_the_file_says(session: Session) -> None:
    titles = f"{TITLES};Adresse"
    applied(session, f"{VERGER};1 rue Haute", titles=titles)
    one = read(session, f"{VERGER};3 rue Haute", titles=titles)
    write_fact(
        supplier(session, "Le Verger"), "address", "5 rue Basse", Origin(MODERATION, today())
    )
    apply(session, one)
    assert outcomes(session, one) == {"conflict": 1}
    (row,) = rows_of(session, read(session, f"{VERGER};3 rue Haute", titles=titles))
    assert [told["message"] for told in row.told] == [
        "adresse : la fiche garde « 5 rue Basse », et non « 3 rue Haute », car l’équipe de"
        " l’annuaire s’en charge"
    ]


@on_sqlite
def test_a_list_of_sirets_dropped_again_loses_nobody(session: Session) -> None:
    sirets = ("12345678200010", "55208131766522")
    db.session.add_all(
        make_supplier(f"Site {rank}", siret=siret)
        for rank, siret in enumerate((*sirets, sirets[0]))
    )
    for outcome in ("updated", "unchanged"):
        one = drop(session, *sirets, titles="SIRET")
        work(session, one, ListState.READING)
        assert outcomes(session, one) == {outcome: 2}
        apply(session, one)
    members = select(Supplier).where(Supplier.memberships.any())
    assert len(session.scalars(members).all()) == 3
