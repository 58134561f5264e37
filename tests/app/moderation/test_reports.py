""" "Signaler une erreur": without an account, answered by e-mail, then forgotten."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.limits import limiter
from app.moderation.merging import merge
from app.moderation.models import Report
from domain.models import Supplier, utcnow
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import letters, moderator, visitor

SAID = {"subject": "fermee", "message": "Le portail est fermé.", "email": "Voisin@Rue.example"}


@pytest.fixture(autouse=True)
def _no_limit(app: Flask) -> None:
    limiter.reset()


def stored(app: Flask, **values: Any) -> Supplier:
    supplier = make_supplier(**values)
    publish(app, supplier)
    return supplier


def reports() -> list[Report]:
    db.session.expire_all()
    return list(db.session.scalars(select(Report)))


def test_a_visitor_reports_and_is_answered(app: Flask) -> None:
    supplier = stored(app)
    answer = visitor(app).send(f"/fournisseur/{supplier.id}/signaler", SAID)
    assert answer.status_code == 302
    (report,) = reports()
    assert (report.subject, report.email) == ("fermee", "voisin@rue.example")
    person = moderator(app)
    assert "Le portail est fermé." in person.page("/moderation")
    person.send(
        f"/moderation/signalement/{report.id}",
        {"decision": "accept", "reason": "Nous l’avons vue."},
    )
    (letter,) = letters("voisin@rue.example")
    assert "Nous l’avons vue." in letter.text
    (report,) = reports()
    assert report.email is None
    assert report.outcome == "corrigé : Nous l’avons vue."


@on_sqlite
def test_without_an_address_nobody_is_written_to(app: Flask) -> None:
    supplier = stored(app)
    visitor(app).send(f"/fournisseur/{supplier.id}/signaler", SAID | {"email": ""})
    (report,) = reports()
    moderator(app).send(f"/moderation/signalement/{report.id}", {"decision": "refuse"})
    assert letters() == []
    assert reports()[0].outcome == "sans suite"


@on_sqlite
def test_invented_structures_too(app: Flask) -> None:
    supplier = stored(app, invented=True)
    visitor(app).send(f"/fournisseur/{supplier.id}/signaler", SAID)
    assert len(reports()) == 1


@on_sqlite
def test_one_that_is_not_listed_is_not_there(app: Flask) -> None:
    supplier = stored(app, archived_at=utcnow())
    assert visitor(app).open(f"/fournisseur/{supplier.id}/signaler").status_code == 404


@on_sqlite
def test_one_that_was_merged_leads_to_the_page_kept(app: Flask) -> None:
    kept, merged = stored(app), stored(app, name="Autre")
    merge(kept.id, merged.id, "user:1")
    db.session.commit()
    old, new = (f"/fournisseur/{it.id}/signaler" for it in (merged, kept))
    person = visitor(app)
    answer = person.open(old)
    assert (answer.status_code, answer.location) == (301, new)
    sent = person.send(old, SAID)
    assert (sent.status_code, sent.location) == (308, new)  # the browser sends it again
    person.send(sent.location, SAID)
    assert [report.supplier_id for report in reports()] == [kept.id]


@on_sqlite
def test_a_program_that_fills_every_field_is_let_think_so(app: Flask) -> None:
    supplier = stored(app)
    sent = visitor(app).send(f"/fournisseur/{supplier.id}/signaler", SAID | {"nickname": "x"})
    assert sent.status_code == 302
    assert reports() == []


@on_sqlite
@pytest.mark.parametrize(
    "amiss",
    [
        {"subject": ""},
        {"subject": "rien"},
        {"message": " "},
        {"message": "x" * 2001},
        {"message": "a\x00b"},
        {"email": "voisin"},
        {"email": "v@" + "r" * 300 + ".example"},
    ],
)
def test_what_is_amiss_is_told_and_nothing_lost(app: Flask, amiss: dict[str, str]) -> None:
    supplier = stored(app)
    said = SAID | {"message": "Le portail est fermé."} | amiss
    answer = visitor(app).send(f"/fournisseur/{supplier.id}/signaler", said)
    assert answer.status_code == 200
    assert "Rien de ce que vous avez saisi n’est perdu" in answer.text
    assert "message" in amiss or "Le portail est fermé." in answer.text
    assert reports() == []


@on_sqlite
def test_one_browser_reports_a_few_at_most(app: Flask) -> None:
    supplier = stored(app)
    person = visitor(app)
    codes = [
        person.send(f"/fournisseur/{supplier.id}/signaler", SAID).status_code for _ in range(7)
    ]
    assert codes[0] == 302
    assert codes[-1] == 429


@on_sqlite
def test_beyond_the_limit_what_was_typed_is_given_back(app: Flask) -> None:
    supplier = stored(app)
    person, path = visitor(app), f"/fournisseur/{supplier.id}/signaler"
    answers = [person.send(path, SAID | {"message": f"Erreur {number}."}) for number in range(6)]
    assert answers[-1].status_code == 429
    told = plain(answers[-1].text)
    assert "réessayez dans une minute" in told
    assert '<textarea name="message" hidden> Erreur 5.</textarea>' in told
    assert "refuse les cookies" not in told
    assert "<dt>Qu’est-ce qui ne va pas ?</dt><dd>La structure a fermé ou n’existe pas</dd>" in told


@on_sqlite
def test_an_office_reports_errors_of_many_pages_from_one_address(app: Flask) -> None:
    suppliers = [make_supplier(f"Le Verger {number}") for number in range(7)]
    publish(app, *suppliers)
    for supplier in suppliers:
        answer = visitor(app).send(f"/fournisseur/{supplier.id}/signaler", SAID)
        assert answer.status_code == 302


@on_sqlite
def test_a_page_of_elsewhere_is_given_nothing_back(app: Flask) -> None:
    supplier = stored(app)
    person, path = visitor(app), f"/fournisseur/{supplier.id}/signaler"
    posted = SAID | {"csrf_token": person.token()}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answers = [person.client.post(path, data=posted, headers=elsewhere) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert SAID["message"] not in answers[-1].text
