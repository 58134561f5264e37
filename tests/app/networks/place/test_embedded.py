"""The search of a network's members inside its own site: no cookie, and no other page with it."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.app.networks.place.cast import PAGE, VERGERS, make_networks, member, published
from tests.app.pages import on_sqlite, page
from tests.app.people import buyer, manager_of

EMBEDDED = f"{PAGE}/integration"
CODE = f"/reseau/{VERGERS}/integration-code"


def policy(answer: TestResponse) -> str:
    return answer.headers["Content-Security-Policy"]


def test_it_works(app: Flask) -> None:
    published(app, member("Chez nous"))
    answer = app.test_client().get(EMBEDDED)
    assert answer.status_code == 200
    assert "frame-ancestors *" in policy(answer)
    assert "Set-Cookie" not in answer.headers
    assert "Chez nous" in page(app, f"{EMBEDDED}?q=menuiserie")


@on_sqlite
@pytest.mark.parametrize("path", ["/", PAGE, f"{PAGE}/carte?cadre=47,-1,48,0", "/recherche"])
def test_no_other_page_may_be_embedded(app: Flask, path: str) -> None:
    published(app, member())
    assert "frame-ancestors 'none'" in policy(app.test_client().get(path))


@on_sqlite
@pytest.mark.parametrize("end", ["", "/carte?cadre=47,-1,48,0", "/carte", "?q=rien", "?rayon=0"])
def test_no_answer_sets_a_cookie_even_for_who_is_signed_in(app: Flask, end: str) -> None:
    published(app, member())
    answer = buyer(app).open(EMBEDDED + end)
    assert "Set-Cookie" not in answer.headers
    assert answer.cache_control.public
    assert "acheteuse" not in answer.text


@on_sqlite
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reseaux/inconnu/integration", 404),
        (f"{EMBEDDED}/carte", 400),
    ],
)
def test_an_error_has_nothing_of_who_reads_it_and_no_cache_keeps_it(
    app: Flask, path: str, status: int
) -> None:
    published(app, member())
    person = buyer(app)
    with person.client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Un mot pour elle seule")]
    answer = person.open(path)
    assert answer.status_code == status
    assert answer.cache_control.max_age == 0
    assert not re.search("Mon compte|site-header|Un mot pour elle", answer.text)
    assert answer.text.count('target="_blank" rel="noopener noreferrer"') == 2
    assert "Un mot pour elle seule" in person.page("/")


@on_sqlite
def test_it_has_no_form_that_writes(app: Flask) -> None:
    published(app, member())
    html = page(app, EMBEDDED)
    assert "csrf_token" not in html
    assert re.findall(r"<form[^>]+method=.(\w+)", html) == ["get"]
    assert app.test_client().post(EMBEDDED).status_code == 405


@on_sqlite
def test_a_search_stays_in_the_frame_and_a_page_of_a_supplier_leaves_it(app: Flask) -> None:
    published(app, *(member(f"Atelier {n:02}") for n in range(25)))
    for path in (f"{EMBEDDED}?q=menuiserie&vue=liste", f"{EMBEDDED}/carte?cadre=47,-1,48,0"):
        for attributes in re.findall(r"<a ([^>]+)>", page(app, path)):
            stays = f'href="{EMBEDDED}' in attributes
            assert stays != ('target="_blank" rel="noopener noreferrer"' in attributes), attributes


@on_sqlite
def test_managers_copy_a_code_that_names_this_site(app: Flask) -> None:
    """As its settings do, whatever name this request came by."""
    make_networks()
    site = app.config["SETTINGS"].address
    html = manager_of(VERGERS, app).page(CODE)
    assert f'<iframe id="reperess-{VERGERS}" src="{site}{EMBEDDED}"' in html
    assert f'event.origin === "{site}"' in html
    assert "localhost" not in html
