"""How the history names those who changed something."""

from flask import Flask

from app.accounts.actors import shown_actor, shown_actors
from app.accounts.models import NetworkManager
from app.db import db
from app.structures.facts import ADDRESS_BASE
from domain.models import Network
from tests.app.cast import make_supplier
from tests.app.pages import counted_queries, on_sqlite, publish
from tests.app.people import buyer, editor_of, make_user, manager_of, moderator

pytestmark = on_sqlite


def test_who_keeps_a_page_is_told_by_name(app: Flask) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    camille = editor_of(supplier, app).user
    assert camille is not None
    camille.name = "Camille"
    db.session.commit()
    assert shown_actor(camille.actor) == "Camille, de la structure"


def test_who_gave_no_name_is_told_by_an_address_that_their_colleagues_know(app: Flask) -> None:
    person = buyer(app, "camille@atelier.example").user
    assert person is not None
    assert shown_actor(person.actor) == "c•••••e@atelier.example"


def test_on_the_page_that_they_keep_their_address_is_whole(app: Flask) -> None:
    kept, other = make_supplier("Le Verger"), make_supplier("Le Pré")
    publish(app, kept, other)
    camille = editor_of(kept, app, "camille@atelier.example").user
    assert camille is not None
    shown = [shown_actors([camille.actor], page.id)[camille.actor] for page in (kept, other)]
    assert shown == [
        "camille@atelier.example, de la structure",
        "c•••••e@atelier.example, de la structure",
    ]


def test_to_a_colleague_of_their_network_their_address_is_whole(app: Flask) -> None:
    db.session.add_all([Network(slug="vergers", name="Vergers"), Network(slug="pres", name="Prés")])
    db.session.commit()
    person = manager_of("vergers", app, "ana@vergers.example").user
    assert person is not None
    assert shown_actor(person.actor, "vergers") == "ana@vergers.example"
    assert shown_actor(person.actor, "pres") == "a•••••a@vergers.example, d’un réseau"


def test_a_moderator_is_the_moderation(app: Flask) -> None:
    person = moderator(app).user
    assert person is not None
    assert shown_actor(person.actor) == "Modération"


def test_to_their_colleagues_a_moderator_who_manages_their_network_is_a_person(app: Flask) -> None:
    db.session.add(Network(slug="vergers", name="Vergers"))
    person = moderator(app, "ana@vergers.example").user
    assert person is not None
    db.session.add(NetworkManager(user_id=person.id, network_slug="vergers"))
    db.session.commit()
    assert shown_actor(person.actor, "vergers") == "ana@vergers.example"
    assert shown_actor(person.actor) == "Modération"


def test_an_account_that_is_gone_is_told_as_such(app: Flask) -> None:
    assert shown_actor("user:12") == "Compte supprimé"


def test_an_import_is_told_by_its_source(app: Flask) -> None:
    assert shown_actor("import:siae") == "Import : SIAE du Marché de l’inclusion"


def test_what_places_pages_by_their_address_has_its_name(app: Flask) -> None:
    assert shown_actor(ADDRESS_BASE) == "Base Adresse Nationale"


def test_many_are_told_in_one_query(app: Flask) -> None:
    actors = [make_user(f"{name}@atelier.example").actor for name in ("ana", "bo", "cy")]
    with counted_queries(app) as queries:
        assert len(shown_actors([*actors, "import:siae"])) == 4
    assert len(queries) == 1


def test_the_list_of_a_network_is_told_by_its_name(app: Flask) -> None:
    db.session.add(Network(slug="vergers", name="Réseau des Vergers"))
    db.session.commit()
    assert shown_actor("import:reseau:vergers") == "Import : Réseau des Vergers"
