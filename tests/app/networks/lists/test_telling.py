"""What the page of a list tells of its rows, of who is not in it, and of what was written."""

import re
from datetime import date

from flask import Flask
from sqlalchemy import select

from app.db import db
from app.networks.lists.models import ListRow, RowOutcome
from app.networks.lists.queries import MOST_NAMED
from domain.models import Membership, ProofDegree, Supplier
from tests.app.networks.lists.desk import PRUNIER, VERGER
from tests.app.networks.lists.dropping import act, number_of, one_of, read, rows_of
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, letters, manager_of

pytestmark = on_sqlite


def test_rows_with_a_remark_are_counted_and_shown_apart(manager: Person) -> None:
    page = read(manager, VERGER.replace("49000", "49xxx"), PRUNIER)
    assert "Avec une remarque <strong>1</strong>" in manager.page(page)
    shown = manager.page(f"{page}?remarques=oui")
    assert "Le Verger" in shown
    assert "Le Prunier" not in shown


def test_the_list_names_what_a_row_would_change(manager: Person) -> None:
    act(manager, read(manager, VERGER), "appliquer")
    page = read(manager, VERGER.replace("Repassage", "Menuiserie"))
    assert re.findall('<p class="row-why[^>]*>(.*?)</p>', manager.page(page)) == ["Activités"]


def test_a_search_that_finds_no_row_can_be_changed(manager: Person) -> None:
    shown = manager.page(f"{read(manager, VERGER)}?q=introuvable")
    assert 'value="introuvable"' in shown


# Members that the file does not name


def known_member(name: str, source: str = "siae") -> None:
    known = Supplier(name=name, city="Angers", code_insee="49007")
    known.memberships.append(
        Membership(network_slug="cress", source=source, as_of=date(2026, 5, 3))
    )
    db.session.add(known)
    db.session.commit()


def test_a_complete_list_tells_which_members_of_other_sources_it_does_not_name(
    manager: Person,
) -> None:
    known_member("La Mésange")
    known_member("Le Verger")
    page = read(manager, VERGER)
    told = "n’est pas dans ce fichier et reste membre : La Mésange"
    assert told in plain(manager.page(page))
    act(manager, page, "appliquer")
    assert told in plain(manager.page(page))
    db.session.expire_all()
    assert db.session.scalars(select(Supplier).filter_by(name="La Mésange")).one().memberships


def test_of_many_such_members_only_the_number_is_told(manager: Person) -> None:
    for n in range(MOST_NAMED + 1):
        known_member(f"La Mésange {n}")
    shown = plain(manager.page(read(manager, VERGER)))
    assert "6 membres de votre réseau" in shown
    assert "restent membres." in shown
    assert "La Mésange 0" not in shown


def test_a_member_that_a_list_only_says_again_is_not_told_missing(manager: Person) -> None:
    known_member("Le Verger")
    first = read(manager, VERGER)
    (row,) = rows_of(first)
    manager.send(f"{first}/lignes/{row.id}/choisir", {"choice": str(row.candidates[0]["id"])})
    act(manager, first, "appliquer")
    again = read(manager, VERGER, "")
    assert [row.outcome for row in rows_of(again)] == [RowOutcome.UNCHANGED]
    assert "pas dans ce fichier" not in plain(manager.page(again))


def test_a_complement_tells_nothing_of_other_members(manager: Person) -> None:
    known_member("La Mésange")
    page = read(manager, VERGER)
    one_of(page).is_partial = True
    db.session.commit()
    assert "reste membre" not in plain(manager.page(page))


def test_who_leaves_is_shown_with_what_leaving_ends(manager: Person) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    prunier = db.session.scalars(select(Supplier).where(Supplier.name == "Le Prunier")).one()
    prunier.memberships[0].degree = ProofDegree.VERIFIED
    prunier.memberships[0].vouched_on = date(2026, 5, 3)
    db.session.commit()
    page = read(manager, VERGER)
    assert "quitter le réseau y met fin" in manager.page(page)
    gone = db.session.scalars(select(ListRow).where(ListRow.outcome == RowOutcome.GONE)).one()
    shown = manager.page(f"{page}/lignes/{gone.id}")
    assert "Garanties des réseaux" in shown
    assert "Cette structure</legend>" in shown
    manager.send(f"{page}/lignes/{gone.id}/choisir", {"choice": "stays"})
    assert "Reste membre, comme votre réseau l’a décidé" in manager.page(page)


# The report


def test_the_structures_of_an_import_are_invited_from_its_report(manager: Person) -> None:
    act(manager, read(manager, PRUNIER), "appliquer")
    page = read(manager, VERGER, "Le Tilleul;;35000;Rennes;Menuiserie;")
    act(manager, page, "appliquer")
    invite = f"/reseau/cress/membres/inviter?liste={number_of(page)}"
    assert invite in manager.page(page)
    asked = manager.page(invite)
    assert "1 structure peut être invitée" in asked
    assert "Laissées de côté : 1 sans adresse connue" in asked
    answer = manager.send(invite)
    assert answer.location == page
    assert "Invitations envoyées : 1." in manager.page(page)
    assert [letter.recipient for letter in letters("contact@verger.example")]
    assert not letters("contact@prunier.example")


def test_the_members_of_another_networks_list_are_not_told(manager: Person, app: Flask) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    other = manager_of("autre", app, "autre@reseau.example")
    verger = db.session.scalars(select(Supplier)).one()
    verger.memberships.append(
        Membership(network_slug="autre", source="autre", as_of=date(2026, 5, 3))
    )
    db.session.commit()
    assert "Le Verger" in other.page("/reseau/autre/membres")
    assert "Le Verger" not in other.page(f"/reseau/autre/membres?liste={number_of(page)}")


def test_a_report_tells_what_was_written_and_what_was_left(manager: Person) -> None:
    page = read(manager, VERGER, ";;49000;Angers;Menuiserie;")
    act(manager, page, "appliquer")
    shown = manager.page(page)
    assert "1 structure créée" in shown
    assert "Laissé sans être écrit : 1 ligne refusée." in shown


def test_a_list_of_which_nothing_was_written_says_so_applied_and_undone(manager: Person) -> None:
    known_member("Le Verger")
    known_member("Le Prunier")
    page = read(manager, VERGER, PRUNIER.replace("44000;Nantes", "49000;Angers"))
    act(manager, page, "appliquer")
    applied = plain(letters("reseau@atelier.example")[-1].text)
    assert "est appliquée, et rien n’a été écrit dans l’annuaire. 2 lignes à décider." in applied
    assert "à jour dès maintenant" not in applied
    assert "Rien n’en est écrit" in plain(manager.send(f"{page}/annuler").text)
    act(manager, page, "annuler")
    undone = plain(letters("reseau@atelier.example")[-1].text)
    assert "n’avait été écrit : rien n’a changé." in undone
    assert "Rien n’en avait été écrit" in plain(manager.page(page))
