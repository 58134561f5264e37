"""A network with its lists, as its pages and the worker handle them."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.accounts.models import User
from app.db import db
from app.networks.lists import choices
from app.networks.lists.counting import counts_apart
from app.networks.lists.dropping import drop_file
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.turns import ask, let_go, take
from app.networks.lists.working import advance
from domain.models import Network, Supplier
from tests.app.dumping import dump

NETWORK = "cress"
WORKER = "worker"
TITLES = "Nom;SIRET;Code postal;Ville;Activités;Mail"
VERGER = "Le Verger;;49000;Angers;Repassage;contact@verger.example"
AT_SIRET = "Le Verger;44229377500031;49000;Angers;Repassage;contact@verger.example"
PRUNIER = "Le Prunier;;44000;Nantes;Menuiserie;contact@prunier.example"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def drop(
    session: Session, *rows: str, titles: str = TITLES, is_partial: bool = False
) -> MemberList:
    """A list of these rows, its columns matched as they are guessed."""
    if session.get(Network, NETWORK) is None:
        session.add(Network(slug=NETWORK, name="CRESS"))
        session.add(User(email="gerante@cress.example", fs_uniquifier="gerante"))
        session.flush()
    manager = session.scalars(select(User.id).order_by(User.id)).first()
    content = io.BytesIO("\n".join([titles, *rows]).encode())
    file = FileStorage(content, "membres.csv")
    one = drop_file(session, NETWORK, file, f"user:{manager}")
    one.is_partial = is_partial
    session.commit()
    return one


def work(session: Session, one: MemberList, state: ListState) -> None:
    """Ask for it, and have it done as a worker does."""
    ask(one, state, one.asked_by)
    session.commit()
    advance_list(one.id)
    session.expire_all()


def advance_list(number: int) -> None:
    """As a worker does, but for the process."""
    with db.sessionmaker.begin() as session:
        take(session, number, WORKER)
    advance(db.sessionmaker, number, WORKER)
    with db.sessionmaker.begin() as session:
        let_go(session, number, WORKER)


def read(
    session: Session, *rows: str, titles: str = TITLES, is_partial: bool = False
) -> MemberList:
    one = drop(session, *rows, titles=titles, is_partial=is_partial)
    work(session, one, ListState.READING)
    assert (one.state, one.problem) == (ListState.READ, None)
    return one


def applied(
    session: Session, *rows: str, titles: str = TITLES, is_partial: bool = False
) -> MemberList:
    one = read(session, *rows, titles=titles, is_partial=is_partial)
    work(session, one, ListState.APPLYING)
    assert one.state is ListState.APPLIED
    return one


def choose(session: Session, one: MemberList, row: ListRow, choice: choices.Choice | None) -> None:
    """As who dropped the list; so do the two that follow."""
    choices.choose(session, one, row, choice, one.dropped_by)


def correct(session: Session, one: MemberList, row: ListRow, cells: list[str]) -> None:
    choices.correct(session, one, row, cells, one.dropped_by)


def choose_for_all(session: Session, one: MemberList, reason: str, outcome: RowOutcome) -> int:
    return choices.choose_for_all(session, one, reason, outcome, one.dropped_by)


def undo(session: Session, one: MemberList) -> None:
    work(session, one, ListState.UNDOING)
    assert one.state is ListState.UNDONE


def outcomes(session: Session, one: MemberList) -> dict[str, int]:
    counts = counts_apart(session, one.id).all
    return {outcome.value: n for outcome, n in counts.items() if n}


def rows_of(session: Session, one: MemberList) -> list[ListRow]:
    query = select(ListRow).where(ListRow.list_id == one.id)
    return list(session.scalars(query.order_by(ListRow.line.is_(None), ListRow.line)))


def listed(session: Session) -> list[str]:
    """The names that the public finds."""
    return sorted(session.scalars(select(Supplier.name).where(Supplier.is_listed)))


def supplier(session: Session, name: str) -> Supplier:
    return session.scalars(select(Supplier).where(Supplier.name == name)).one()


def known_verger(session: Session) -> Supplier:
    """In the directory already, by another source."""
    found = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    session.add(found)
    session.commit()
    return found


def pages(session: Session) -> dict[str, list[dict[str, object]]]:
    """What the directory says, without numbers, versions or moments; archived pages left out."""
    left = ("id", "supplier_id", "zone_id", "version")
    tables = (
        "supplier",
        "activity",
        "contact",
        "membership",
        "source_record",
        "provenance",
        "zone",
    )
    found = dump(session)
    gone = {row["id"] for row in found["supplier"] if row["archived_at"]}
    return {
        name: sorted(
            (
                {column: value for column, value in row.items() if column not in left}
                for row in found[name]
                if row.get("supplier_id", row.get("id")) not in gone
            ),
            key=repr,
        )
        for name in tables
    }
