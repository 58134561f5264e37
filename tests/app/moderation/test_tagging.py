"""Services given to many structures that say nothing: chosen, previewed, applied, undone."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.db import db
from app.moderation.merging import merge
from app.moderation.models import TaggedSupplier, Tagging
from app.moderation.tagging import applying
from app.moderation.tagging.applying import apply, prepare, undo
from app.moderation.tagging.choosing import PER_PAGE, Asked
from app.structures.facts import STRUCTURE, Origin
from app.structures.saving import write_facts
from domain.models import HistoryEntry, Supplier, Zone
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, plain, publish
from tests.app.people import Person, moderator

ADDRESS = "/moderation/services"
SERVICES = ["repassage", "blanchisserie"]
UNSEEN = {"synchronize_session": False}


@pytest.fixture
def silent(app: Flask) -> list[Supplier]:
    """Three that say nothing of what they do, and one that does."""
    suppliers = [make_supplier(f"Le Verger {number}", services=[]) for number in range(3)]
    publish(app, *suppliers, make_supplier("Le Verger bavard", services=["repassage"]))
    return suppliers


@pytest.fixture
def person(app: Flask) -> Person:
    return moderator(app)


def services(supplier: Supplier) -> set[str]:
    db.session.expire_all()
    return {activity.service for activity in supplier.activities}


def test_chosen_previewed_applied_undone(
    app: Flask, silent: list[Supplier], person: Person
) -> None:
    page = person.page(f"{ADDRESS}?mots=verger")
    assert "3 structures ne disent rien" in page
    assert "bavard" not in page
    chosen = [str(supplier.id) for supplier in silent[:2]]
    answer = person.send(ADDRESS, {"chosen": chosen, "services": SERVICES})
    assert "Donner ces services" in person.page(answer.location)
    assert services(silent[0]) == set()
    person.send(f"{answer.location}/appliquer")
    assert [services(supplier) for supplier in silent] == [set(SERVICES), set(SERVICES), set()]
    assert {activity.source for activity in silent[0].activities} == {"moderation"}
    person.send(f"{answer.location}/reprendre")
    assert [services(supplier) for supplier in silent] == [set(), set(), set()]
    assert "Services annulés" in person.page(answer.location)


@on_sqlite
def test_many_to_choose_from_are_shown_page_after_page(app: Flask, person: Person) -> None:
    suppliers = [make_supplier(f"Le Verger {n:02}", services=[]) for n in range(PER_PAGE + 1)]
    publish(app, *suppliers)
    first = person.page(f"{ADDRESS}?mots=verger")
    assert "Suivante" in first
    assert f"Le Verger {PER_PAGE}" not in first
    second = person.page(f"{ADDRESS}?mots=verger&page=2")
    assert "Précédente" in second
    assert f"Le Verger {PER_PAGE}" in second


@on_sqlite
def test_many_are_done_batch_after_batch_by_requests_that_follow_by_themselves(
    app: Flask, silent: list[Supplier], person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "BATCH", 2)
    made = prepare(SERVICES, [supplier.id for supplier in silent], "", "user:1")
    said, nothing = set(SERVICES), set[str]()
    for step, half, whole in (
        ("appliquer", [said, said, nothing], [said] * 3),
        ("reprendre", [nothing, nothing, said], [nothing] * 3),
    ):
        first = person.send(f"{ADDRESS}/{made.id}/{step}")
        assert first.status_code == 307  # the browser sends the form again
        assert [services(supplier) for supplier in silent] == half
        assert person.send(first.location).location == f"{ADDRESS}/{made.id}"
        assert [services(supplier) for supplier in silent] == whole


@on_sqlite
def test_a_batch_is_read_with_as_many_queries_as_one_structure(
    app: Flask, silent: list[Supplier]
) -> None:
    reads = []
    for chosen in (silent[:1], silent[1:]):
        made = prepare(SERVICES, [supplier.id for supplier in chosen], "", "user:1")
        for step in (lambda made=made: apply(made), lambda made=made: undo(made, "user:1")):
            db.session.expire_all()
            with counted_queries(app) as queries:
                step()
            reads.append(sum(query.startswith("SELECT") for query in queries))
    assert reads[:2] == reads[2:]


@on_sqlite
def test_all_of_a_search_at_once(app: Flask, silent: list[Supplier], person: Person) -> None:
    answer = person.send(f"{ADDRESS}?mots=verger&type=ESAT", {"services": SERVICES, "all": ""})
    made = db.session.scalars(select(Tagging)).one()
    assert answer.location.endswith(str(made.id))
    assert made.asked == "toutes : « verger », ESAT"
    assert [tagged.supplier_id for tagged in made.tagged] == [supplier.id for supplier in silent]


@on_sqlite
@pytest.mark.parametrize(
    ("total", "told"),
    [
        (None, "cochées parmi : ESAT"),
        (3, "toutes : ESAT"),
        (3900, "les 500 premières des 3 900 : ESAT"),
    ],
)
def test_how_they_were_chosen_is_said(app: Flask, total: int | None, told: str) -> None:
    assert plain(Asked(kind="ESAT").chosen_in_words(total)) == told


@on_sqlite
def test_each_is_shown_with_what_tells_what_it_does(
    app: Flask, silent: list[Supplier], person: Person
) -> None:
    silent[2].name, silent[1].description = "Atelier Bois", "Nous **tissons** des paniers."
    publish(app, silent[2], silent[1])
    page = person.page(ADDRESS)
    assert "Nous tissons des paniers." in page
    assert '<span class="tag tag-' in page
    assert f'href="/fournisseur/{silent[1].id}" target="_blank"' in page
    assert page.index("Atelier Bois") < page.index("Le Verger 0") < page.index("Le Verger 1")


@on_sqlite
def test_those_that_changed_since_are_counted_apart(
    app: Flask, silent: list[Supplier], person: Person
) -> None:
    made = prepare(SERVICES, [supplier.id for supplier in silent], "", "user:1")
    say(silent[0], "traiteur")
    apply(made)
    say(silent[1], "repassage")
    undo(made, "user:1")
    page = person.page(f"{ADDRESS}/{made.id}")
    assert "2 structures, dont 1 a changé depuis et les garde" in page
    assert "1 autre disait déjà ses services" in page


@on_sqlite
def test_a_service_joins_the_only_zone(app: Flask, silent: list[Supplier]) -> None:
    silent[0].zones = [Zone(position=0, radius_km=30, source="test", as_of=TODAY)]
    db.session.commit()
    apply(prepare(SERVICES, [silent[0].id], "", "user:1"))
    assert {activity.zone for activity in silent[0].activities} == set(silent[0].zones)


@on_sqlite
def test_one_that_spoke_meanwhile_is_left_alone(app: Flask, silent: list[Supplier]) -> None:
    made = prepare(SERVICES, [supplier.id for supplier in silent], "", "user:1")
    say(silent[0], "traiteur")
    apply(made)
    assert [services(supplier) for supplier in silent] == [{"traiteur"}, *[set(SERVICES)] * 2]


@on_sqlite
def test_undoing_spares_later_edits(app: Flask, silent: list[Supplier]) -> None:
    made = prepare(SERVICES, [supplier.id for supplier in silent], "", "user:1")
    apply(made)
    say(silent[0], "repassage")
    undo(made, "user:1")
    assert [services(supplier) for supplier in silent] == [{"repassage"}, set(), set()]
    assert [tagged.is_spared for tagged in made.tagged] == [True, False, False]


def say(supplier: Supplier, service: str) -> None:
    said = [{"zone": None, "activities": [{"service": service, "delivery": None}]}]
    write_facts(supplier, {"activities": said}, Origin.now(STRUCTURE), "user:2")
    db.session.commit()


@on_sqlite
def test_applying_twice_writes_once(app: Flask, silent: list[Supplier]) -> None:
    made = prepare(SERVICES, [silent[0].id], "", "user:1")
    apply(made)
    apply(made)
    assert len(db.session.scalars(select(HistoryEntry)).all()) == 1


@on_sqlite
def test_undoing_goes_past_a_page_that_was_merged_since(
    app: Flask, silent: list[Supplier], person: Person
) -> None:
    made = prepare(SERVICES, [supplier.id for supplier in silent], "", "user:1")
    apply(made)
    merge(silent[1].id, silent[0].id, "user:1")
    db.session.commit()
    assert person.send(f"{ADDRESS}/{made.id}/reprendre").status_code == 302
    assert services(silent[2]) == set()
    assert [tagged.is_spared for tagged in made.tagged] == [True, False, False]


@on_sqlite
def test_what_another_moderator_took_back_meanwhile_is_not_given(
    app: Flask, silent: list[Supplier]
) -> None:
    made = prepare(SERVICES, [silent[0].id], "", "user:1")
    assert not made.tagged[0].is_done  # as read before the other one acts
    db.session.execute(update(TaggedSupplier).values(is_undone=True), execution_options=UNSEEN)
    apply(made)
    assert services(silent[0]) == set()


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"chosen": "1"}, "Choisissez au moins un service."),
        ({"services": "repassage"}, "Cochez au moins une structure."),
        ({"services": "inconnu", "chosen": "1"}, "field-error"),
        ({"services": "repassage", "chosen": "abc"}, "notice-error"),
        ({"services": "repassage", "chosen": "9" * 30}, "notice-error"),
    ],
)
def test_what_is_missing_is_told(
    app: Flask, silent: list[Supplier], person: Person, typed: dict[str, str], told: str
) -> None:
    answer = person.send(ADDRESS, typed)
    assert answer.status_code == 200
    assert told in answer.text
    assert db.session.scalars(select(Tagging)).all() == []
