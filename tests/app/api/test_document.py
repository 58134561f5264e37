"""The OpenAPI document says what the site does."""

import re
from typing import Any

from flask import Flask

from app.networks.lists.models import ListState, RowOutcome
from tests.app.api.conftest import LISTS, Program
from tests.app.networks.lists.desk import TITLES, VERGER
from tests.app.pages import on_sqlite

pytestmark = on_sqlite


def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/openapi.json").json
    return found


def test_it_names_every_address_and_no_other(app: Flask) -> None:
    told = {
        (path, method.upper())
        for path, what in document(app)["paths"].items()
        for method in what
        if method != "parameters"
    }
    routes = {
        (re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.document"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == routes | {("/recherche.json", "GET")}


def test_every_value_is_told(app: Flask) -> None:
    schemas = document(app)["components"]["schemas"]
    assert schemas["State"]["enum"] == list(ListState)
    assert set(schemas["Outcome"]["enum"]) == set(RowOutcome)


def test_answers_have_what_it_says(app: Flask, program: Program) -> None:
    schemas = document(app)["components"]["schemas"]
    one = program.drop(TITLES, VERGER)
    named, more = schemas["NamedList"]["properties"], schemas["List"]["allOf"][1]["properties"]
    assert set(one) == {*named, *more}
    assert set(program.get(LISTS)["lists"][0]) == set(named)
    path = f"{LISTS}/{one['id']}/lignes"
    assert program.get(path) == {"rows": [], "page": 1, "pages": 1}
