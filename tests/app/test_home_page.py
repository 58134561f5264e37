"""The home page: the box, needs to start from, what the directory holds."""

import re

from flask import Flask

from domain.models import Zone, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, page, publish

pytestmark = on_sqlite

JOINERY = ["menuiserie-batiment"]
FACT = {"source": "test", "as_of": TODAY}


def test_it_works(app: Flask) -> None:
    publish(app, make_supplier(services=JOINERY))
    home = page(app, "/")
    assert "Quel besoin ?" in home
    assert 'action="/recherche"' in home


def test_structures_are_shown_their_way_in(app: Flask) -> None:
    main = page(app, "/").partition("<footer")[0]
    assert 'Vous êtes une structure ? <a href="/ma-structure">Tenez votre fiche</a>' in main


def test_needs_lead_to_their_results_with_their_count(app: Flask) -> None:
    publish(app, make_supplier(services=JOINERY), make_supplier("Bois 49", services=JOINERY))
    assert (
        '<a class="counted" href="/recherche?groupe=batiment"><span>Bâtiment et travaux</span>'
        ' <span class="count">2<' in page(app, "/")
    )


def test_a_need_nobody_answers_is_not_offered(app: Flask) -> None:
    publish(app, make_supplier(services=JOINERY))
    assert "groupe=restauration" not in page(app, "/")


def test_kinds_are_counted_under_their_family(app: Flask) -> None:
    publish(app, make_supplier(kinds=["ESAT", "ASSO"]), make_supplier("Autre", kinds=["EI"]))
    home = page(app, "/")
    assert home.index("<h3>Handicap</h3>") < home.index("type=ESAT") < home.index("type=EI")
    assert "type=ASSO" in home


def test_each_territory_counts_those_who_sit_or_work_there(app: Flask) -> None:
    travelling = make_supplier("Lointaine", services=JOINERY)
    travelling.zones = [Zone(position=0, territories=["departement:35"], **FACT)]
    travelling.activities[0].zone = travelling.zones[0]
    publish(app, make_supplier(), travelling)
    home = page(app, "/")
    assert "Ille-et-Vilaine (35) : 1 structure, dont 0 implantée" in home
    assert "Maine-et-Loire (49) : 2 structures, dont 2 implantées" in home
    assert home.index("<span>Bretagne</span>") < home.index("<span>Pays de la Loire</span>")


def test_a_territory_leads_to_as_many_as_it_counts(app: Flask) -> None:
    everywhere = make_supplier("Partout", services=JOINERY)
    everywhere.zones = [Zone(position=0, whole_country=True, **FACT)]
    everywhere.activities[0].zone = everywhere.zones[0]
    publish(app, make_supplier(), everywhere)
    home = page(app, "/")
    found = re.findall(r'href="([^"]+)" data-departement="(\w+)".*?: (\d+) structures?,', home)
    assert len(found) > 100
    for path, code, count in found:
        if code in ("49", "2A", "75", "974", "976"):
            assert f"<span data-total>{count} structure" in page(app, path)


def test_suppliers_and_communes_are_counted_without_the_archived(app: Flask) -> None:
    closed = make_supplier("Fermée", archived_at=utcnow())
    publish(app, make_supplier(), make_supplier("Autre", code_insee="49328"), closed)
    assert "2 structures dans 2 communes" in page(app, "/")


def test_a_demo_directory_says_so(app: Flask) -> None:
    publish(app, make_supplier(invented=True))
    assert "Annuaire de démonstration." in page(app, "/")


def test_a_real_directory_says_nothing_of_a_demo(app: Flask) -> None:
    publish(app, make_supplier())
    assert "démonstration" not in page(app, "/")


def test_a_mixed_directory_says_how_many_are_invented(app: Flask) -> None:
    publish(app, make_supplier(), make_supplier("Inventée", invented=True))
    assert "1 structure de cet annuaire est inventée" in page(app, "/")


def test_an_empty_directory_says_what_comes_next(app: Flask) -> None:
    publish(app)
    assert "L’annuaire est encore vide" in page(app, "/")


def test_it_stands_without_an_index(app: Flask) -> None:
    assert "Quel besoin ?" in page(app, "/")


def test_it_takes_two_queries(app: Flask) -> None:
    publish(app, *(make_supplier(f"Atelier {n}") for n in range(20)))
    with counted_queries(app) as queries:
        page(app, "/")
    assert len(queries) == 2  # what the directory holds, and the texts of the site
