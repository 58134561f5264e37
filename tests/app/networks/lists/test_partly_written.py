"""A row with a field in conflict has its others written: every page and the letter say so."""

from sqlalchemy import select

from app.db import db
from app.mailing.models import OutgoingMail
from tests.app.networks.lists.desk import supplier
from tests.app.networks.lists.dropping import act, dropped, matched
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person

pytestmark = on_sqlite

TITLES = "Nom;Code postal;Ville;Activités;Site internet"
BEFORE = f"{TITLES}\nLe Verger;49000;Angers;Repassage;https://a.example\n"
AFTER = f"{TITLES}\nLe Verger;49000;Angers;Repassage, Menuiserie;https://c.example\n"


def read(manager: Person) -> str:
    """A list of which the one row adds a service, and says another site than the structure."""
    first = dropped(manager, BEFORE)
    matched(manager, first)
    act(manager, first, "appliquer")
    supplier(db.session, "Le Verger").website = "https://b.example"
    db.session.commit()
    page = dropped(manager, AFTER)
    matched(manager, page)
    return page


def applied(manager: Person) -> str:
    page = read(manager)
    act(manager, page, "appliquer")
    return page


def test_the_other_fields_are_written(manager: Person) -> None:
    applied(manager)
    verger = supplier(db.session, "Le Verger")
    assert verger.website == "https://b.example"
    assert {said.service for said in verger.activities} == {"repassage", "menuiserie-batiment"}


def test_the_preview_says_what_would_be_written(manager: Person) -> None:
    shown = manager.page(read(manager))
    assert "1 ligne en conflit, dont 1 à écrire en partie" in shown
    assert "En conflit, en partie à écrire" in shown


def test_the_report_says_what_was_written_and_what_was_left(manager: Person) -> None:
    shown = manager.page(applied(manager))
    assert "1 fiche écrite en partie" in shown
    assert "Laissé sans être écrit : les champs en conflit de 1 fiche." in shown
    assert "Rien n’a été écrit" not in shown


def test_the_letter_says_so(manager: Person) -> None:
    applied(manager)
    letters = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    told = " ".join(letters[-1].text.replace("\u00a0", " ").split())
    assert "1 ligne en conflit, dont 1 écrite en partie." in told
    assert "de celles écrites en partie, il ne manque que les champs en conflit" in told


def test_undoing_says_what_it_takes_back(manager: Person) -> None:
    shown = plain(manager.send(f"{applied(manager)}/annuler").text)
    assert "1 fiche en conflit, écrite en partie, redevient ce qu’elle était" in shown
