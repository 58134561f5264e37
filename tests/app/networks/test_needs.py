"""What buyers search and find nobody for, told to the networks of the place."""

from flask import Flask

from app.audience.counting import counts
from domain.models import today
from tests.app.networks.cast import PAGES, member
from tests.app.networks.place.cast import present
from tests.app.pages import on_sqlite
from tests.app.people import Person, admin

NEEDS = f"{PAGES}/besoins"


def searched(service: str, departement: str, times: int) -> None:
    month = today().replace(day=1)
    counts().add(unmet=[(month, departement, service)] * times)
    counts().write()


def test_it_works(app: Flask, manager: Person) -> None:
    member("Une", services=["blanchisserie"])
    member("Deux", services=["blanchisserie", "couture-retouche"])
    searched("repassage", "49", 7)
    page = manager.page(NEEDS)
    assert "Repassage" in page
    assert "<strong>7</strong> recherches" in page
    assert ">Maine-et-Loire (49) 7</span>" in page
    assert "<strong>2 membres</strong> pourraient y répondre" in page
    assert "Blanchisserie et entretien du linge</a> (2)" in page
    assert "1 besoin sans réponse" in manager.page(PAGES)


@on_sqlite
def test_members_that_do_it_elsewhere_are_counted(manager: Person) -> None:
    member(services=["repassage"])
    searched("repassage", "49", 5)
    assert "1 le déclare ailleurs" in manager.page(NEEDS)


@on_sqlite
def test_a_network_sees_its_territory_alone(manager: Person) -> None:
    member()
    searched("repassage", "44", 50)
    page = manager.page(NEEDS)
    assert "Repassage" not in page
    assert "Aucun besoin n’est resté sans réponse" in page


@on_sqlite
def test_a_territory_that_the_network_says_comes_before_where_its_members_sit(
    manager: Person,
) -> None:
    member()  # in Maine-et-Loire
    searched("repassage", "35", 7)
    assert "Repassage" not in manager.page(NEEDS)
    present(territories=["region:53"])
    page = manager.page(NEEDS)
    assert "Repassage" in page
    assert "Votre territoire : 4 départements" in page
    assert "Celui que dit votre présentation" in page


@on_sqlite
def test_what_is_rare_is_counted_and_not_named(manager: Person) -> None:
    member()
    searched("repassage", "49", 4)
    page = manager.page(NEEDS)
    assert "Repassage" not in page
    assert "1 autre besoin, cherché moins de 5 fois." in page


@on_sqlite
def test_words_that_name_no_service_are_a_need_too(manager: Person) -> None:
    member()
    searched("", "49", 5)
    assert "Des mots qui ne nomment aucun service" in manager.page(NEEDS)


@on_sqlite
def test_a_network_without_members_has_no_territory(app: Flask, manager: Person) -> None:
    searched("repassage", "49", 9)
    assert "Votre territoire n’est pas encore connu" in manager.page(NEEDS)


@on_sqlite
def test_administrators_see_the_whole_country(app: Flask) -> None:
    searched("repassage", "49", 6)
    searched("repassage", "44", 3)
    page = admin(app).page("/administration/besoins")
    assert "Repassage" in page
    assert '<td role="cell">9<' in page
    assert "Maine-et-Loire (49) 6" in page
    assert "Loire-Atlantique" not in page
