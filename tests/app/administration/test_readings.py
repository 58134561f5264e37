"""What an administrator says that a word means: seen before it is saved, then read by searches."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.administration.following import follow_readings
from app.administration.models import AdminEntry, WordReading
from app.audience.counting import counts
from app.db import db
from domain.models import Base, Network
from domain.taxonomy import give_readings
from search.understanding import What, understand
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.people import Person, admin, moderator

READINGS = "/administration/lectures"
PLOUFIN = {"words": "ploufin", "what": "services", "service": "traiteur"}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a process knows lasts as long as it."""
    yield
    give_readings(frozenset())


@pytest.fixture
def boss(app: Flask) -> Person:
    publish(
        app,
        make_supplier("Les Fourneaux", services=["traiteur"]),
        make_supplier("Le Ploufin volant", services=["couture-retouche"]),
        make_supplier("Les Ateliers du Verger"),
    )
    return admin(app)


def preview(boss: Person, data: dict[str, str]) -> str:
    answer = boss.send(READINGS, data)
    assert answer.status_code == 200
    return plain(answer.text)


def save(boss: Person, data: dict[str, str]) -> None:
    """As the page does: its button says what was seen."""
    html = boss.send(READINGS, data).text
    seal = html.split('name="save" value="')[1].split('"')[0]
    assert boss.send(READINGS, {**data, "save": seal}).status_code == 302


def test_it_works(app: Flask, boss: Person) -> None:
    assert "Les Fourneaux" not in page(app, "/recherche?q=ploufin")
    save(boss, PLOUFIN)
    assert "Les Fourneaux" in page(app, "/recherche?q=ploufins")
    known = db.session.scalars(select(WordReading)).one()
    assert (known.words, known.what, known.means) == ("ploufin", "services", ["traiteur"])
    assert "« ploufin » est lu comme Traiteur" in boss.page(READINGS)


def test_what_is_offered_beside_is_shown_too(boss: Person) -> None:
    seen = preview(boss, {"words": "bois", "what": "text"})
    now, then = seen.split("<h3>« bois »</h3>")[1].split("</li>")[0].split("<h4>Après</h4>")
    assert "Proposé aussi" in now
    assert "Proposé aussi" not in then


def test_a_network_is_shown_by_its_name(boss: Person) -> None:
    db.session.add(Network(slug="emmaus", name="Emmaüs France"))
    db.session.commit()
    assert "Emmaüs France" in preview(boss, {"words": "emmaus", "what": "text"})


def test_another_process_reads_it_too(boss: Person) -> None:
    save(boss, PLOUFIN)
    give_readings(frozenset())
    follow_readings(db.session)
    assert understand("ploufin").values(What.SERVICE) == ("traiteur",)


def test_it_is_taken_back(app: Flask, boss: Person) -> None:
    save(boss, PLOUFIN)
    removal = f"{READINGS}/{db.session.scalars(select(WordReading)).one().id}/retirer"
    seal = boss.open(removal).text.split('name="remove" value="')[1].split('"')[0]
    assert boss.send(removal, {"remove": seal}).status_code == 302
    assert "Les Fourneaux" not in page(app, "/recherche?q=ploufin")
    assert boss.send(removal, {"remove": seal}).status_code == 404


def test_the_words_have_one_reading_the_last_given(boss: Person) -> None:
    save(boss, PLOUFIN)
    save(boss, {"words": "Ploufins", "what": "text"})
    known = db.session.scalars(select(WordReading)).one()
    assert (known.words, known.what, known.means) == ("Ploufins", "text", [])


@on_sqlite
@pytest.mark.parametrize(
    ("said", "what", "values"),
    [
        (
            {"what": "services", "service": "traiteur", "service_3": "couture-retouche"},
            What.SERVICE,
            ("traiteur", "couture-retouche"),
        ),
        ({"what": "kinds", "kind": "EA"}, What.KIND, ("EA",)),
        ({"what": "place", "place": "angers"}, What.PLACE, ("commune:49007",)),
        ({"what": "place", "place": "49"}, What.PLACE, ("departement:49",)),
        ({"what": "text"}, What.TEXT, ()),
    ],
)
def test_it_is_services_a_kind_a_place_or_nothing(
    boss: Person, said: dict[str, str], what: What, values: tuple[str, ...]
) -> None:
    save(boss, {"words": "gourbi", **said})
    assert understand("gourbi").values(what) == values


@on_sqlite
def test_a_whole_family_of_kinds_is_one_choice(boss: Person) -> None:
    save(boss, {"words": "gourbi", "what": "kinds", "kind": "handicap"})
    assert {"EA", "ESAT"} <= set(understand("gourbi").values(What.KIND))


@on_sqlite
def test_colleagues_read_who_said_what(boss: Person) -> None:
    save(boss, PLOUFIN)
    journal = boss.page("/administration/journal")
    assert "Lecture de « ploufin »" in journal
    assert "lu comme Traiteur" in journal
    assert "admin@atelier.example" in boss.page(READINGS)


# What it changes


def rows() -> int:
    """All that the database holds."""
    tables = Base.metadata.sorted_tables
    return sum(db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables)


@on_sqlite
def test_what_it_changes_is_shown_and_nothing_is_written(boss: Person) -> None:
    boss.page(READINGS)
    counts().write()
    before = rows()
    seen = preview(boss, PLOUFIN)
    counts().write()
    assert rows() == before
    assert understand("ploufin").mentions == ()
    alone = seen.split("<h3>« ploufin »</h3>")[1].split("</li>")[0]
    now, then = alone.split("<h4>Après</h4>")
    assert "1 structure : Le Ploufin volant" in now
    assert "Traiteur" in then
    assert "Les Fourneaux" in then


@on_sqlite
def test_it_is_tried_on_searches_typed_with_a_place_and_on_needs_that_hold_it(boss: Person) -> None:
    nothing = {"words": "bois", "what": "text", "trials": "charpente bois\n\n  Bois-Colombes "}
    tried = [part.split(" »</h3>")[0] for part in preview(boss, nothing).split("<h3>« ")[1:]]
    assert tried[:4] == ["charpente bois", "Bois-Colombes", "bois", "bois Angers"]
    assert all("bois" in text.lower() for text in tried[4:])
    assert len(tried) > 4


@on_sqlite
def test_twelve_searches_are_tried_and_more_are_told_to_be_too_many(boss: Person) -> None:
    typed = [f"menuiserie {number}" for number in range(13)]
    seen = preview(boss, {**PLOUFIN, "trials": "\n".join(typed[:12])})
    assert all(f"<h3>« {text} »</h3>" in seen for text in typed[:12])
    assert "12 recherches au plus" in preview(boss, {**PLOUFIN, "trials": "\n".join(typed)})


@on_sqlite
def test_a_search_that_it_does_not_change_says_so(boss: Person) -> None:
    seen = preview(boss, {**PLOUFIN, "trials": "menuiserie"})
    assert '<h3>« menuiserie »</h3> <p class="quiet">Rien ne change : 1 structure.</p>' in seen


@on_sqlite
def test_other_places_of_that_name_are_told(boss: Person) -> None:
    seen = preview(boss, {"words": "gourbi", "what": "place", "place": "Saint-Denis"})
    assert "Si vous pensiez à un autre lieu" in seen


@on_sqlite
def test_what_taking_it_back_changes_is_shown_before(boss: Person) -> None:
    save(boss, PLOUFIN)
    removal = f"{READINGS}/{db.session.scalars(select(WordReading)).one().id}/retirer"
    seal = boss.open(removal).text.split('name="remove" value="')[1].split('"')[0]
    save(boss, {**PLOUFIN, "service": "couture-retouche"})  # a colleague, meanwhile
    seen = plain(boss.send(removal, {"remove": seal}).text)
    assert "Ne plus lire « ploufin » comme Couture" in seen
    now, then = seen.split("<h3>« ploufin »</h3>")[1].split("</li>")[0].split("<h4>Après</h4>")
    assert "Couture" in now
    assert "Couture" not in then
    assert db.session.scalars(select(WordReading)).one()


@on_sqlite
def test_nothing_is_saved_that_was_not_seen(boss: Person) -> None:
    seal = boss.send(READINGS, PLOUFIN).text.split('name="save" value="')[1].split('"')[0]
    answer = boss.send(READINGS, {**PLOUFIN, "service": "couture-retouche", "save": seal})
    assert "rien n’est encore enregistré" in answer.text
    assert db.session.scalars(select(WordReading)).all() == []


# What cannot be


@on_sqlite
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"words": ""}, "Donnez le mot"),
        ({"words": "x" * 61}, "De 2 à 60 caractères"),
        ({"words": "de la"}, "dans toutes les phrases"),
        ({"words": "1234"}, "au moins une lettre"),
        ({"words": "-ploufin"}, "Écrivez un mot"),
        ({"words": "« ploufin »"}, "Écrivez un mot"),
        ({"words": "\0x"}, "ne peut pas être lu"),
        ({"what": ""}, "Choisissez une réponse"),
        ({"what": "codes"}, "Choisissez une réponse"),
        ({"service": ""}, "Choisissez un service."),
        ({"service": "no-such-service"}, "Choisissez une réponse"),
        ({"what": "kinds"}, "Choisissez un type"),
        ({"what": "place"}, "Ce lieu n’est pas connu"),
        ({"what": "place", "place": "Zzyzx"}, "Ce lieu n’est pas connu"),
        ({"what": "place", "place": "Angerss"}, "Est-ce Angers (49) ?"),
        ({"words": "L2113-12"}, "Un code se lit toujours comme tel"),
        ({"words": "L2113-12", "what": "text"}, "Un code se lit toujours comme tel"),
        ({"words": "43.32A"}, "Un code se lit toujours comme tel"),
        ({"words": "traiteur"}, "Ce mot est déjà lu comme Traiteur"),
        ({"trials": "x" * 2001}, "2 000 caractères au plus"),
    ],
)
def test_what_cannot_be_read_is_refused(app: Flask, said: dict[str, str], why: str) -> None:
    assert why in preview(admin(app), {**PLOUFIN, **said, "save": "ploufin|services|traiteur"})
    assert db.session.scalars(select(WordReading)).all() == []


@on_sqlite
def test_a_word_that_is_read_so_already_is_refused(boss: Person) -> None:
    save(boss, PLOUFIN)
    assert "Ce mot est déjà lu comme Traiteur" in preview(boss, PLOUFIN)


# The list


@on_sqlite
def test_the_list_is_searched(boss: Person) -> None:
    save(boss, PLOUFIN)
    save(boss, {"words": "gourbi", "what": "text"})
    assert "« gourbi » est lu" in boss.page(READINGS)
    found = boss.page(f"{READINGS}?q=plou")
    assert "« ploufin » est lu" in found
    assert "« gourbi » est lu" not in found
    assert "Aucun mot ne correspond à « zz »" in boss.page(f"{READINGS}?q=zz")


@on_sqlite
def test_a_link_opens_the_form_with_the_word(boss: Person) -> None:
    assert 'value="ploufin"' in boss.page(f"{READINGS}?mots=ploufin")


@on_sqlite
def test_moderators_do_not_know_of_it(app: Flask, boss: Person) -> None:
    assert moderator(app).open(READINGS).status_code == 404
    assert db.session.scalars(select(AdminEntry)).all() == []
