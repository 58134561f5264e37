"""The section of activities: what is tapped is saved, read back, and found."""

import re
from typing import Any

import pytest
from flask import Flask

from app.db import db
from app.indexing import ensure_index
from app.structures.facts import read_fact
from app.structures.sections.activities import ACTIVITIES
from domain.models import Delivery, HistoryEntry, Supplier, Zone, today
from search.relay import silently
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.people import Person, editor_of, visitor

THIRTY_KM = {"whole_country": False, "radius_km": 30, "territories": []}


class Desk:
    """A supplier that says nothing, its editor and the section opened."""

    def __init__(self, app: Flask, **values: Any) -> None:
        self.app = app
        self.supplier = make_supplier(**{"services": [], **values})
        publish(app, self.supplier)
        self.person: Person = editor_of(self.supplier, app)
        self.address = f"/structure/{self.supplier.id}/fiche/activites"

    def open(self) -> str:
        return self.person.page(self.address)

    def send(self, **fields: Any) -> Any:
        typed = {"version": self.supplier.version, "save": ""}
        return self.person.send(self.address, typed | _named(fields))

    def saved(self, **fields: Any) -> Supplier:
        answer = self.send(**fields)
        assert answer.status_code == 302, answer.text
        db.session.expire_all()
        return self.supplier

    def facts(self) -> Any:
        db.session.expire_all()
        return read_fact(self.supplier, "activities")


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    """ "zone_0__reach" for "zone_0-reach": a name that Python can write."""
    return {name.replace("__", "-"): value for name, value in fields.items()}


def services(supplier: Supplier) -> list[str]:
    return [activity.service for activity in supplier.activities]


def test_services_proposed_and_a_radius_are_saved(app: Flask) -> None:
    desk = Desk(app, name="Repassage et blanchisserie du Verger")
    assert "Faites-vous ceci ?" in desk.open()
    desk.saved(pick=["repassage", "blanchisserie"], zone_0__reach="30")
    assert desk.facts() == [
        {
            "zone": THIRTY_KM,
            "activities": [
                {"service": "repassage", "delivery": None},
                {"service": "blanchisserie", "delivery": None},
            ],
        }
    ]


def test_words_of_its_own_are_saved_and_shown(app: Flask) -> None:
    desk = Desk(app)
    supplier = desk.saved(words="toilettes sèches\r\n  location   de yourtes ")
    assert supplier.own_words == ["toilettes sèches", "location de yourtes"]
    shown = page(app, f"/fournisseur/{supplier.id}")
    assert "location de yourtes" in shown
    assert "Services non renseignés" not in shown


@on_sqlite
def test_words_of_its_own_are_found(app: Flask) -> None:
    desk = Desk(app)
    desk.saved(words="location de yourtes")
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)
    assert "Les Ateliers du Verger" in page(app, "/recherche?q=yourtes")


@on_sqlite
def test_what_was_changed_is_in_the_history(app: Flask) -> None:
    desk = Desk(app)
    desk.saved(pick="repassage", words="yourtes")
    entry = db.session.query(HistoryEntry).one()
    assert set(entry.changes) == {"activities", "own_words"}


@on_sqlite
def test_a_list_saved_as_it_was_becomes_the_structure_s_once(app: Flask) -> None:
    desk = Desk(app, services=["repassage", "elagage"])
    for _ in range(2):
        desk.saved(services=["elagage", "repassage"])
    assert desk.supplier.says_its_services
    assert db.session.query(HistoryEntry).one().changes == {}
    assert "Repris à son compte" in desk.person.page(f"/structure/{desk.supplier.id}/historique")


@on_sqlite
def test_nothing_saved_of_nothing_says_nothing(app: Flask) -> None:
    desk = Desk(app)
    desk.saved()
    assert not desk.supplier.says_its_services
    assert db.session.query(HistoryEntry).count() == 0


# Services read in its texts


@on_sqlite
@pytest.mark.parametrize("saved", [{"pick": "elagage"}, {"words": "location de yourtes"}])
def test_once_it_has_said_what_it_does_its_name_counts_no_more(
    app: Flask, saved: dict[str, str]
) -> None:
    desk = Desk(app, name="Repassage du Maine")
    assert "d’après son nom" in page(app, f"/fournisseur/{desk.supplier.id}")
    assert "d’après son nom" in page(app, "/recherche?service=repassage")
    desk.saved(**saved)
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)
    assert "d’après son nom" not in page(app, f"/fournisseur/{desk.supplier.id}")
    assert "d’après son nom" not in page(app, "/recherche?q=repassage")
    assert "Repassage du Maine" not in page(app, "/recherche?service=repassage")


@on_sqlite
def test_the_preview_shows_it_so(app: Flask) -> None:
    desk = Desk(app, name="Repassage du Maine")
    assert "d’après son nom" in desk.open()
    assert "d’après son nom" not in plain(desk.send(pick="elagage", preview="").text)


@on_sqlite
def test_taken_back_its_name_counts_again(app: Flask) -> None:
    desk = Desk(app, name="Repassage du Maine")
    desk.saved(pick="elagage")
    entry = db.session.query(HistoryEntry).one()
    desk.person.send(f"/structure/{desk.supplier.id}/historique/{entry.id}/annuler")
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)
    assert "d’après son nom" in page(app, f"/fournisseur/{desk.supplier.id}")
    assert "Repassage du Maine" in page(app, "/recherche?service=repassage")


@on_sqlite
def test_what_a_naf_means_is_stored_only_when_tapped(app: Flask) -> None:
    desk = Desk(app, naf="81.30Z")
    assert "D’après votre code NAF" in desk.open()
    assert services(desk.saved(words="yourtes")) == []


@on_sqlite
def test_how_a_service_is_delivered_is_saved(app: Flask) -> None:
    supplier = Desk(app).saved(services="repassage", **{"delivery-repassage": "prestation"})
    assert supplier.activities[0].delivery is Delivery.SERVICE


@on_sqlite
def test_a_service_chosen_can_be_dropped(app: Flask) -> None:
    desk = Desk(app, services=["repassage", "elagage"])
    supplier = desk.saved(services=["repassage", "elagage"], drop="elagage")
    assert services(supplier) == ["repassage"]


@on_sqlite
def test_each_service_may_have_its_zone(app: Flask) -> None:
    desk = Desk(app)
    desk.saved(
        services=["repassage", "conditionnement"],
        **{"zone-conditionnement": "1"},
        zone_0__reach="30",
        zone_1__reach="france",
    )
    assert [group["zone"] for group in desk.facts()] == [
        THIRTY_KM,
        {"whole_country": True, "radius_km": None, "territories": []},
    ]


@on_sqlite
def test_a_zone_may_be_a_radius_and_territories(app: Flask) -> None:
    desk = Desk(app)
    desk.saved(
        services="repassage",
        zone_0__reach="ensemble",
        zone_0__km="45",
        zone_0__territory=["departement:49", "commune:44109"],
    )
    assert desk.facts()[0]["zone"] == {
        "whole_country": False,
        "radius_km": 45,
        "territories": ["departement:49", "commune:44109"],
    }


@on_sqlite
@pytest.mark.parametrize(
    ("answer", "zone"),
    [
        ("", None),
        ("30", THIRTY_KM),
        ("territoires", {"territories": ["departement:49"]}),
        ("france", {"whole_country": True}),
    ],
)
def test_the_answer_chosen_is_what_counts(app: Flask, answer: str, zone: Any) -> None:
    """Territories ticked and a distance typed for another answer are left behind."""
    desk = Desk(app)
    ticked = {"zone_0__territory": "departement:49", "zone_0__km": "45"}
    desk.saved(services="repassage", zone_0__reach="ensemble", **ticked)
    desk.saved(services="repassage", zone_0__reach=answer, **ticked)
    said = {"whole_country": False, "radius_km": None, "territories": []}
    assert desk.facts()[0]["zone"] == (zone and said | zone)


@on_sqlite
def test_a_list_s_distance_and_territories_are_shown_and_kept(app: Flask) -> None:
    union = {"radius_km": 30, "territories": ["departement:49"]}
    zone = Zone(position=0, source="list", as_of=today(), **union)
    desk = Desk(app, services=["repassage"], zones=[zone])
    before = desk.facts()
    assert re.search('value="ensemble" checked', desk.open())
    kept = {"zone_0__km": "30", "zone_0__territory": "departement:49", "zone-repassage": ""}
    desk.saved(services="repassage", zone_0__reach="ensemble", **kept)
    assert desk.facts() == before


@on_sqlite
def test_not_knowing_how_far_is_an_answer(app: Flask) -> None:
    desk = Desk(app)
    desk.saved(services="repassage", zone_0__reach="")
    assert desk.facts() == [
        {"zone": None, "activities": [{"service": "repassage", "delivery": None}]}
    ]


def refused(answer: Any, words: str) -> None:
    assert answer.status_code == 200
    assert words in answer.text


@on_sqlite
@pytest.mark.parametrize("km", ["", "0", "501", "trente", "-5", "³", "1e9", "\x00"])
def test_a_distance_that_is_none_is_refused(app: Flask, km: str) -> None:
    answer = Desk(app).send(zone_0__reach="autre", zone_0__km=km)
    refused(answer, "kilomètres, de 1 à 500")


@on_sqlite
def test_what_is_looked_for_without_script_is_offered(app: Flask) -> None:
    desk = Desk(app)
    answer = plain(desk.send(need="repasage", zone_0__search="Cholet", look="need").text)
    assert "Pour « repasage »" in answer
    assert "Cholet (49)" in answer
    assert services(desk.supplier) == []


@on_sqlite
def test_a_search_left_in_its_box_is_not_lost(app: Flask) -> None:
    desk = Desk(app)
    refused(desk.send(need="yourtes", pick="repassage"), "ajoutez celui-ci avec vos mots")
    looking = {"zone_0__reach": "territoires", "zone_0__search": "Cholet"}
    refused(desk.send(**looking), "Cochez le territoire")
    unseen = looking | {"zone_0__reach": "30"}
    assert desk.saved(pick="repassage", **unseen).zones[0].radius_km == 30


@on_sqlite
def test_a_preview_shows_the_page_as_it_would_be(app: Flask) -> None:
    desk = Desk(app)
    answer = desk.send(pick="repassage", zone_0__reach="30", need="ton", preview="")
    assert "30 km autour de l’adresse" in plain(answer.text)
    assert desk.facts() == []


@on_sqlite
def test_a_further_zone_needs_a_service(app: Flask) -> None:
    desk = Desk(app)
    refused(desk.send(services="repassage", zone_1__reach="30"), "les services de cette zone")


@on_sqlite
def test_a_service_in_a_further_zone_needs_its_reach(app: Flask) -> None:
    desk = Desk(app)
    answer = desk.send(services="repassage", **{"zone-repassage": "2"})
    refused(answer, "dites jusqu’où elle va")


@on_sqlite
@pytest.mark.parametrize(
    "fields",
    [
        {"services": "soudure-sous-marine"},
        {"services": "repassage", "delivery-repassage": "par-fusee"},
        {"services": "repassage", "zone-repassage": "9"},
        {"zone_0__reach": "lune"},
        {"zone_0__reach": "territoires"},
        {"zone_0__reach": "territoires", "zone_0__territory": "departement:999"},
        {"words": "\n".join(f"service {n}" for n in range(21))},
        {"words": "y" * 81},
        {"words": "yourtes\x00"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(app: Flask, fields: Any) -> None:
    desk = Desk(app)
    answer = desk.send(pick="elagage", **fields)
    refused(answer, "Rien de ce que vous avez saisi n’est perdu")
    assert 'data-service="elagage"' in answer.text
    assert desk.facts() == []


@on_sqlite
def test_two_colleagues_see_both(app: Flask) -> None:
    desk = Desk(app)
    opened = desk.supplier.version
    desk.saved(services="repassage")
    answer = desk.send(services="elagage", version=opened)
    assert answer.status_code == 409
    assert [group["activities"][0]["service"] for group in desk.facts()] == ["repassage"]


@on_sqlite
def test_it_tells_what_it_holds_in_a_line(app: Flask) -> None:
    supplier = Desk(app, services=["repassage", "elagage"]).saved(
        services=["repassage", "elagage"], words="yourtes\ntipis"
    )
    assert plain(ACTIVITIES.summary(supplier)) == (
        "Repassage, Élagage, abattage et taille, yourtes et 1 autre service"
    )


@on_sqlite
def test_territories_are_told_as_one_types(app: Flask) -> None:
    answer = visitor(app).open("/structure/territoires?nom=maine+et+loire").json
    assert answer is not None
    assert (answer[0]["key"], answer[0]["level"]) == ("departement:49", "département")
    assert answer[0]["shape"]["outlines"]["departements"] == ["49"]
