"""A member seen by its network: what its page lacks, a note that nobody else reads."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.models import AdminEntry
from app.db import db
from app.moderation.erasing import erase_personal
from app.moderation.merging import merge, unmerge
from app.networks.models import MemberNote
from app.networks.notes import write_note
from app.seen import digest
from app.structures.advice import ESSENTIALS, IS_COMPLETE
from app.structures.facts import STRUCTURE, Origin
from app.structures.saving import write_facts
from domain.models import Contact, ContactKind, Network, ProofDegree, Supplier, Visibility, Zone
from tests.app.cast import TODAY
from tests.app.networks.cast import NETWORK, PAGES, member, networks_of
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, editor_of, letters, manager_of, moderator, visitor

FACT = {"source": "test", "as_of": TODAY}


def at(supplier: Supplier) -> str:
    return f"{PAGES}/membres/{supplier.id}"


def notes() -> dict[int, str]:
    db.session.expire_all()
    return {note.supplier_id: note.text for note in db.session.scalars(select(MemberNote))}


def opened(person: Person, supplier: Supplier) -> dict[str, str]:
    """What the form has seen, as this browser holds it."""
    seen = re.search(r'name="seen"[^>]+value="([^"]*)"', person.page(at(supplier)))
    assert seen is not None
    return {"seen": seen[1]}


def complete(name: str = "Complète") -> Supplier:
    supplier = member(name, description="Nous faisons des portes.")
    supplier.zones = [Zone(position=0, radius_km=30, **FACT)]
    contact = {"kind": ContactKind.PHONE, "value": "0241000000", "visibility": Visibility.PUBLIC}
    supplier.contacts = [Contact(**contact, **FACT)]
    db.session.commit()
    return supplier


def test_it_works(manager: Person) -> None:
    supplier = member()
    page = manager.page(at(supplier))
    assert "Zone d’intervention" in page
    assert "Services</strong>" not in page
    manager.send(at(supplier), {"text": "Rappeler en mai."})
    assert notes() == {supplier.id: "Rappeler en mai."}
    assert "Rappeler en mai." in manager.page(f"{PAGES}/membres")
    manager.send(at(supplier), opened(manager, supplier) | {"text": ""})
    assert notes() == {}


# Invited, vouched for


@on_sqlite
def test_it_is_invited_from_its_page_and_once_more(manager: Person) -> None:
    supplier = member(listed_at="contact@verger.example")
    assert 'value="contact@verger.example"' in manager.page(at(supplier))
    for address in ("contact@verger.example", "direction@verger.example"):
        manager.send(f"{at(supplier)}/inviter", {"email": address})
        assert "Renvoyer l’invitation" in manager.page(at(supplier))
        assert len(letters(address)) == 1
    assert "direction@verger.example, valable jusqu’au" in manager.page(at(supplier))


@on_sqlite
def test_an_address_amiss_is_told_and_the_note_stays(manager: Person) -> None:
    supplier = member()
    manager.send(at(supplier), {"text": "Rappeler en mai."})
    page = manager.send(f"{at(supplier)}/inviter", {"email": "contact@"}).text
    assert "Cette adresse n’est pas complète" in page
    assert "Rappeler en mai." in page


@on_sqlite
def test_what_the_network_vouches_for_is_told(app: Flask, manager: Person) -> None:
    supplier = member()
    publish(app, supplier)
    assert "Se porter garants…" in manager.page(at(supplier))
    supplier.memberships[0].degree, supplier.memberships[0].vouched_on = ProofDegree.CHARTER, TODAY
    db.session.commit()
    assert "Charte signée le 22 novembre 2026" in plain(manager.page(at(supplier)))


# What is missing


@on_sqlite
def test_a_page_that_says_the_essential_lacks_nothing(manager: Person) -> None:
    assert "Rien : elle dit ses services" in manager.page(at(complete()))


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "shown"),
    [("completes", {"Complète"}), ("vides", {"Muette"}), ("", {"Complète", "Muette", "Autre"})],
)
def test_members_are_narrowed_to_pages_complete_or_empty(
    manager: Person, asked: str, shown: set[str]
) -> None:
    complete()
    member("Muette", services=[])
    member("Autre")
    page = manager.page(f"{PAGES}/membres?fiches={asked}")
    assert {name for name in ("Complète", "Muette", "Autre") if f">{name}</a>" in page} == shown


def test_the_list_says_what_the_desk_of_the_structure_says(app: Flask) -> None:
    """On both databases: own words are JSON."""
    suppliers = [
        member("Rien", networks=[], services=[]),
        member("Mots", networks=[], services=[], own_words=["location de yourtes"]),
        member("Vidés", networks=[], services=[], own_words=[], description=""),
        member("Nuls", networks=[], services=[], own_words=None),
        member("Service", networks=[]),
    ]
    for essential in ESSENTIALS:
        lacking = set(db.session.scalars(select(Supplier.id).where(essential.is_missing)))
        told = {supplier.id for supplier in suppliers if essential.advice.is_needed(supplier)}
        assert (essential.name, lacking) == (essential.name, told)
    assert db.session.scalars(select(Supplier.id).where(IS_COMPLETE)).all() == []


# Notes


@on_sqlite
def test_a_note_is_for_managers_of_that_network_and_moderators(app: Flask, manager: Person) -> None:
    supplier = member(networks=[NETWORK, "autre"])
    publish(app)
    manager.send(at(supplier), {"text": "Directrice absente"})
    assert "Directrice absente" in moderator(app).page(at(supplier))
    elsewhere = manager_of("autre", app, "autre@atelier.example")
    own = editor_of(supplier, app)
    for person, path in (
        (elsewhere, f"/reseau/autre/membres/{supplier.id}"),
        (own, f"/structure/{supplier.id}"),
        (own, f"/structure/{supplier.id}/historique"),
        (visitor(app), f"/fournisseur/{supplier.id}"),
        (elsewhere, "/reseau/autre/membres.csv"),
    ):
        assert "Directrice absente" not in person.page(path)


def test_two_colleagues_never_write_over_each_other(app: Flask, manager: Person) -> None:
    supplier = member()
    colleague = manager_of(NETWORK, app, "second@atelier.example")
    seen = opened(colleague, supplier)
    manager.send(at(supplier), {"text": "Rappeler en mai."})
    answer = colleague.send(at(supplier), seen | {"text": "Directrice : Ana."})
    assert answer.status_code == 409
    assert "<li>Rappeler en mai.</li>" in answer.text
    assert "Directrice : Ana.</textarea>" in answer.text
    assert notes() == {supplier.id: "Rappeler en mai."}

    seen = {"seen": digest("Rappeler en mai.")}
    assert f'value="{seen["seen"]}"' in answer.text
    colleague.send(at(supplier), seen | {"text": "Directrice : Ana."})
    assert notes() == {supplier.id: "Directrice : Ana."}


@on_sqlite
def test_a_form_that_lost_what_it_had_seen_overwrites_no_note(manager: Person) -> None:
    supplier = member()
    manager.send(at(supplier), {"text": "Rappeler en mai."})
    assert manager.send(at(supplier), {"text": "Directrice : Ana."}).status_code == 409
    assert notes() == {supplier.id: "Rappeler en mai."}


def test_two_first_notes_at_once_are_one_and_a_choice(app: Flask, manager: Person) -> None:
    people = manager, manager_of(NETWORK, app, "second@atelier.example")
    path = at(member())
    db.session.commit()

    def write(number: int) -> int:
        with app.app_context():
            return people[number].send(path, {"text": f"Note {number}"}).status_code

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(write, range(2)))
    assert sorted(answers) == [302, 409]
    assert len(notes()) == 1


@on_sqlite
def test_a_member_that_leaves_meanwhile_has_no_note(manager: Person) -> None:
    supplier = member(networks=[])
    network = db.session.get_one(Network, NETWORK)
    assert not write_note(network, supplier.id, "Trop tard", "", "user:1")


@on_sqlite
def test_a_note_is_erased_when_the_member_leaves_whoever_says_so(manager: Person) -> None:
    removed, withdrawn = member("Retirée"), member("Partie d’elle-même")
    for supplier in (removed, withdrawn):
        manager.send(at(supplier), {"text": "À revoir"})
    manager.send(f"{at(removed)}/retirer")
    write_facts(withdrawn, {"networks": ["autre"]}, Origin.now(STRUCTURE), "user:9")
    db.session.commit()
    assert networks_of(withdrawn) == ["autre"]
    assert notes() == {}


def test_two_pages_made_one_keep_both_notes(app: Flask, manager: Person) -> None:
    kept, merged, joins = member("Un"), member("Deux"), member("Trois")
    for supplier, text in ((kept, "Un."), (merged, "Deux.")):
        manager.send(at(supplier), {"text": text})
    made = merge(kept.id, merged.id, "user:1")
    db.session.commit()
    assert notes()[kept.id] == "Un.\n\nDeux."
    unmerge(made.id, "user:1")
    db.session.commit()
    assert notes()[merged.id] == "Deux."
    merge(joins.id, merged.id, "user:1")
    db.session.commit()
    assert notes()[joins.id] == "Deux."


@on_sqlite
def test_a_personal_datum_is_erased_from_notes_too(manager: Person) -> None:
    supplier = member()
    manager.send(at(supplier), {"text": "Écrire à jo@verger.example"})
    erase_personal(db.session, "jo@verger.example")
    db.session.commit()
    assert notes() == {supplier.id: "Écrire à [effacé]"}


@on_sqlite
def test_the_journal_tells_of_a_note_and_not_what_it_says(manager: Person) -> None:
    supplier = member()
    for _ in range(2):  # the same again changes nothing
        manager.send(at(supplier), {"text": "Directrice absente"})
    (entry,) = db.session.scalars(select(AdminEntry))
    assert (entry.subject, entry.change) == (
        f"network {NETWORK}",
        f"note sur la fiche n° {supplier.id}",
    )


@on_sqlite
@pytest.mark.parametrize("text", ["x" * 2001, "a\0b"])
def test_a_note_that_cannot_be_kept_is_said_so_beside_its_field(manager: Person, text: str) -> None:
    page = manager.send(at(member()), {"text": text}).text
    assert 'id="text-erreur"' in page
    assert notes() == {}


@on_sqlite
def test_one_that_is_no_member_has_no_page_here(manager: Person) -> None:
    assert manager.open(at(member("Ailleurs", networks=["autre"]))).status_code == 404
