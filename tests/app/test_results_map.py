"""The map of the results: every one of them, as a list that a script draws."""

import re
from typing import Any

import pytest
from flask import Flask

from app.db import db
from domain.models import Supplier
from search.port import MAX_POINTS
from tests.app.cast import make_supplier
from tests.app.pages import counted_queries, on_sqlite, page, publish
from tests.app.test_results_page import LILLE, NANTES, going_everywhere, names, next_searches

pytestmark = on_sqlite

FRANCE = "41.3,-5.2,51.2,9.7"
WEST = "46.5,-2.5,48.5,0.5"  # Nantes and Angers
OPEN_SEA = "43,-5,44,-4"


def joiner(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    return make_supplier(name, **({"services": ["menuiserie-batiment"]} | values))


def spread_along_the_loire(count: int) -> list[Supplier]:
    """From Nantes to Angers, a little further at each."""
    return [
        joiner(f"Atelier {n}", latitude=47.21 + 0.26 * n / count, longitude=-1.55 + n / count)
        for n in range(count)
    ]


def shown(html: str) -> list[str]:
    """Who or what each mark is."""
    listed = html.split("data-marks-count")[1].split("</ol>", maxsplit=1)[0]
    return re.findall(r"<li [^>]*><a [^>]*>(?:<span>)?(.*?)</(?:span|a)>", listed)


def areas(html: str) -> list[tuple[str, int]]:
    """The address and the count of each."""
    found = re.findall(
        r'data-count="(\d+)" data-box="[^"]+"><a class="counted" href="([^"]+)"', html
    )
    return [(path, int(count)) for count, path in found]


def test_it_works(app: Flask) -> None:
    publish(
        app,
        joiner("Au Bois"),
        joiner("Le Copeau", **NANTES),
        make_supplier("Traiteur", services=["traiteur"]),
    )
    html = page(app, "/recherche?q=menuiserie&vue=carte")
    assert shown(html) == ["Au Bois", "Le Copeau"]
    assert "2 structures sur cette partie de la carte" in html
    assert names(html) == ["Au Bois", "Le Copeau"]


def test_the_list_alone_has_no_map_and_leads_to_it(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?q=menuiserie")
    assert "data-results-map" not in html
    assert '<a href="/recherche?q=menuiserie&vue=carte">Carte</a>' in html


def test_it_shows_every_result_not_a_page_of_them(app: Flask) -> None:
    publish(app, *(joiner(f"Atelier {n:02}") for n in range(45)))
    html = page(app, f"/recherche/carte?q=menuiserie&page=2&cadre={FRANCE}")
    assert shown(html) == [f"Atelier {n:02}" for n in range(45)]


def test_its_marks_say_where_they_are(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, f"/recherche/carte?cadre={FRANCE}")
    assert '<li data-at="47.4736,-0.5542" data-count="1">' in html
    assert "Angers (49)" in html


def test_beyond_so_many_it_counts_by_area(app: Flask) -> None:
    publish(
        app,
        *(joiner(f"Atelier {n}") for n in range(MAX_POINTS)),
        *(joiner(f"Nordiste {n}", **LILLE) for n in range(2)),
    )
    html = page(app, f"/recherche/carte?q=menuiserie&cadre={FRANCE}")
    assert [name.split(",")[0] for name in shown(html)] == [
        "Angers (49) et alentours",
        "Lille (59) et alentours",
    ]
    assert [count for _, count in areas(html)] == [MAX_POINTS, 2]


@pytest.mark.parametrize("asked", ["q=menuiserie", "lieu=Nantes&rayon=200&lecture=implante"])
@pytest.mark.parametrize("frame", [FRANCE, "46.9,-1.6,47.6,-0.5", "47.2,-2,47.5,-0.4"])
def test_an_area_leads_to_as_many_results_as_it_counts(app: Flask, asked: str, frame: str) -> None:
    """Where the frame cuts a square too."""
    publish(app, *spread_along_the_loire(2 * MAX_POINTS))
    found = areas(page(app, f"/recherche/carte?{asked}&vue=carte&cadre={frame}"))
    assert len(found) > 1
    for path, count in found:
        assert re.search(rf"data-total>{count}\s", page(app, path))
        assert "vue=carte" in path


def test_an_area_of_a_wide_view_says_how_wide_it_is(app: Flask) -> None:
    publish(app, *spread_along_the_loire(MAX_POINTS + 1))
    wide = shown(page(app, f"/recherche/carte?cadre={FRANCE}"))
    near = shown(page(app, "/recherche/carte?cadre=46.9,-1.6,47.6,-0.5"))
    assert all(re.search(r" et alentours, sur \d+0\skm$", name) for name in wide)
    assert all(name.endswith(" et alentours") for name in near)


def test_what_the_view_leaves_out_is_told(app: Flask) -> None:
    nowhere = dict.fromkeys(("latitude", "longitude", "code_insee"))
    publish(app, joiner(), joiner("Loin", **LILLE), joiner("Nulle part", **nowhere))
    html = page(app, f"/recherche/carte?cadre={WEST}")
    assert "1 structure sur cette partie de la carte, 1 ailleurs, 1 sans position connue" in re.sub(
        "<.*?>", "", html
    )


def test_what_the_view_leaves_out_is_in_the_list_that_it_leads_to(app: Flask) -> None:
    publish(app, joiner("Au Bois"), joiner("Le Copeau", **LILLE))
    html = page(app, f"/recherche/carte?q=menuiserie&zone={WEST}&cadre={WEST}")
    (address,) = re.findall(r'href="([^"]+)">1 ailleurs', html)
    assert names(page(app, address)) == ["Au Bois", "Le Copeau"]


def test_a_view_of_nobody_says_so(app: Flask) -> None:
    publish(app, joiner())
    assert "Aucune structure sur cette partie de la carte" in page(
        app, f"/recherche/carte?cadre={OPEN_SEA}"
    )


@pytest.mark.parametrize("frame", ["", "x", "1,2,3", "50,0,40,1", "40,1,41,0", "nan,0,1,1"])
def test_a_frame_that_is_none_is_refused(app: Flask, frame: str) -> None:
    publish(app, joiner())
    assert app.test_client().get(f"/recherche/carte?cadre={frame}").status_code == 400


def test_it_opens_on_the_place_searched(app: Flask) -> None:
    publish(app, joiner(), joiner("Loin", **LILLE))
    html = page(app, "/recherche?lieu=Angers&rayon=100&vue=carte")
    assert shown(html) == ["Les Ateliers du Verger"]


def test_a_search_may_be_kept_to_a_zone_of_the_map(app: Flask) -> None:
    publish(app, joiner("Voisine"), going_everywhere(joiner("Lointaine", **LILLE)))
    html = page(app, f"/recherche?lieu=Angers&zone={WEST}&vue=carte")
    assert names(html) == ["Voisine"]
    assert f'name="zone" value="{WEST}"' in html
    chip = re.search(r'class="chip" href="([^"]+)">.{,80}Zone de la carte', html)
    assert chip
    assert names(page(app, chip[1])) == ["Voisine", "Lointaine"]


def test_the_map_still_shows_those_outside_the_zone(app: Flask) -> None:
    publish(app, joiner("Voisine"), joiner("Lointaine", **LILLE))
    html = page(app, f"/recherche/carte?zone={WEST}&cadre={FRANCE}")
    assert shown(html) == ["Lointaine", "Voisine"]


def test_a_zone_that_cannot_be_read_is_said_and_the_rest_is_done(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/recherche?zone=ici")
    assert "La zone de la carte n’a pas pu être lue" in html
    assert names(html) == ["Les Ateliers du Verger"]


def test_nobody_in_the_zone_leads_out_of_it(app: Flask) -> None:
    publish(app, joiner("Voisine"), joiner("Lointaine", **LILLE))
    html = page(app, f"/recherche?lieu=Angers&zone={OPEN_SEA}")
    offers = next_searches(html)
    assert offers[0] == ("/recherche?lieu=Angers", 1)
    html = page(app, "/recherche?lieu=Angers&rayon=10&zone=50,2,51,4")
    assert ("/recherche?rayon=10&zone=50,2,51,4", 1) in next_searches(html)


@pytest.mark.parametrize("count", [1, 40])
def test_its_queries_do_not_grow_with_its_marks(app: Flask, count: int) -> None:
    publish(app, *(joiner(f"Atelier {n}") for n in range(count)))
    with counted_queries(app) as queries:
        assert len(shown(page(app, f"/recherche/carte?cadre={FRANCE}"))) == count
    assert len(queries) == 2


def test_an_archived_supplier_is_not_shown_even_before_the_index_knows(app: Flask) -> None:
    gone = joiner("Fermée")
    publish(app, gone, joiner("Ouverte"))
    gone.archived_at = gone.created_at
    db.session.commit()
    assert shown(page(app, f"/recherche/carte?cadre={FRANCE}")) == ["Ouverte"]


def test_what_a_supplier_wrote_is_shown_as_text(app: Flask) -> None:
    publish(app, joiner("<b>Gras</b>"))
    html = app.test_client().get(f"/recherche/carte?cadre={FRANCE}").text
    assert "&lt;b&gt;Gras&lt;/b&gt;" in html


def test_search_engines_do_not_read_it(app: Flask) -> None:
    assert "Disallow: /recherche/carte" in app.test_client().get("/robots.txt").text
