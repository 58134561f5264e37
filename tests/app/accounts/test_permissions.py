"""Who may do what: every route, in every role, for a supplier that is listed and one that is not.

Views are put aside: what is asked here is whom the gate lets in, and the table alone says it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule as Route

from app import create_app
from app.accounts.permissions import PERMISSIONS, Role
from app.config import Settings
from app.db import db
from app.limits import limiter
from app.schema import alembic
from domain.models import Network, Supplier
from tests.app.cast import make_supplier
from tests.app.people import (
    Person,
    admin,
    buyer,
    colleague_at,
    editor_of,
    manager_of,
    moderator,
    visitor,
)

HERE, ELSEWHERE = "cress-bretagne", "cress-normandie"
LET_IN = "let in"
# What stands in an address for each part that changes, but for numbers.
VALUES = {
    "digest": "0" * 64,
    "extension": "csv",
    "filename": "none.css",
    "key": "unknown",
    "kind": "csv",
    "matter": "document",
    "name": "regions",
    "network": HERE,
    "section": "chiffres",
    "sha256": "0" * 64,
    "slug": "verger",
}


@dataclass(frozen=True)
class Character:
    """Somebody, and the roles that they have where an address names a supplier or a network."""

    name: str
    person: Person
    everywhere: frozenset[Role]
    at_supplier: frozenset[Role] = frozenset()
    at_network: frozenset[Role] = frozenset()

    def roles_at(self, route: Route) -> frozenset[Role]:
        roles = self.everywhere
        if "supplier_id" in route.arguments:
            roles |= self.at_supplier
        if "network" in route.arguments:
            roles |= self.at_network
        return roles


VISITS = frozenset({Role.VISITOR})
BUYS = VISITS | {Role.BUYER}
EDITS = frozenset({Role.EDITOR})


def strangers(app: Flask, elsewhere: Supplier) -> Iterator[Character]:
    """Those who have nothing to do with the suppliers asked about."""
    yield Character("visitor", visitor(app), VISITS)
    yield Character("buyer", buyer(app), BUYS)
    yield Character("owner elsewhere", editor_of(elsewhere, app), BUYS)
    manages = frozenset({Role.MANAGER})
    yield Character("manager", manager_of(HERE, app), BUYS, at_network=manages)
    yield Character("manager elsewhere", manager_of(ELSEWHERE, app, "autre@cress.example"), BUYS)
    yield Character("moderator", moderator(app), BUYS | {Role.MODERATOR})
    yield Character("admin", admin(app), BUYS | {Role.MODERATOR, Role.ADMIN})


def keepers(app: Flask, supplier: Supplier) -> Iterator[Character]:
    address = f"of-{supplier.id}@atelier.example"
    owner = editor_of(supplier, app, f"owner-{address}")
    yield Character("owner", owner, BUYS, EDITS | {Role.OWNER})
    yield Character("editor", colleague_at(supplier, app, f"editor-{address}"), BUYS, EDITS)


@dataclass(frozen=True)
class Site:
    app: Flask
    listed: Supplier
    unlisted: Supplier
    characters: Mapping[Supplier, Sequence[Character]]

    @property
    def routes(self) -> list[Route]:
        return list(self.app.url_map.iter_rules())

    def address_of(self, route: Route, supplier: Supplier) -> str:
        values = {name: 1 for name in route.arguments if name.endswith("_id")}
        if "supplier_id" in values:
            values["supplier_id"] = supplier.id
        if unknown := route.arguments - {*VALUES, *values}:
            pytest.fail(f"{route.rule}: give {unknown} a value in VALUES")
        return str(self.app.url_map.bind("localhost").build(route.endpoint, VALUES | values))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    app = create_app(Settings(instance_path=tmp_path_factory.mktemp("instance")))
    app.testing = True
    limiter.enabled = False
    with app.app_context():
        alembic().upgrade()
        listed, unlisted = make_supplier(), make_supplier("En attente", awaits_review=True)
        elsewhere = make_supplier("Ailleurs")
        networks = [Network(slug=slug, name=slug) for slug in (HERE, ELSEWHERE)]
        db.session.add_all([listed, unlisted, elsewhere, *networks])
        db.session.commit()
        others = list(strangers(app, elsewhere))
        characters = {known: [*others, *keepers(app, known)] for known in (listed, unlisted)}
        for endpoint in app.view_functions:
            app.view_functions[endpoint] = lambda **_values: LET_IN
        yield Site(app, listed, unlisted, characters)
        db.session.close()
        db.engine.dispose()
    limiter.enabled = True


def test_a_route_that_the_table_does_not_name_fails_here(site: Site) -> None:
    assert {route.endpoint for route in site.routes} - {*PERMISSIONS} == set()


def test_the_table_names_no_route_that_does_not_exist(site: Site) -> None:
    assert {*PERMISSIONS} - {route.endpoint for route in site.routes} == set()


def test_every_route_in_every_role_is_as_the_table_says(site: Site) -> None:
    wrong = [fault for route in site.routes for fault in faults_of(site, site.listed, route)]
    assert wrong == []


def test_a_supplier_that_is_not_listed_is_hidden_from_those_who_may_not(site: Site) -> None:
    routes = [route for route in site.routes if "supplier_id" in route.arguments]
    wrong = [fault for route in routes for fault in faults_of(site, site.unlisted, route)]
    assert wrong == []


def faults_of(site: Site, supplier: Supplier, route: Route) -> Iterator[str]:
    """Where the gate and the table differ: the route, the role, what was expected, what came."""
    address = site.address_of(route, supplier)
    for character in site.characters[supplier]:
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}:
            expected = expected_answer(route, character, method, supplier)
            if (answered := answer(character, method, address)) != expected:
                yield f"{method} {route.rule} as {character.name}: {answered}, not {expected}"


def expected_answer(route: Route, who: Character, method: str, supplier: Supplier) -> str:
    rule = PERMISSIONS[route.endpoint]
    if rule.allowed & who.roles_at(route):
        # These requests have no token: who may write is refused one step later. Programs send none.
        return LET_IN if method == "GET" or route.endpoint.startswith("api.") else "400"
    if Role.BUYER not in who.everywhere:
        return "sign in"
    is_secret = "supplier_id" in route.arguments and not supplier.is_listed
    return "404" if rule.hidden or is_secret else "403"


def answer(who: Character, method: str, address: str) -> str:
    response = who.person.open(address, method=method)
    if response.status_code == 302 and response.location.startswith("/connexion"):
        return "sign in"
    return LET_IN if response.text == LET_IN else str(response.status_code)
