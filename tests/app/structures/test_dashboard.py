"""The desk's home: the state of a page in words, what it says, what would help most."""

from datetime import date

from flask import Flask

from app.db import db
from app.structures.advice import MOST, advice_for
from domain.models import Contact, ContactKind, Supplier, Visibility, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, plain
from tests.app.people import colleague_at, moderator
from tests.app.structures.desk import make_desk


def home(supplier: Supplier) -> str:
    return f"/structure/{supplier.id}"


@on_sqlite
def test_the_desk_says_what_the_page_says(app: Flask) -> None:
    desk = make_desk(app, staff=12, description="Nous **posons** des fenêtres.")
    page = desk.person.page(home(desk.supplier))
    assert "Nous posons des fenêtres." in page
    assert "12 personnes" in page
    assert "Rien pour l’instant" in page


@on_sqlite
def test_the_state_of_the_page_is_said_in_words(app: Flask) -> None:
    desk = make_desk(app)
    assert "En ligne." in desk.person.page(home(desk.supplier))
    desk.supplier.confirmed_on = date(2026, 3, 1)
    db.session.commit()
    assert "dite exacte le 1er mars 2026" in desk.person.page(home(desk.supplier))
    desk.supplier.awaits_review = True
    db.session.commit()
    assert "En attente de validation" in desk.person.page(home(desk.supplier))
    desk.supplier.archived_at = utcnow()
    db.session.commit()
    page = desk.person.page(home(desk.supplier))
    assert "Retirée de l’annuaire" in page
    assert "Voir la fiche publique" not in page


@on_sqlite
def test_colleagues_and_moderators_have_it_too(app: Flask) -> None:
    desk = make_desk(app)
    assert "toujours-exact" in colleague_at(desk.supplier, app).open(home(desk.supplier)).text
    seen = moderator(app).open(home(desk.supplier))
    assert seen.status_code == 200
    assert "toujours-exact" not in seen.text


@on_sqlite
def test_each_advice_leads_to_where_it_is_done(app: Flask) -> None:
    desk = make_desk(app)
    html = plain(desk.person.open(home(desk.supplier)).text)
    for point in advice_for(desk.supplier):
        assert f'href="{desk.address(point.section)}">{point.what}</a>' in html


# What would help most


def sections_advised(**values: object) -> list[str]:
    return [point.section for point in advice_for(make_supplier(**values))]


def test_what_buyers_search_by_comes_first() -> None:
    assert sections_advised(services=[])[:3] == ["activites", "contacts", "description"]


def test_a_service_in_its_own_words_counts() -> None:
    points = advice_for(make_supplier(services=[], own_words=["toilettes sèches"]))
    assert points[0].what == "Dites jusqu’où vous intervenez"


def test_the_list_is_short() -> None:
    assert len(advice_for(make_supplier(services=[]))) == MOST


def test_what_is_done_is_not_advised() -> None:
    supplier = make_supplier(description="Nous lavons.", staff=12, open_to_cocontracting=True)
    phone = {"kind": ContactKind.PHONE, "value": "02 41 00 00 00", "source": "x", "as_of": TODAY}
    supplier.contacts = [Contact(visibility=Visibility.PUBLIC, **phone)]
    advised = [point.section for point in advice_for(supplier)]
    assert advised == ["activites", "photos", "references"]


def test_a_contact_that_nobody_sees_does_not_count() -> None:
    supplier = make_supplier()
    phone = {"kind": ContactKind.PHONE, "value": "06 12 34 56 78", "source": "x", "as_of": TODAY}
    supplier.contacts = [Contact(visibility=Visibility.PRIVATE, **phone)]
    assert "contacts" in [point.section for point in advice_for(supplier)]


def test_old_figures_are_asked_again() -> None:
    filled = {"description": "x", "staff": 12, "open_to_cocontracting": True}
    assert "chiffres" in sections_advised(**filled, figures_year=2020)
    assert "chiffres" not in sections_advised(**filled, figures_year=TODAY.year)
