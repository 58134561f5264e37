"""The work on a list: asked first, followed, stopped, and told once it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.db import db
from app.networks.lists import views
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.queries import list_or_404
from domain.models import Supplier, utcnow
from tests.app.networks.lists.desk import PRUNIER, VERGER, listed, supplier
from tests.app.networks.lists.dropping import (
    CONFIRMED,
    act,
    first_row,
    number_of,
    one_of,
    read,
    rows_of,
)
from tests.app.networks.lists.gestures import vouch
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, letters

pytestmark = on_sqlite


def test_work_is_followed_and_stopped(manager: Person) -> None:
    page = read(manager, VERGER, ";;49000;Angers;Repassage;")
    manager.send(f"{page}/appliquer")
    assert manager.open(f"{page}/avancement").get_json()["at_work"]
    manager.send(f"{page}/arreter")
    shown = plain(manager.page(page))
    assert "Application arrêtée" in shown
    assert "Rien n’a été écrit." in shown
    assert "Pas encore écrit : 1 structure à créer." in shown
    assert "Laissé sans être écrit : 1 ligne refusée." in shown
    assert "Renoncer à cette liste" in shown
    assert "Rien n’en est écrit" in plain(manager.send(f"{page}/annuler").text)
    act(manager, page, "appliquer")
    assert listed(db.session) == ["Le Verger"]


def test_a_list_that_was_stopped_before_it_began_is_given_up(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/appliquer")
    manager.send(f"{page}/arreter")
    act(manager, page, "annuler")
    assert one_of(page).state is ListState.UNDONE
    assert listed(db.session) == []
    shown = plain(manager.page(page))
    assert "Rien n’en avait été écrit : l’annuaire n’a pas changé." in shown
    assert "Jamais créées <strong>1</strong>" in shown
    assert "À créer" not in shown
    assert "rien n’a changé" in letters("reseau@atelier.example")[-1].text


def test_a_list_that_waits_for_others_says_for_how_many(manager: Person) -> None:
    first, page = read(manager, VERGER), read(manager, PRUNIER)
    for one in (first, page):
        manager.send(f"{one}/appliquer")
    assert "1 liste avant la vôtre" in manager.page(page)
    assert manager.open(f"{first}/avancement").get_json()["waits_for"] == ""
    one_of(page).held_until = utcnow() + timedelta(seconds=30)
    db.session.commit()
    assert manager.open(f"{page}/avancement").get_json()["waits_for"] == ""
    assert "1 liste avant la vôtre" in plain(manager.page(first))


def test_what_is_not_written_yet_is_counted_apart(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    manager.send(f"{page}/appliquer")
    manager.send(f"{page}/arreter")
    assert "À créer <strong>2</strong>" in manager.page(page)
    first_row(page).is_applied = True
    db.session.commit()
    assert "Créées <strong>1</strong>" in manager.page(page)
    assert "À créer <strong>1</strong>" in manager.page(page)
    assert "Le Prunier" not in manager.page(f"{page}?lignes=created&ecrites=oui")
    assert "Le Prunier" in manager.page(f"{page}?lignes=created&ecrites=non")


def test_what_was_undone_is_said_so(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert "Créées <strong>1</strong>" in manager.page(page)
    act(manager, page, "annuler")
    assert "Créées, puis retirées <strong>1</strong>" in manager.page(page)
    assert "Ce qui avait changé" in manager.page(f"{page}/lignes/{first_row(page).id}")


def test_a_row_that_was_not_written_does_not_tell_what_has_changed(manager: Person) -> None:
    db.session.add(Supplier(name="Association Le Verger", city="Angers", code_insee="49007"))
    db.session.commit()
    page = read(manager, VERGER, PRUNIER)
    act(manager, page, "appliquer")
    doubtful, written = rows_of(page)
    assert "Ce qui aurait changé" in manager.page(f"{page}/lignes/{doubtful.id}")
    assert "Ce qui a changé" in manager.page(f"{page}/lignes/{written.id}")


def test_a_list_that_would_write_nothing_is_not_to_be_applied(manager: Person) -> None:
    shown = manager.page(read(manager, ";;49000;Angers;Repassage;"))
    assert "Il n’y a rien à appliquer pour l’instant" in shown
    assert "Appliquer cette liste" not in shown


def test_members_who_would_leave_are_told_before_a_list_is_applied(manager: Person) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    page = read(manager, VERGER)
    shown = plain(manager.send(f"{page}/appliquer").text)
    assert "1 membre n’y est plus et quittera le réseau" in shown
    assert "effacée pour de bon" not in shown
    assert one_of(page).state is ListState.READ
    act(manager, page, "appliquer")
    assert one_of(page).state is ListState.APPLIED


def test_what_leaves_with_them_is_told_before(manager: Person) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    vouch(db.session, supplier(db.session, "Le Prunier"))
    shown = plain(manager.send(f"{read(manager, VERGER)}/appliquer").text)
    assert "1 porte une garantie ou une note de votre réseau" in shown


def test_undoing_is_asked_first(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert "1 structure créée en sort" in plain(manager.send(f"{page}/annuler").text)
    assert one_of(page).state is ListState.APPLIED


@pytest.mark.parametrize("step", ["arreter", "appliquer", "annuler", "supprimer", "relire"])
def test_what_is_asked_as_the_work_ends_says_where_the_list_is(
    manager: Person, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = read(manager, VERGER)
    if step == "arreter":
        manager.send(f"{page}/appliquer")
    monkeypatch.setattr(views, "list_or_404", ended_meanwhile(page))
    assert manager.send(f"{page}/{step}", CONFIRMED).status_code == 302
    assert "a changé entre-temps" in manager.page(page)
    assert one_of(page).state is ListState.UNDONE


def ended_meanwhile(page: str) -> Callable[[str, int], MemberList]:
    """The work ends just after the page has read where the list is."""

    def meanwhile(network: str, list_id: int) -> MemberList:
        found = list_or_404(network, list_id)
        with db.sessionmaker.begin() as other:
            other.get_one(MemberList, number_of(page)).state = ListState.UNDONE
        return found

    return meanwhile


def test_a_reading_that_is_stopped_says_that_nothing_was_written(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/relire")
    manager.send(f"{page}/arreter")
    assert "rien n’a été écrit" in manager.page(page)
    assert one_of(page).state is ListState.DROPPED
