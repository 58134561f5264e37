"""Synonyms that an administrator adds: understood by searches, forms and imports, at once."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.finder import search_engine
from app.indexing import ensure_index
from app.structures.facts import STRUCTURE, Origin
from app.structures.saving import write_facts
from domain.models import Supplier, Synonym
from domain.synonyms import follow_synonyms
from domain.taxonomy import add_synonyms, taxonomy
from search.documents import settings_hash
from search.port import Facet, SearchQuery
from search.relay import silently
from search.understanding import services_named, services_said
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, admin
from tests.app.test_import_running import run

WORDS = "/administration/mots"
GOURBI = {"words": "gourbillage", "service": "repassage"}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a process knows lasts as long as it."""
    yield
    add_synonyms(frozenset())


@pytest.fixture
def boss(app: Flask) -> Person:
    publish(
        app,
        make_supplier("Le Fer chaud", services=["repassage"]),
        make_supplier("Atelier de gourbillage", services=[]),
        make_supplier("Les Ateliers du Verger"),
    )
    return admin(app)


def seal(html: str, button: str) -> str:
    """What the button says was seen."""
    return unescape(html.split(f'name="{button}" value="')[1].split('"', maxsplit=1)[0])


def add(boss: Person, data: dict[str, str]) -> None:
    """As the page does, once its effect was shown."""
    seen = seal(boss.send(WORDS, data).text, "add")
    assert boss.send(WORDS, {**data, "add": seen}).status_code == 302


def indexed(app: Flask) -> None:
    """The worker comes by; another process would know nothing yet."""
    add_synonyms(frozenset())
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)


def found(**query: object) -> set[str]:
    ids = [hit.id for hit in search_engine().search(SearchQuery(**query)).hits]
    return set(db.session.scalars(select(Supplier.name).where(Supplier.id.in_(ids))))


def test_it_works(app: Flask, boss: Person) -> None:
    add(boss, GOURBI)
    assert services_named("gourbillage") == ("repassage",)
    indexed(app)
    assert found(text="gourbillage") == {"Le Fer chaud", "Atelier de gourbillage"}
    offering = found(filters={Facet.SERVICE: ("repassage",)})
    assert offering == {"Le Fer chaud", "Atelier de gourbillage"}


def test_what_is_retired_says_nothing_more(app: Flask, boss: Person) -> None:
    add(boss, GOURBI)
    indexed(app)
    removal = f"{WORDS}/{db.session.scalars(select(Synonym)).one().id}/retirer"
    boss.send(removal, {"remove": seal(boss.open(removal).text, "remove")})
    assert services_named("gourbillage") == ()
    indexed(app)
    assert found(text="gourbillage") == {"Atelier de gourbillage"}


@on_sqlite
def test_the_effect_is_shown_before(boss: Person) -> None:
    page = boss.send(WORDS, GOURBI).text
    assert "1&nbsp;structure" in page or "1\u00a0structure" in page
    assert "Atelier de gourbillage" in page
    assert "Ateliers du Verger" not in page
    assert services_named("gourbillage") == ()
    assert db.session.scalars(select(Synonym)).all() == []


@on_sqlite
def test_nothing_is_added_that_was_not_seen(boss: Person) -> None:
    seen = seal(boss.send(WORDS, GOURBI).text, "add")
    answer = boss.send(WORDS, {**GOURBI, "service": "couture-retouche", "add": seen})
    assert "rien n’est encore enregistré" in answer.text
    assert db.session.scalars(select(Synonym)).all() == []


@on_sqlite
def test_what_taking_it_back_changes_is_shown_before(app: Flask, boss: Person) -> None:
    add(boss, GOURBI)
    indexed(app)
    follow_synonyms(db.session)
    removal = f"{WORDS}/{db.session.scalars(select(Synonym)).one().id}/retirer"
    seen = plain(boss.send(removal).text)
    assert "2 structures qui offrent ce service ne se trouveront plus par ce mot" in seen
    assert "ne sera plus proposée pour ce service" in seen
    assert "Atelier de gourbillage" in seen
    assert "Le Fer chaud" not in seen
    assert services_named("gourbillage") == ("repassage",)


@on_sqlite
def test_taking_back_one_of_two_meanings_says_that_the_other_is_read_again(
    app: Flask, boss: Person
) -> None:
    add(boss, GOURBI)
    add(boss, {**GOURBI, "service": "couture-retouche"})
    follow_synonyms(db.session)
    one = db.session.scalars(select(Synonym).where(Synonym.service == "repassage")).one()
    seen = plain(boss.open(f"{WORDS}/{one.id}/retirer").text)
    assert "pourra le dire de nouveau quand on le lira dans un nom ou une description" in seen


@on_sqlite
def test_a_word_that_changes_nothing_promises_nothing(boss: Person) -> None:
    page = boss.send(WORDS, {"words": "zinzolinage", "service": "maraichage"}).text
    assert "Aucune structure n’offre encore ce service." in page
    assert "Aucune autre structure n’emploie ce mot" in page


@on_sqlite
def test_one_that_says_itself_what_it_does_is_not_promised(app: Flask, boss: Person) -> None:
    silent = db.session.scalars(select(Supplier).filter_by(name="Atelier de gourbillage")).one()
    said = {
        "activities": [{"zone": None, "activities": [{"service": "couture", "delivery": None}]}]
    }
    write_facts(silent, said, Origin.now(STRUCTURE), "user:1")
    db.session.commit()
    assert "Aucune autre structure n’emploie ce mot" in boss.send(WORDS, GOURBI).text


@on_sqlite
def test_the_whole_index_is_not_built_again(boss: Person) -> None:
    before = settings_hash()
    add(boss, GOURBI)
    settings_hash.cache_clear()
    assert settings_hash() == before


@on_sqlite
def test_an_import_reads_it_in_the_column_of_activities(boss: Person, tmp_path: Path) -> None:
    add(boss, GOURBI)
    add_synonyms(frozenset())  # the command is another process
    run(tmp_path, "Le Prunier;;ESAT;;44000;Nantes;Gourbillage;;;;\n")
    made = db.session.scalars(select(Supplier).filter_by(name="Le Prunier")).one()
    assert [activity.service for activity in made.activities] == ["repassage"]


@on_sqlite
def test_the_picker_offers_it(boss: Person) -> None:
    add(boss, GOURBI)
    answer = boss.open("/services/synonymes").get_json()
    assert "gourbillage" in answer["repassage"]


@on_sqlite
def test_a_word_of_another_service_is_told_to_be_ambiguous(boss: Person) -> None:
    page = boss.send(WORDS, {"words": "traiteur", "service": "repassage"}).text
    assert "Ce mot désigne déjà" in page
    assert services_said("Traiteur du port", None) != {}


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("repassage", "Ce mot désigne déjà ce service."),
        ("REPASSAGES", "Ce mot désigne déjà ce service."),
        ("", "Donnez le mot"),
        ("!?", "Écrivez un mot"),
        ("-repassage", "Écrivez un mot"),
        ("<b>gourbi</b>", "Écrivez un mot"),
        ("« gourbi »", "Écrivez un mot"),
        ("le", "dans toutes les phrases"),
        ("De la", "dans toutes les phrases"),
        ("mais à", "dans toutes les phrases"),
        ("1234", "au moins une lettre"),
        ("x" * 61, "De 2 à 60 caractères"),
        ("\0x", "ne peut pas être lu"),
    ],
)
def test_a_word_that_cannot_be_is_refused(boss: Person, typed: str, why: str) -> None:
    answer = boss.send(WORDS, {"words": typed, "service": "repassage", "add": ""})
    assert answer.status_code == 200
    assert why in answer.text
    assert taxonomy().services_for("x" * 61) == ()


@on_sqlite
def test_a_service_that_does_not_exist_is_refused(boss: Person) -> None:
    answer = boss.send(WORDS, {"words": "gourbillage", "service": "nothing", "add": ""})
    assert answer.status_code == 200
    assert db.session.scalars(select(Synonym)).all() == []
