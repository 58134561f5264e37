"""A choice never leads to a page that contradicts its count.

A box says how many would be found if it were the only one chosen in its facet; every box of
every facet is followed, on a directory of invented suppliers.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask

from app.db import db
from tests.app.pages import page
from tools.demo_site import demo_app

SUPPLIERS = 300

Address = list[tuple[str, str]]

BOX = re.compile(
    r'<input type="checkbox"[^>]* name="(?P<name>[a-z]+)" value="(?P<value>[^"]+)"[^>]*>'
    r'.*?<span class="count">(?P<count>[\d ]+)<'
)
# Up to its own end: some links have no count.
COUNTED_LINK = re.compile(
    r'<a class="counted" href="([^"]+)"[^>]*>(?:(?!</a>).)*?<span class="count">([\d ]+)<'
)
# A région's count stands above the link to it.
REGION = re.compile(
    r'<summary class="counted">.*?<span class="count">([\d ]+)<.*?<a class="counted" href="([^"]+)"'
)
UNKNOWN = re.compile(
    r'<p class="unknown-nearby"><a href="([^"]+)">([\d ]+) structures? proches?, services'
)
TOTAL = re.compile(r"<span data-total>(?:([\d ]+) structures?|Aucune structure)</span>")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Nothing is written here, so one directory serves every test."""
    app = demo_app(tmp_path_factory.mktemp("instance"), SUPPLIERS)
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


def results(app: Flask, address: Address) -> str:
    return page(app, f"/recherche?{urlencode(address)}")


def total(html: str) -> int:
    found = TOTAL.search(html)
    assert found, "the page says how many it found"
    return number(found[1] or "0")


def number(digits: str) -> int:
    return int(digits.replace(" ", ""))


def boxes(html: str) -> list[tuple[str, str, int]]:
    """The parameter, the value and the count of every box, those folded away too."""
    found = [(box["name"], box["value"], number(box["count"])) for box in BOX.finditer(html)]
    assert len(found) == html.count('<input type="checkbox"')
    return found


ADDRESSES = {
    "everything": "",
    "a need": "q=nettoyage",
    "a need of two words": "q=espaces+verts",
    "a word of a name": "q=atelier",
    "a place": "lieu=Lyon",
    "a place, those who sit there": "lieu=Lyon&rayon=100&lecture=implante",
    "a place, those who come": "lieu=Lyon&lecture=intervient",
    "a need at a place": "q=nettoyage&lieu=Lille&rayon=200",
    "a need at a place, those who come": "q=nettoyage&lieu=Lille&lecture=intervient",
    "a département": "lieu=Nord",
    "a région, those who come": "lieu=Bretagne&lecture=intervient",
    "a postcode": "lieu=13001&rayon=50",
    "filters": "type=ESAT&type=EA&services=declares",
    "filters that nobody meets together": "services=inconnus&service=repassage",
    "filters on what is done": "groupe=proprete&service=nettoyage-locaux&service=nettoyage-vitres",
    "filters on what is done at a place": "groupe=proprete&lieu=Nantes&rayon=200",
    "a service at a place, those who come": "service=nettoyage-locaux&lieu=Nantes"
    "&lecture=intervient&region=52&region=53",
    "a filter of each facet": "type=ESAT&cadre=l2113-12&services=declares&region=84&region=11"
    "&lieu=Lyon&rayon=500",
}


@pytest.mark.parametrize("query", ADDRESSES.values(), ids=ADDRESSES)
def test_every_box_leads_to_as_many_as_it_says(app: Flask, query: str) -> None:
    address = parse_qsl(query)
    shown = boxes(results(app, address))
    assert shown

    led_to = {}
    for name, value, _ in shown:
        others = [(other, chosen) for other, chosen in address if other != name]
        led_to[name, value] = total(results(app, [*others, (name, value)]))

    assert led_to == {(name, value): count for name, value, count in shown}


def test_every_count_of_the_home_page_does_too(app: Flask) -> None:
    links = COUNTED_LINK.findall(page(app, "/"))
    assert {"/recherche?groupe", "/recherche?type"} <= {path.split("=")[0] for path, _ in links}

    for path, count in links:
        assert total(page(app, path)) == number(count), path


def test_every_region_of_the_home_page_does_too(app: Flask) -> None:
    regions = REGION.findall(page(app, "/"))
    assert len(regions) >= 13

    for count, path in regions:
        assert total(page(app, path)) == number(count), path


@pytest.mark.parametrize(
    "query",
    [
        "q=nettoyage&lieu=Lille&rayon=300",
        "q=nettoyage&lieu=Occitanie&lecture=intervient",
        "service=repassage&lieu=Auvergne-Rhône-Alpes&lecture=implante",
        "groupe=espaces-verts&lieu=69003&rayon=500&type=ESAT&type=ACI",
        "q=introuvable&lieu=Marseille&rayon=500&tri=distance",
    ],
)
def test_so_do_those_near_whose_services_nobody_tells(app: Flask, query: str) -> None:
    found = UNKNOWN.search(page(app, f"/recherche?{query}"))
    assert found

    assert total(page(app, found[1])) == number(found[2])


@pytest.mark.parametrize(
    "query",
    [
        "q=repassage+%C3%A0+Mende&type=EITI",
        "q=nettoyage&lieu=Lyon&lecture=intervient&type=EITI&label=iso-9001",
        "q=repassage&lieu=Ajaccio&rayon=10&lecture=implante",
        "q=repassage&lieu=Mende&rayon=10&lecture=implante&type=EITI&label=iso-9001",
        "services=inconnus&service=repassage&lieu=Rennes",
        "service=repassage&departement=48&region=11&type=EA&tri=nom",
    ],
)
def test_so_do_the_searches_offered_when_nothing_is_found(app: Flask, query: str) -> None:
    html = page(app, f"/recherche?{query}")
    offered = COUNTED_LINK.findall(html)
    assert total(html) == 0
    assert offered

    for path, count in offered:
        assert total(page(app, path)) == number(count) > 0, path
