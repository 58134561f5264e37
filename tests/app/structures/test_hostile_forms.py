"""Whatever a form is sent, it answers; it saves whole or not at all, and reads back the same."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import db
from app.limits import limiter
from app.structures.editing import opened_form
from app.structures.facts import FACTS, read_fact
from app.structures.saving import changed
from app.structures.sections import SECTIONS
from domain.models import Supplier
from tests.app.pages import forget_request, on_sqlite
from tests.app.people import FROM_HERE
from tests.app.structures.desk import Desk, make_desk

NASTY = (
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "\x1b[31m",
        "\u202egnp.exe",
        "\ufeff",
        "e\u0301",
        "\r\n",
    ),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "=1+1", "'; DROP TABLE supplier --", "%s%n", "\\"),
    *("-1", "0", "1e309", "nan", "9" * 400, "٤٢", "²", "0x10", "1_000", "2024", "+33241000000"),
    *("a@b.fr", "@" * 50, "http://[", "javascript:alert(1)", "49000", "Angers", "SCOP", "oui"),
    *("x" * 5_000, "é" * 4_000, "𝒳" * 90, "2020-13-45", "0000-00-00", "9999-12-31", "None", "[]"),
)
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
ANSWERS = {200, 302, 409, 413}


@pytest.fixture
def _no_limit() -> Iterator[None]:
    limiter.enabled = False
    yield
    limiter.enabled = True


def names_of(desk: Desk, section: str) -> list[str]:
    """The fields that the form shows, those of a further row among them."""
    pages = [desk.open(section)]
    lists = re.findall(r'name="add" value="(\w+)"', pages[0])
    pages += [desk.send(section, add=name).text for name in lists]
    names = {name for page in pages for name in re.findall(r'name="([\w-]+)"', page)}
    return sorted(names - {"csrf_token", "version", "add", "remove", "restart"})


def opened(app: Flask, desk: Desk) -> list[tuple[str, str]]:
    """What the form of the address, which must be whole, holds when it opens."""
    with app.test_request_context():
        place = opened_form(SECTIONS["identite"], desk.now())
        return [(name, str(place[name].data or "")) for name in ("address", "postcode", "city")]


def said(supplier: Supplier) -> dict[str, Any]:
    return {name: read_fact(supplier, name) for name in FACTS}


def post(desk: Desk, section: str, token: str, fields: list[tuple[str, str]]) -> int:
    posted: dict[str, Any] = {"csrf_token": token}
    for name, value in fields:
        # What cannot be sent as UTF-8 is sent as a browser would: by its replacement.
        posted.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
    forget_request()
    answer = desk.person.client.post(desk.address(section), data=posted, headers=FROM_HERE)
    return answer.status_code


@on_sqlite
@pytest.mark.usefixtures("_no_limit")
@pytest.mark.parametrize("section", SECTIONS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_form_answers_whatever_it_is_sent(app: Flask, section: str, data: st.DataObject) -> None:
    desk, token, names = prepared(app, section)
    known = st.sampled_from(names)
    odd = st.sampled_from(["odd", "contacts-²-value", f"contacts-{'9' * 5000}-value", "kinds--"])
    fields = data.draw(st.lists(st.tuples(known | odd, VALUES), max_size=12))
    if data.draw(st.booleans()):  # one that would be saved, but for a few fields
        sent = [name for name, _ in fields[:2]]
        fields = [*fields[:2], *(field for field in opened(app, desk) if field[0] not in sent)]
    before, entries = said(desk.now()), desk.entries()
    status = post(desk, section, token, [("version", str(desk.supplier.version)), *fields])
    assert status in ANSWERS
    supplier = desk.now()
    if status != 302:
        assert (said(supplier), desk.entries()) == (before, entries)
    assert_reads_back(app, section, supplier)


def assert_reads_back(app: Flask, section: str, supplier: Supplier) -> None:
    """The form opened on what was saved would change nothing of it."""
    asked = SECTIONS[section]
    with app.test_request_context():
        form = opened_form(asked, supplier)
        assert changed(supplier, asked.facts(form, supplier)) == []
    db.session.rollback()


_desks: dict[str, tuple[Flask, Desk, str, list[str]]] = {}


def prepared(app: Flask, section: str) -> tuple[Desk, str, list[str]]:
    """Once for all the examples of a section."""
    if section not in _desks or _desks[section][0] is not app:
        desk = make_desk(app)
        _desks[section] = (app, desk, desk.person.token(), names_of(desk, section))
    return _desks[section][1:]


@on_sqlite
@pytest.mark.usefixtures("_no_limit")
@pytest.mark.parametrize("name", ["contacts", "references", "kinds"])
def test_five_hundred_rows_are_refused_whole(app: Flask, name: str) -> None:
    section = {"kinds": "identite"}.get(name, name)
    field = {"contacts": "value", "references": "client", "kinds": "code"}[name]
    value = {"contacts": "02 41 00 00 {:02}", "references": "Client {}", "kinds": "SCOP"}[name]
    desk = make_desk(app)
    before = said(desk.supplier)
    many = {f"{name}-{at}-{field}": value.format(at % 100) for at in range(500)}
    assert "lignes au plus" in desk.refusal(section, many)
    assert said(desk.now()) == before


@pytest.mark.parametrize("section", SECTIONS)
def test_a_character_that_no_database_keeps_is_refused_with_a_word(
    app: Flask, section: str
) -> None:
    desk = make_desk(app)
    texts = [name for name in names_of(desk, section) if re.search(TEXTS, name)]
    for name in texts:
        desk.send(section, {name: "a\x00b"})
    assert "\x00" not in repr(said(desk.now()))


TEXTS = r"description|brand|website|address|city|note|words|-(value|whose|client|work|issuer|alt)$"
