"""A network's public page: who it is, and the search among its members."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from app.meetings.models import MeetingStatus
from domain.models import utcnow
from tests.app.meetings.cast import make_meeting
from tests.app.networks.place.cast import (
    OTHER,
    PAGE,
    RENNES,
    make_networks,
    member,
    present,
    published,
    vouched,
)
from tests.app.pages import counted_queries, on_sqlite, page, plain, publish


def test_it_works(app: Flask) -> None:
    published(app, member("Chez nous"), vouched(member("Vue de près")), member("Ailleurs", OTHER))
    present(
        presentation="Nous **réunissons** les vergers.",
        website="vergers.example",
        territories=["departement:49", "region:53"],
        groups=["batiment"],
        charter="Chacun s’engage.",
        charter_on=date(2024, 3, 1),
    )
    html = page(app, PAGE)
    assert "<strong>réunissons</strong>" in html
    assert 'href="https://vergers.example"' in html
    assert "Maine-et-Loire (49)" in html
    assert "Bretagne" in html
    assert "adoptée le 1er mars 2024" in html
    assert "1 vérifié par ce réseau" in html
    assert found(html) == {"Chez nous", "Vue de près"}
    assert "2 structures sur cette partie de la carte" in html


def found(html: str) -> set[str]:
    return {re.sub("</?mark>", "", name) for name in re.findall(r"<h3><a [^>]+>(.+?)</a>", html)}


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("?q=menuiserie", {"Menuiserie du Verger"}),
        ("?lieu=Rennes", {"Linge du Verger"}),
        ("?lieu=Rennes&rayon=200&vue=liste", {"Linge du Verger", "Menuiserie du Verger"}),
        ("?service=repassage", {"Linge du Verger"}),
        (f"?reseau={OTHER}", {"Linge du Verger", "Menuiserie du Verger"}),
        ("?page=9999999&rayon=-1&vue=x&%00=%00", {"Linge du Verger", "Menuiserie du Verger"}),
    ],
)
def test_a_search_stays_among_the_members(app: Flask, asked: str, names: set[str]) -> None:
    published(
        app,
        member("Menuiserie du Verger"),
        member("Linge du Verger", services=["repassage"], **RENNES),
        member("Menuiserie d’ailleurs", OTHER),
    )
    assert found(page(app, PAGE + asked)) == names


@on_sqlite
def test_every_link_of_a_search_stays_in_the_network(app: Flask) -> None:
    published(app, *(member(f"Atelier {n:02}", kinds=["ESAT", "EA"]) for n in range(25)))
    html = page(app, f"{PAGE}?q=menuiserie&type=ESAT&lieu=Angers&vue=liste")
    assert 'href="/recherche?' not in html
    assert f'action="{PAGE}"' in html
    assert f'href="{PAGE}?q=menuiserie&lieu=Angers&page=2&type=ESAT&vue=liste"' in html
    assert 'name="reseau"' not in html


@on_sqlite
def test_nothing_found_offers_what_members_do(app: Flask) -> None:
    published(app, member("Chez nous"), member("Ailleurs", OTHER, services=["repassage"]))
    html = page(app, f"{PAGE}?q=menuiserie&lieu=Marseille")
    assert "Dans toute la France" in html
    nobody = page(app, f"{PAGE}?q=repassage")
    assert "Ailleurs" not in nobody
    assert "Essayez un mot" not in nobody  # the word is known
    assert re.search(r'href="/recherche\?q=repassage[^"]*">Chercher dans tout l’annuaire', nobody)


@on_sqlite
def test_the_map_shows_members_alone(app: Flask) -> None:
    published(app, member("Chez nous"), member("Ailleurs", OTHER))
    marks = page(app, f"{PAGE}/carte?cadre=47,-1,48,0")
    assert "1 structure sur cette partie de la carte" in marks
    assert "Chez nous" in marks
    answer = app.test_client().get(f"{PAGE}/carte")
    assert answer.status_code == 400


@on_sqlite
def test_the_map_opens_on_the_territory(app: Flask) -> None:
    published(app, member())
    present(territories=["departement:35"])
    south, west, north, east = map(float, frame(page(app, PAGE)).split(","))
    assert 47 < south < 48.1 < north < 49
    assert -3 < west < -1.7 < east < 0


@on_sqlite
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/integration"])
def test_the_map_of_a_search_opens_on_what_is_found_out_of_the_territory(
    app: Flask, address: str
) -> None:
    published(app, member())
    present(territories=["departement:35"])
    html = page(app, f"{address}?q=menuiserie")
    south, west, north, east = map(float, frame(html).split(","))
    assert 47 < south < 47.47 < north < 48
    assert -1 < west < -0.55 < east < 0
    assert "1 structure sur cette partie de la carte" in plain(html)


@on_sqlite
def test_the_map_of_a_search_stays_on_the_territory_where_it_finds_somebody(app: Flask) -> None:
    published(app, member(), member("Rennaise", **RENNES))
    present(territories=["departement:35"])
    assert frame(page(app, f"{PAGE}?q=menuiserie")) == frame(page(app, PAGE))


def frame(html: str) -> str:
    (found,) = re.findall(r'data-frame="([^"]+)"', html)
    return str(found)


@on_sqlite
def test_a_network_that_has_said_nothing_shows_its_members(app: Flask) -> None:
    published(app, member("Chez nous"))
    html = page(app, PAGE)
    assert "n’a pas encore présenté" in html
    assert "Chez nous" in html


@on_sqlite
@pytest.mark.parametrize("between", ["\n\n", ""])
def test_a_long_presentation_is_unfolded(app: Flask, between: str) -> None:
    published(app, member())
    present(presentation=between.join(["Nous réunissons les vergers. " * 10] * 9 + ["La fin."]))
    opening, _, rest = page(app, PAGE).partition("Lire la suite")
    assert "Nous réunissons" in opening
    assert "La fin." not in opening
    assert "La fin." in rest


@on_sqlite
def test_a_network_without_members_says_so_and_draws_no_map(app: Flask) -> None:
    published(app, member("Ailleurs", OTHER))
    for path in (PAGE, f"{PAGE}/integration"):
        html = page(app, path)
        assert "ne connaît encore aucun membre" in html
        assert "results-map.js" not in html


@on_sqlite
def test_a_member_shows_in_results_what_its_network_says_of_it(app: Flask) -> None:
    published(app, vouched(member("Vue de près")), member("Autre"))
    for path in (PAGE, "/recherche?q=menuiserie"):
        assert page(app, path).count("Vérifiée par Vergers le 3 mai 2026") == 1


@on_sqlite
@pytest.mark.parametrize("slug", ["inconnu", "%00", "x" * 5000, "Vergers"])
def test_no_other_name_is_a_network(app: Flask, slug: str) -> None:
    make_networks()
    for end in ("", "/carte?cadre=1,1,2,2", "/integration", "/membres.csv"):
        assert app.test_client().get(f"/reseaux/{slug}{end}").status_code == 404


@on_sqlite
def test_what_a_network_writes_runs_nothing(app: Flask) -> None:
    published(app, member())
    present(
        presentation="<script>x</script>[a](javascript:x)",
        website="javascript:alert(1)",
        territories=["region:999"],
        groups=["x"],
    )
    html = app.test_client().get(PAGE).text
    assert "<script>x" not in html
    assert 'href="javascript' not in html


# The list of networks


@on_sqlite
def test_networks_with_members_or_a_presentation_are_listed(app: Flask) -> None:
    published(app, member("Un", OTHER), member("Partie", OTHER, archived_at=utcnow()))
    assert "Vergers" not in page(app, "/reseaux")
    assert "1 membre<" in page(app, "/reseaux")
    present(presentation="Nous voici.")
    assert f'href="{PAGE}"' in page(app, "/reseaux")


@on_sqlite
def test_the_list_costs_the_same_whatever_its_length(app: Flask) -> None:
    published(app, member("Un"))
    with counted_queries(app) as few:
        page(app, "/reseaux")
    publish(app, *(member(f"Atelier {n}", OTHER) for n in range(3)))
    with counted_queries(app) as many:
        page(app, "/reseaux")
    assert len(many) == len(few)


@on_sqlite
def test_a_supplier_leads_to_its_networks_and_back(app: Flask) -> None:
    published(app, member())
    assert f'Membre du réseau <a href="{PAGE}">Vergers</a>' in page(app, "/fournisseur/1")
    here = f"http://localhost{PAGE}?q=menuiserie"
    answer = app.test_client().get(
        "/fournisseur/1", headers={"Referer": here}, follow_redirects=True
    )
    assert f'<a href="{here}">← Retour aux résultats' in plain(answer.text)


@on_sqlite
def test_search_engines_of_the_web_read_the_page_and_not_its_searches(app: Flask) -> None:
    make_networks()
    robots = app.test_client().get("/robots.txt").text
    assert "Disallow: /reseaux/*?" in robots
    assert "Disallow: /reseaux/*/integration" in robots


@on_sqlite
def test_its_coming_meetings_are_there(app: Flask) -> None:
    published(app, member())
    assert "Rencontre à venir" not in page(app, PAGE)
    shown = make_meeting(title="Les vergers et leurs acheteurs")
    make_meeting(title="Pas encore publiée", status=MeetingStatus.DRAFT)
    make_meeting(title="Passée", starts_at=utcnow() - timedelta(days=3))
    make_meeting(title="Celle d’un autre", network_slug=OTHER)
    html = page(app, PAGE)
    assert f'href="/rencontres/{shown.id}"' in html
    for other in ("Pas encore publiée", "Passée", "Celle d’un autre"):
        assert other not in html
