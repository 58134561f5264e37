"""A section of a page: opened, previewed, saved, refused; two colleagues who meet in one."""

import re

from flask import Flask

from app.accounts.models import AccountSession
from app.db import db
from app.limits import is_counted
from domain.models import HistoryEntry, OutboxEntry
from tests.app.pages import on_sqlite, plain
from tests.app.people import buyer, code_sent, colleague_at, moderator, visitor
from tests.app.structures.desk import make_desk


def test_a_section_is_saved(app: Flask) -> None:
    desk = make_desk(app)
    assert "Chiffres" in desk.open("chiffres")
    answer = desk.send("chiffres", staff="42")
    assert answer.location == f"/structure/{desk.supplier.id}"
    assert desk.now().staff == 42


def test_what_was_changed_is_in_the_history(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("chiffres", staff="42")
    entry = db.session.query(HistoryEntry).filter_by(supplier_id=desk.supplier.id).one()
    assert desk.person.user is not None
    assert (entry.actor, entry.changes) == (desk.person.user.actor, {"staff": [None, 42]})


@on_sqlite
def test_saving_what_is_there_already_changes_nothing(app: Flask) -> None:
    desk = make_desk(app, staff=42)
    version = desk.supplier.version
    assert desk.save("chiffres", staff="42").version == version
    assert desk.entries() == 0


@on_sqlite
def test_what_is_refused_is_said_beside_its_field_and_kept(app: Flask) -> None:
    desk = make_desk(app)
    page = desk.refusal("chiffres", staff="42", figures_year="1789")
    assert "Rien de ce que vous avez saisi n’est perdu" in page
    assert 'value="1789"' in page
    assert 'value="42"' in page
    assert 'id="figures_year-erreur"' in page


@on_sqlite
def test_a_moderator_who_edits_a_page_is_named_as_such(app: Flask) -> None:
    desk = make_desk(app)
    moderator(app).send(desk.address("chiffres"), {"version": 1, "staff": "42"})
    assert [row.source for row in desk.now().provenances] == ["moderation"]


# Two colleagues at once


def test_the_second_of_two_colleagues_sees_both_and_chooses(app: Flask) -> None:
    desk = make_desk(app)
    colleague = colleague_at(desk.supplier, app)
    assert colleague.user is not None
    colleague.user.name = "Dominique"
    opened = desk.supplier.version
    colleague.send(desk.address("description"), {"version": opened, "description": "Nous lavons."})
    answer = desk.send("description", version=opened, description="Nous repassons.")
    page = plain(answer.text)
    assert answer.status_code == 409
    assert "Dominique, de la structure" in page
    assert "<li>Nous lavons.</li>" in page
    assert "<li>Nous repassons.</li>" in page
    assert desk.now().description == "Nous lavons."


@on_sqlite
def test_having_seen_both_one_may_keep_ones_own(app: Flask) -> None:
    desk = make_desk(app)
    opened = desk.supplier.version
    desk.save("description", description="Nous lavons.")
    page = desk.send("description", version=opened, description="Nous repassons.").text
    seen = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert seen is not None
    saved = desk.save("description", version=seen[1], description="Nous repassons.")
    assert saved.description == "Nous repassons."


@on_sqlite
def test_or_take_what_the_page_says(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("description", description="Nous lavons.")
    page = desk.refusal("description", version=1, description="Nous repassons.", restart="")
    assert "Nous lavons.</textarea>" in page
    assert "Nous repassons." not in page


@on_sqlite
def test_colleagues_in_different_sections_do_not_meet(app: Flask) -> None:
    desk = make_desk(app)
    opened = desk.supplier.version
    desk.save("description", description="Nous lavons.")
    saved = desk.save("chiffres", version=opened, staff="42")
    assert (saved.description, saved.staff) == ("Nous lavons.", 42)


@on_sqlite
def test_nor_do_those_who_change_different_things_of_one(app: Flask) -> None:
    desk = make_desk(app, staff=40, capacity=30)
    opened = desk.supplier.version
    desk.save("chiffres", staff="50", capacity="30")
    saved = desk.save("chiffres", version=opened, staff="40", capacity="35")
    assert (saved.staff, saved.capacity) == (50, 35)


@on_sqlite
def test_a_version_that_is_none_looks_at_every_change(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("chiffres", staff="42")
    for odd in ("", "abc", "9" * 5000, "-1", "²"):
        assert desk.send("chiffres", version=odd, staff="50").status_code == 409


# Preview


@on_sqlite
def test_a_preview_shows_the_page_as_it_would_be(app: Flask) -> None:
    desk = make_desk(app)
    answer = desk.send("chiffres", staff="77", preview="")
    assert "<dd>77</dd>" in answer.text


def test_a_preview_writes_nothing_and_keeps_nobody_waiting(app: Flask) -> None:
    desk = make_desk(app)
    version, outbox = desk.supplier.version, db.session.query(OutboxEntry).count()
    contact = {"contacts-0-value": "02 41 00 00 00", "references-0-client": "Ville d’Angers"}
    for section in ("chiffres", "contacts", "references", "identite"):
        desk.send(section, **contact, staff="77", postcode="49000", city="Angers", preview="")
    assert not db.session.in_transaction()
    now = desk.now()
    assert (now.staff, now.contacts, now.references, now.version) == (None, [], [], version)
    assert db.session.query(OutboxEntry).count() == outbox


@on_sqlite
def test_no_map_is_left_empty_where_nothing_draws_it(app: Flask) -> None:
    desk = make_desk(app)
    assert "data-coverage-map" in desk.person.page(f"/fournisseur/{desk.supplier.id}")
    for path in (desk.address("activites"), f"/structure/{desk.supplier.id}/toujours-exact"):
        assert "data-coverage-map" not in desk.person.page(path)


@on_sqlite
def test_a_preview_of_what_is_refused_says_so(app: Flask) -> None:
    desk = make_desk(app)
    assert "data-refused" in desk.send("chiffres", staff="-1", preview="").text


@on_sqlite
def test_previews_do_not_use_up_the_right_to_save(app: Flask) -> None:
    address = make_desk(app).address("chiffres")
    for data, counted in (({"preview": ""}, False), ({"save": ""}, True)):
        with app.test_request_context(address, method="POST", data=data):
            assert is_counted() is counted
    with app.test_request_context("/connexion", method="POST", data={"preview": ""}):
        assert is_counted()


# First steps


@on_sqlite
def test_a_new_page_is_filled_in_one_run(app: Flask) -> None:
    desk = make_desk(app, services=[])
    after = desk.send("activites", services="repassage", zone_0="20", **{"continue": ""})
    assert after.location == desk.address("description")
    after = desk.send("description", description="Nous repassons.", **{"continue": ""})
    assert after.location == desk.address("contacts")
    contact = {"contacts-0-value": "02 41 00 00 00", "continue": ""}
    after = desk.send("contacts", contact)
    assert after.location == f"/structure/{desk.supplier.id}"
    assert "Votre fiche est en ligne" in desk.person.page(after.location)


@on_sqlite
def test_what_is_filled_already_is_not_asked_again(app: Flask) -> None:
    desk = make_desk(app, description="Nous repassons.")
    after = desk.send("activites", services="repassage", **{"continue": ""})
    assert after.location == desk.address("contacts")


# Who may


@on_sqlite
def test_a_buyer_is_told_it_is_reserved(app: Flask) -> None:
    desk = make_desk(app)
    assert buyer(app).open(desk.address("chiffres")).status_code == 403


@on_sqlite
def test_a_visitor_is_asked_to_sign_in(app: Flask) -> None:
    desk = make_desk(app)
    answer = visitor(app).open(desk.address("chiffres"))
    assert answer.status_code == 302
    assert answer.location.startswith("/connexion?suite=")


@on_sqlite
def test_nothing_typed_is_lost_when_the_session_has_ended(app: Flask) -> None:
    desk = make_desk(app)
    email = desk.person.user.email if desk.person.user else ""
    db.session.query(AccountSession).delete()
    db.session.commit()
    desk.send("description", description="Nous repassons.", save="")
    assert desk.now().description is None
    desk.person.send("/connexion", {"email": email})
    desk.person.send("/connexion/code", {"code": code_sent(email)})
    assert "Nous repassons." in desk.person.page("/connexion/reprise")
    page = desk.person.given_back()
    assert re.search(r"<textarea[^>]*>\s*Nous repassons\.</textarea>", page)
    assert f'action="{desk.address("description")}"' in page


@on_sqlite
def test_a_page_says_whether_it_holds_what_is_not_saved(app: Flask) -> None:
    desk = make_desk(app)
    assert 'data-unsaved="no"' in desk.open("description")
    assert 'data-unsaved="yes"' in desk.send("references", add="references").text


@on_sqlite
def test_there_is_no_section_of_that_name(app: Flask) -> None:
    desk = make_desk(app)
    assert desk.person.open(desk.address("secrets")).status_code == 404


@on_sqlite
def test_a_form_too_heavy_is_refused_in_french(app: Flask) -> None:
    desk = make_desk(app)
    answer = desk.send("description", description="x" * 600_000)
    assert answer.status_code == 413
    assert "Ce texte est trop long" in answer.text
    assert "fichier" not in plain(answer.text)
