"""Lists, gestures and undoings as they come: what was foreseen is done, and nothing stays."""

from collections import Counter
from random import Random

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Editorship
from app.db import db
from app.networks.lists.choices import attach
from app.networks.lists.foreseeing import FREED, foresee, why_kept
from app.networks.lists.holding import words_of
from app.networks.lists.models import (
    NAMED_LATER,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
)
from app.structures.facts import Origin
from app.structures.saving import write_facts
from domain.models import Membership, Supplier
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import choose, listed, read, rows_of, undo, work
from tests.app.networks.lists.gestures import GESTURES

TITLES = "Nom;SIRET;Code postal;Ville;Adresse;Activités;Mail;Site internet"
NAMES = ("Le Verger", "Le Prunier", "La Pomme")
SEEDS = range(3)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def row(random: Random, name: str) -> str:
    address = random.choice(["", "1 rue des Lices", "2 rue des Lices"])
    does = random.choice(["Repassage", "Menuiserie", "Repassage, Menuiserie", ""])
    mail = random.choice(["", "contact@verger.example", "accueil@verger.example"])
    site = random.choice(["", "https://verger.example", "https://prunier.example"])
    return ";".join([name, "", "49000", "Angers", address, does, mail, site])


def some_list(session: Session, random: Random, page: Supplier) -> MemberList:
    """A person says that one of its rows is about the page of another source."""
    named = [name for name in NAMES if random.random() < 0.7] or ["Le Prunier"]
    rows = [row(random, name) for name in named]
    one = read(session, *rows, titles=TITLES, is_partial=random.random() < 0.3)
    for found in rows_of(session, one):
        if found.outcome is RowOutcome.DOUBTFUL:
            choose(session, one, found, attach(page.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    return one


def some_gestures(session: Session, random: Random) -> None:
    for page in session.query(Supplier).where(Supplier.is_listed):
        if random.random() < 0.4:
            random.choice(GESTURES)(session, page)


def some_word_of_others(session: Session, random: Random) -> set[str]:
    """Those that somebody else holds now."""
    pages = session.query(Supplier).where(Supplier.is_listed).order_by(Supplier.id).all()
    kept, written = random.choice(pages), random.choice(pages)
    session.merge(Editorship(user_id=1, supplier_id=kept.id))
    write_facts(written, {"description": "Des pommes."}, Origin.now("moderation"), "user:1")
    session.commit()
    return {kept.name, written.name}


def undone_as_foreseen(session: Session, one: MemberList, lists: list[MemberList]) -> None:
    waited = waiting(session, lists)
    foreseen = foresee(db.sessionmaker, one)
    undo(session, one)
    done = [row for row in rows_of(session, one) if row.after is not None]
    assert foreseen.pages == Counter(became(done, waited - waiting(session, lists)).values())


def became(own: list[ListRow], freed: set[ListRow]) -> dict[int | None, str]:
    """Each page told once, as the reports tell its rows."""
    told: dict[int | None, str] = {row.supplier_id: row.outcome for row in own}
    told |= {row.supplier_id: FREED for row in freed}
    last = sorted(freed, key=lambda row: -row.id)  # of list after list, as they are undone
    stays = [row for row in (*own, *last) if row.spared]
    told |= {row.supplier_id: why_kept(row) for row in stays}
    gone = [row for row in own if row.outcome is RowOutcome.CREATED and not row.spared]
    return told | {row.supplier_id: row.outcome for row in gone}


def waiting(session: Session, lists: list[MemberList]) -> set[ListRow]:
    return {row for row in all_rows(session, lists) if row.spared == [NAMED_LATER]}


def all_rows(session: Session, lists: list[MemberList]) -> list[ListRow]:
    return [row for one in lists for row in rows_of(session, one)]


def known(session: Session) -> Supplier:
    """A page of another source, which the network's lists name too."""
    page = make_supplier("Le Verger", address="3 rue du Puits")
    session.add(page)
    session.commit()
    return page


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_held", [False, True])
def test_lists_and_gestures_undone_in_any_order(
    session: Session, seed: int, *, is_held: bool
) -> None:
    random, page, lists = Random(f"{seed} {is_held}"), known(session), []
    held = {"Le Verger"}
    for _ in range(3):
        lists.append(some_list(session, random, page))
        some_gestures(session, random)
        if is_held:
            held |= some_word_of_others(session, random)
    for one in random.sample(lists, len(lists)):
        undone_as_foreseen(session, one, lists)
    assert listed(session) == sorted(held)
    assert waiting(session, lists) == set()
    assert [word for word in words_of(page) if word.source == lists[0].source] == vouched(page)


def vouched(page: Supplier) -> list[Membership]:
    """What its network stands for since is spared, and told."""
    return [membership for membership in page.memberships if membership.degree]
