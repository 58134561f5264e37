"""Whatever is sent, the form answers, writes whole or not at all, and reads back what it wrote."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.db import db
from app.structures.facts import Origin, read_fact, write_fact
from app.structures.sections.activities import ACTIVITIES, ActivitiesForm
from domain.models import Delivery, Supplier
from domain.taxonomy import taxonomy
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import editor_of

SERVICES = sorted(taxonomy().services)[:12]
TERRITORIES = ["commune:49007", "epci:244900015", "departement:72", "region:52"]
SAID_BY = Origin("structure", TODAY)

many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

zones = st.one_of(
    st.just({"whole_country": True, "radius_km": None, "territories": []}),
    st.builds(
        lambda radius, territories: {
            "whole_country": False,
            "radius_km": radius,
            "territories": territories,
        },
        st.none() | st.integers(1, 500),
        st.lists(st.sampled_from(TERRITORIES), unique=True),
    ).filter(lambda zone: zone["radius_km"] or zone["territories"]),
)


@st.composite
def activities(draw: Callable[..., Any]) -> list[dict[str, Any]]:
    """The fact of a page: up to four zones, each with services, and services without a zone."""
    left = draw(st.permutations(SERVICES))
    groups = []
    for zone in [*draw(st.lists(zones, max_size=4)), None]:
        count = draw(st.integers(1, 2)) if zone or draw(st.booleans()) else 0
        taken, left = left[:count], left[count:]
        how = st.none() | st.sampled_from([delivery.value for delivery in Delivery])
        said = [{"service": service, "delivery": draw(how)} for service in taken]
        groups += [{"zone": zone, "activities": said}] if said else []
    return groups


def opened(supplier: Supplier) -> ActivitiesForm:
    return ActivitiesForm(formdata=None, data=dict(ACTIVITIES.read(supplier)), meta=NO_TOKEN)


NO_TOKEN = {"csrf": False}


def as_sent(form: ActivitiesForm) -> MultiDict[str, str]:
    """What a browser sends of the form as it opened."""
    sent: MultiDict[str, str] = MultiDict()
    for choice in form.services.data:
        sent.add("services", choice.service)
        sent.add(f"delivery-{choice.service}", choice.delivery)
        sent.add(f"zone-{choice.service}", choice.zone)
    sent.add("words", "\r\n".join(form.words.data))
    for zone in form.zones:
        sent.add(f"{zone.name}-reach", zone.data.answer)
        sent.add(f"{zone.name}-km", zone.data.km)
        sent.setlist(f"{zone.name}-territory", list(zone.data.territories))
    return sent


@on_sqlite
@many
@given(said=activities(), before=activities(), words=st.lists(st.sampled_from(["a", "é b"])))
def test_what_is_saved_reads_back_the_same(
    app: Flask, said: Any, before: Any, words: list[str]
) -> None:
    supplier = make_supplier(services=[], own_words=sorted(set(words)) or None)
    db.session.add(supplier)
    for fact in (before, said):
        write_fact(supplier, "activities", fact, SAID_BY)
        db.session.flush()
    db.session.expire_all()
    with app.test_request_context(method="POST"):
        form = ActivitiesForm(formdata=as_sent(opened(supplier)), meta=NO_TOKEN)
        assert form.validate(), form.errors
        facts = ACTIVITIES.facts(form, supplier)
    assert facts == {
        "activities": read_fact(supplier, "activities"),
        "own_words": read_fact(supplier, "own_words"),
    }
    assert by_service(facts["activities"]) == by_service(said)
    db.session.rollback()


def by_service(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """Where and how each service is done, whatever their order."""
    return {
        item["service"]: (item["delivery"], group["zone"])
        for group in groups
        for item in group["activities"]
    }


NAMES = ("services", "pick", "drop", "words", "need", "version", "delivery-repassage")
ZONE_NAMES = ("zone_0-reach", "zone_0-km", "zone_0-territory", "zone_0-search", "zone-repassage")
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["repassage", "30", "autre", "france", "departement:49", "region:", ":", "0"]),
    st.sampled_from(["<script>", "=1+1", "\x00", "\u202etxt", "9" * 400, "-1", "y" * 10_000]),
)


@on_sqlite
@many
@given(
    typed=st.dictionaries(
        st.sampled_from([*NAMES, *ZONE_NAMES, "unknown"]), st.lists(texts, max_size=3), max_size=8
    )
)
def test_whatever_is_sent_is_answered(app: Flask, typed: dict[str, list[str]]) -> None:
    supplier = db.session.query(Supplier).first()
    if supplier is None:
        supplier = make_supplier(services=["repassage"])
        publish(app, supplier)
        app.extensions["tried"] = editor_of(supplier, app)
    person = app.extensions["tried"]
    address = f"/structure/{supplier.id}/fiche/activites"
    before = read_fact(supplier, "activities")
    answer = person.send(address, typed)
    assert answer.status_code in (200, 302, 409)
    db.session.rollback()
    db.session.expire_all()
    if answer.status_code != 302:
        assert read_fact(supplier, "activities") == before
    assert person.open(address).status_code == 200


@on_sqlite
def test_a_file_sent_for_a_text_counts_for_nothing(app: Flask) -> None:
    supplier = make_supplier(services=["repassage"])
    publish(app, supplier)
    person = editor_of(supplier, app)
    names = ("services", "words", "need", "zone_0-km", "zone_0-territory", "delivery-repassage")
    files = {name: (BytesIO(b"%PDF-"), "a.pdf") for name in names}
    answer = person.send(f"/structure/{supplier.id}/fiche/activites", files)
    assert answer.status_code == 302
