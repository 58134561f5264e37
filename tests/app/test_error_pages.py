"""Errors: what happened, and what to do."""

import pytest
from flask import Flask, abort

from app.schema import alembic
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish

pytestmark = on_sqlite


def test_an_unknown_page_offers_a_search(app: Flask) -> None:
    response = app.test_client().get("/nulle-part")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in plain(response.text)
    assert 'href="/recherche"' in response.text


@pytest.mark.parametrize(
    ("asked", "page"),
    [("/reseaux/", "/reseaux"), ("/glossaire//?de=x&de=%C3%A9", "/glossaire?de=x&de=%C3%A9")],
)
def test_a_slash_too_many_opens_the_page(app: Flask, asked: str, page: str) -> None:
    response = app.test_client().get(asked)
    assert (response.status_code, response.location) == (301, page)


@pytest.mark.parametrize("asked", ["/nulle-part/", "/api/openapi.json/"])
def test_a_slash_too_many_opens_nothing_else(app: Flask, asked: str) -> None:
    assert app.test_client().get(asked).status_code == 404


def test_a_slash_too_many_opens_no_other_site(app: Flask) -> None:
    response = app.test_client().get("/", environ_overrides={"PATH_INFO": "//glossaire/"})
    assert (response.status_code, response.location) == (301, "/glossaire")


def test_a_page_used_otherwise_than_meant(app: Flask) -> None:
    response = app.test_client().post("/glossaire")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "ne s’utilise pas ainsi" in plain(response.text)


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/reseau/cress/listes/3/appliquer", "/reseau/cress/listes/3"),
        ("/reseau/cress/listes/3/lignes/8/choisir", "/reseau/cress/listes/3/lignes/8"),
        ("/structure/5/equipe/3/retirer", "/structure/5/equipe"),
        ("/deconnexion", "/"),
    ],
)
def test_where_a_form_is_sent_to_opens_as_the_page_it_is_of(
    app: Flask, sent_to: str, page: str
) -> None:
    response = app.test_client().get(sent_to)
    assert (response.status_code, response.location) == (302, page)


@pytest.mark.parametrize(("status", "told"), [(400, "n’a pas pu être lue"), (500, "une erreur")])
def test_other_errors_have_their_page(app: Flask, status: int, told: str) -> None:
    app.view_functions["directory.about"] = lambda: abort(status)
    response = app.test_client().get("/a-propos")
    assert response.status_code == status
    assert told in plain(response.text)


def test_an_unexpected_failure_tells_nothing_of_the_code(app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["directory.about"] = lambda: {}["secret"]
    response = app.test_client().get("/a-propos")
    assert response.status_code == 500
    assert "secret" not in response.text


def test_a_search_without_an_index_says_to_wait(app: Flask) -> None:
    response = app.test_client().get("/recherche?q=repassage")
    assert response.status_code == 503
    assert "n’est pas encore prête" in plain(response.text)


def test_pages_of_suppliers_stand_without_an_index(app: Flask, session: object) -> None:
    publish(app, make_supplier())
    app.extensions["search"] = None
    assert app.test_client().get("/fournisseur/1-les-ateliers-du-verger").status_code == 200


def test_a_database_that_does_not_answer_is_said_to_be_away(app: Flask) -> None:
    alembic().downgrade("base")
    response = app.test_client().get("/")
    assert response.status_code == 503
    assert "Sa base de données ne répond pas" in plain(response.text)
