"""A network drops the directory's own export: of this directory, or of another."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.db import db
from app.networks.lists.models import RowOutcome
from domain.models import Contact, ContactKind, Membership, Supplier, Visibility
from tests.app.cast import TODAY, make_supplier
from tests.app.conftest import CopyTables
from tests.app.exporting.moving import another_directory, export
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, listed
from tests.app.networks.lists.dropping import act, dropped, matched, number_of, rows_of
from tests.app.pages import on_sqlite
from tests.app.people import Person

pytestmark = on_sqlite


def applied(manager: Person, content: str | bytes) -> str:
    page = dropped(manager, content)
    matched(manager, page)
    act(manager, page, "appliquer")
    return page


def networks_of(name: str) -> list[str]:
    one = db.session.scalars(select(Supplier).where(Supplier.name == name)).one()
    return [membership.network_slug for membership in one.memberships]


def test_members_are_known_again_in_their_own_file(manager: Person, tmp_path: Path) -> None:
    """Whoever an earlier list named is not gone from this one."""
    applied(manager, "\n".join([TITLES, VERGER, PRUNIER]))
    exported = export(tmp_path / "annuaire.csv").read_bytes()
    for _ in range(2):
        page = applied(manager, exported)
        assert {row.outcome for row in rows_of(page)} == {RowOutcome.UNCHANGED}
        assert "membre qui n’y est plus" not in manager.page(page)
        row = rows_of(page)[0]
        assert "fiche exportée de cet annuaire" in manager.page(f"{page}/lignes/{row.id}")
    assert listed(db.session) == ["Le Prunier", "Le Verger"]
    assert networks_of("Le Verger") == networks_of("Le Prunier") == ["cress"]


def test_the_table_of_members_dropped_again_takes_no_private_contact(manager: Person) -> None:
    applied(manager, "\n".join([TITLES.replace("Mail", "Téléphone"), MOBILE]))
    table = manager.open("/reseau/cress/membres.csv").data
    assert b"06" not in table
    page = applied(manager, table)
    assert [row.outcome for row in rows_of(page)] == [RowOutcome.UNCHANGED]
    one = db.session.scalars(select(Supplier)).one()
    assert [contact.value for contact in one.contacts] == ["02 41 00 00 00", "06 12 34 56 78"]


def test_the_managers_table_dropped_again_changes_nothing(manager: Person) -> None:
    """Though a page writes its apostrophes curved, and the table tells what pages lack."""
    bare = "Interim l'Étape;;44000;Nantes;;"
    applied(manager, "\n".join([TITLES, VERGER, bare]))
    page = applied(manager, manager.open("/reseau/cress/membres.csv").data)
    assert [(row.outcome, row.told) for row in rows_of(page)] == [(RowOutcome.UNCHANGED, [])] * 2


MOBILE = "Le Verger;44229377500031;49000;Angers;Repassage;02 41 00 00 00, 06 12 34 56 78"


def test_a_contact_that_is_private_in_the_file_is_not_shown_as_public(
    manager: Person, tmp_path: Path, sqlite_tables: CopyTables
) -> None:
    """Whatever it looks like: the row says what will be stored."""
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        known = make_supplier("Le Noyer")
        for value, seen_by in (("contact", Visibility.PRIVATE), ("info", Visibility.PUBLIC)):
            said = {"kind": ContactKind.EMAIL, "source": "siae", "as_of": date(2026, 5, 3)}
            known.contacts.append(
                Contact(value=f"{value}@noyer.example", visibility=seen_by, **said)
            )
        db.session.add(known)
        db.session.commit()
        exported = export(tmp_path / "annuaire.csv", with_private=True).read_bytes()
    page = dropped(manager, exported)
    matched(manager, page)
    shown = manager.page(f"{page}/lignes/{rows_of(page)[0].id}")
    assert "contact@noyer.example (privé : jamais sur sa page)" in shown
    assert "info@noyer.example (public)" in shown
    act(manager, page, "appliquer")
    stored = select(Contact.visibility).where(Contact.value == "contact@noyer.example")
    assert db.session.scalars(stored).one() is Visibility.PRIVATE


def test_who_was_no_member_becomes_one_and_it_is_undone(manager: Person, tmp_path: Path) -> None:
    db.session.add(make_supplier("Le Noyer"))
    db.session.commit()
    page = applied(manager, export(tmp_path / "annuaire.csv").read_bytes())
    assert [row.outcome for row in rows_of(page)] == [RowOutcome.UPDATED]
    assert networks_of("Le Noyer") == ["cress"]
    act(manager, page, "annuler")
    assert (listed(db.session), networks_of("Le Noyer")) == (["Le Noyer"], [])


def test_members_come_from_another_directory(
    manager: Person, tmp_path: Path, sqlite_tables: CopyTables
) -> None:
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        db.session.add(make_supplier("Le Noyer"))
        db.session.commit()
        exported = export(tmp_path / "annuaire.csv").read_bytes()
    page = applied(manager, exported)
    assert [row.outcome for row in rows_of(page)] == [RowOutcome.CREATED]
    assert networks_of("Le Noyer") == ["cress"]
    again = applied(manager, exported)
    assert number_of(again) != number_of(page)
    assert [row.outcome for row in rows_of(again)] == [RowOutcome.UNCHANGED]


# Members that no list of the network named: the table says where each one's page is


def member(name: str, **values: Any) -> Supplier:
    """Stored, with what pages write otherwise than it is kept."""
    known = make_supplier(name, **values)
    known.memberships = [Membership(network_slug="cress", source="network:cress", as_of=TODAY)]
    db.session.add(known)
    db.session.commit()
    return known


def table_of_members(manager: Person) -> str:
    return manager.open("/reseau/cress/membres.csv").data.decode("utf-8-sig")


def outcomes(page: str) -> list[RowOutcome]:
    return [row.outcome for row in rows_of(page)]


def test_the_table_of_members_names_them_by_their_pages(manager: Person) -> None:
    member("Le Noyer")
    member("Association d'insertion", brand="Le Merisier", website="merisier.example")
    page = read_table(manager, table_of_members(manager))
    assert outcomes(page) == [RowOutcome.UNCHANGED] * 2


def test_what_is_added_to_the_table_is_written_to_the_page(manager: Person) -> None:
    noyer = member("Le Noyer", website=None)
    table = table_of_members(manager)
    page = read_table(manager, table.replace(";;;;http", ";https://noyer.example;;;http"))
    assert outcomes(page) == [RowOutcome.UPDATED]
    act(manager, page, "appliquer")
    assert db.session.get_one(Supplier, noyer.id).website == "https://noyer.example"


def test_what_a_list_of_the_network_numbered_is_still_its_own_to_change(manager: Person) -> None:
    said = "7;Le Verger;44229377500031;49000;Angers;Repassage;https://a.example"
    applied(manager, "\n".join([f"Identifiant;{TITLES}".replace("Mail", "Site"), said]))
    table = table_of_members(manager)
    page = read_table(manager, table.replace("https://a.example", "https://b.example"))
    assert outcomes(page) == [RowOutcome.UPDATED]


def test_a_brand_is_no_new_name_of_who_a_list_of_the_network_named(manager: Person) -> None:
    titles = TITLES.replace("Nom;", "Nom;Enseigne;")
    said = "Association d’insertion;Le Merisier;44229377500031;49000;Angers;Repassage;"
    applied(manager, "\n".join([titles, said]))
    page = applied(manager, table_of_members(manager))
    assert outcomes(page) == [RowOutcome.UNCHANGED]
    one = db.session.scalars(select(Supplier)).one()
    assert (one.name, one.brand) == ("Association d’insertion", "Le Merisier")
    assert [record.original_name for record in one.records] == ["Association d’insertion"]


def test_the_capitals_of_a_page_are_no_conflict(manager: Person) -> None:
    member("LE NOYER")
    assert outcomes(read_table(manager, table_of_members(manager))) == [RowOutcome.UNCHANGED]


def test_an_address_that_is_not_its_page_s_is_told_and_left_aside(manager: Person) -> None:
    """Of another site, of a page that is archived or of another structure."""
    noyer = member("Le Noyer")
    table = table_of_members(manager)
    page = read_table(manager, table.replace(f"/fournisseur/{noyer.id}-", "/fournisseur/999-"))
    (row,) = rows_of(page)
    assert row.outcome is RowOutcome.DOUBTFUL
    assert "cette adresse n’est pas ici celle de la fiche" in str(row.told)


def read_table(manager: Person, table: str) -> str:
    page = dropped(manager, table)
    matched(manager, page)
    return page
