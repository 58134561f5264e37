"""The name of the site and its legal notice, changed without touching the machine."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from app.db import db
from tests.app.pages import on_sqlite, page
from tests.app.people import FROM_HERE, admin, code_sent, letters, visitor

TEXTS = "/administration/textes"


def test_it_works(app: Flask) -> None:
    boss = admin(app)
    boss.send(f"{TEXTS}/site_name", {"value": "Achats solidaires d’Anjou"})
    assert "– Achats solidaires d’Anjou" in page(app, "/glossaire")
    assert "Nom du site" in boss.page("/administration/journal")
    boss.send(f"{TEXTS}/site_name", {"value": ""})
    assert "– Repèr’ESS" in page(app, "/glossaire")


def test_two_who_write_the_same_text_at_once_both_do(app: Flask) -> None:
    browsers = [admin(app, f"{name}@atelier.example") for name in ("une", "deux")]
    posted = [{"value": one.user.email, "csrf_token": one.token()} for one in browsers if one.user]
    db.session.close()
    start = Barrier(2)

    def write(number: int) -> int:
        start.wait()
        path = f"{TEXTS}/legal_host"
        return (
            browsers[number].client.post(path, data=posted[number], headers=FROM_HERE).status_code
        )

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(write, range(2))) == [302, 302]
    assert "@atelier.example" in page(app, "/mentions-legales")


@on_sqlite
def test_letters_bear_the_name(app: Flask) -> None:
    boss = admin(app)
    boss.send(f"{TEXTS}/site_name", {"value": "Achats d’Anjou"})
    visitor(app).send("/connexion", {"email": "camille@atelier.example"})
    assert code_sent("camille@atelier.example")
    assert "Achats d’Anjou" in letters("camille@atelier.example")[0].subject


@on_sqlite
def test_the_legal_notice_is_markdown_and_runs_nothing(app: Flask) -> None:
    boss = admin(app)
    boss.send(f"{TEXTS}/legal_publisher", {"value": "CRESS d’Anjou"})
    boss.send(f"{TEXTS}/legal_notice", {"value": "## Accès\n\n<script>alert(1)</script> **Oui**"})
    legal = visitor(app).open("/mentions-legales").text
    assert "CRESS d’Anjou" in legal
    assert "<h3>Accès</h3>" in legal
    assert "<strong>Oui</strong>" in legal
    assert "<script>alert" not in legal


@on_sqlite
@pytest.mark.parametrize("value", ["x" * 30_000, "\0"])
def test_a_text_that_cannot_be_kept_is_refused(app: Flask, value: str) -> None:
    answer = admin(app).send(f"{TEXTS}/legal_notice", {"value": value})
    assert answer.status_code == 200
    assert "Une chose est à corriger" in answer.text


@on_sqlite
def test_there_is_no_other_text(app: Flask) -> None:
    assert admin(app).send(f"{TEXTS}/secret_key", {"value": "x"}).status_code == 404


@on_sqlite
def test_the_page_that_says_that_the_database_is_away_has_a_name(app: Flask) -> None:
    db.session.execute(text("ALTER TABLE site_text RENAME TO elsewhere"))
    db.session.commit()
    assert "– Repèr’ESS" in page(app, "/glossaire")
