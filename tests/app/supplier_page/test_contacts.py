"""Its contacts: the public ones can be used and are counted, the others never reach the page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audience.counting import counts
from app.audience.models import Event, SupplierCount
from app.db import db
from domain.models import Contact, ContactKind, Visibility, utcnow
from tests.app.pages import on_sqlite, page, publish
from tests.app.people import buyer
from tests.app.supplier_page.desk import FACT, joiner

pytestmark = on_sqlite


def contact(kind: ContactKind, value: str, visibility: Visibility) -> Contact:
    return Contact(kind=kind, value=value, visibility=visibility, **FACT)


def test_public_contacts_can_be_used(app: Flask) -> None:
    publish(
        app,
        joiner(
            website="https://verger.example/",
            contacts=[
                contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC),
                contact(ContactKind.PHONE, "02 41 00 00 01 poste 12", Visibility.PUBLIC),
                contact(ContactKind.EMAIL, "contact@verger.example", Visibility.PUBLIC),
            ],
        ),
    )
    html = page(app, "/fournisseur/1")
    assert '<a href="tel:0241000000" rel="noopener nofollow"' in html
    assert ">02 41 00 00 00</a>" in html
    assert 'href="tel:0241000001"' in html
    assert 'href="mailto:contact@verger.example"' in html
    assert (
        '<a href="/fournisseur/1/joindre/site" rel="noopener nofollow">verger.example</a>' in html
    )


def contacted(app: Flask) -> int:
    """How many times the supplier was contacted, as its figures tell."""
    counts().write()
    query = select(func.sum(SupplierCount.count)).filter_by(event=Event.CONTACTED)
    return db.session.scalar(query) or 0


def a_reader(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 Firefox/140.0"
    return client


def test_its_site_is_followed_and_counted(app: Flask) -> None:
    publish(app, joiner(website="verger.example/boutique"))
    answer = a_reader(app).get("/fournisseur/1/joindre/site")
    assert (answer.status_code, answer.location) == (302, "https://verger.example/boutique")
    assert contacted(app) == 1


def test_a_telephone_followed_is_counted(app: Flask) -> None:
    publish(app, joiner(contacts=[contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)]))
    assert 'data-follow="/fournisseur/1/joindre/1"' in page(app, "/fournisseur/1")
    assert a_reader(app).get("/fournisseur/1/joindre/1").status_code == 204
    assert contacted(app) == 1


@pytest.mark.parametrize("path", ["1/joindre/site", "1/joindre/1", "2/joindre/2", "2/joindre/site"])
def test_what_is_not_shown_cannot_be_followed(app: Flask, path: str) -> None:
    hidden = contact(ContactKind.PHONE, "0600000000", Visibility.PRIVATE)
    public = contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)
    publish(
        app,
        joiner(contacts=[hidden], website="javascript:alert(1)"),
        joiner("Retirée", contacts=[public], website="retiree.example", archived_at=utcnow()),
    )
    assert a_reader(app).get(f"/fournisseur/{path}").status_code == 404
    assert contacted(app) == 0


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.MEMBERS])
def test_private_data_never_reaches_the_page(app: Flask, visibility: Visibility) -> None:
    hidden = [
        contact(ContactKind.EMAIL, "camille.exemple@verger.example", visibility),
        contact(ContactKind.PHONE, "0600000000", visibility),
    ]
    publish(app, joiner(contacts=hidden))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert "camille" not in html
    assert "0600000000" not in html.replace("\u00a0", "")


def test_contacts_for_members_are_counted_then_shown_to_who_signs_in(app: Flask) -> None:
    for_members = contact(ContactKind.PHONE, "0241999999", Visibility.MEMBERS)
    private = contact(ContactKind.EMAIL, "camille@verger.example", Visibility.PRIVATE)
    publish(app, joiner(contacts=[for_members, private]))
    assert "1 coordonnée de plus une fois connecté" in page(app, "/fournisseur/1")
    seen = buyer(app).page("/fournisseur/1")
    assert "02 41 99 99 99" in seen
    assert "de plus une fois connecté" not in seen
    assert "camille" not in seen


def test_a_contact_says_whose_it_is(app: Flask) -> None:
    line = contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)
    line.label = "Service commercial"
    publish(app, joiner(contacts=[line]))
    assert "<dt>Téléphone, Service commercial</dt>" in page(app, "/fournisseur/1")


@pytest.mark.parametrize(
    "url", ["http://[::1", "javascript:alert(1)", "data:text/html,x", "n'existe pas"]
)
def test_a_website_that_is_no_page_is_not_a_link(app: Flask, url: str) -> None:
    publish(app, joiner(website=url))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="https://n' not in html
