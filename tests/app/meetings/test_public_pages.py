"""What everybody sees of meetings, and nothing of those who come."""

from datetime import timedelta

import pytest
from flask import Flask

from app.meetings import queries
from app.meetings.models import MeetingStatus
from domain.models import utcnow
from tests.app.meetings.cast import at, make_meeting, make_participant
from tests.app.pages import counted_queries, on_sqlite, page
from tests.app.people import visitor

pytestmark = on_sqlite


def test_it_works(app: Flask) -> None:
    starts = at(14)
    make_meeting(starts_at=starts, ends_at=starts + timedelta(hours=3), sectors=["proprete"])
    assert "Rencontre des vergers" in page(app, "/rencontres")
    shown = page(app, "/rencontres/1")
    for words in ("14 h 00", "Salle des fêtes", "Propreté et hygiène", "Réseau des Vergers"):
        assert words in shown
    assert "10 places libres" in shown
    assert "10 places libres sur 10" in page(app, "/rencontres").replace("\xa0", " ")


def test_the_next_comes_first(app: Flask) -> None:
    make_meeting(title="Plus tard", starts_at=utcnow() + timedelta(days=20))
    make_meeting(title="Bientôt", starts_at=utcnow() + timedelta(days=2))
    shown = page(app, "/rencontres")
    assert shown.index("Bientôt") < shown.index("Plus tard")


def test_they_are_counted_in_one_query(app: Flask) -> None:
    make_meeting()
    with counted_queries(app) as one:
        page(app, "/rencontres")
    for _ in range(5):
        make_meeting()
    with counted_queries(app) as many:
        page(app, "/rencontres")
    assert len(many) == len(one)


def test_none_is_hidden_by_its_number(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 1)
    for number, title in enumerate(("Première", "Deuxième"), 1):
        make_meeting(title=title, starts_at=utcnow() + timedelta(days=number))
    assert "Page 1 sur 2" in page(app, "/rencontres")
    assert "Deuxième" in page(app, "/rencontres?page=2")


@pytest.mark.parametrize("status", [MeetingStatus.DRAFT, MeetingStatus.CANCELLED])
def test_those_that_are_not_held_are_not_listed(app: Flask, status: MeetingStatus) -> None:
    make_meeting(status=status)
    assert "Aucune rencontre n’est annoncée" in page(app, "/rencontres")


def test_a_draft_is_nobody_s_page(app: Flask) -> None:
    meeting = make_meeting(status=MeetingStatus.DRAFT)
    for path in (f"/rencontres/{meeting.id}", f"/rencontres/{meeting.id}.ics"):
        assert visitor(app).open(path).status_code == 404


def test_a_cancelled_one_says_so(app: Flask) -> None:
    make_meeting(status=MeetingStatus.CANCELLED)
    assert "Cette rencontre est annulée" in page(app, "/rencontres/1")


def test_past_ones_are_not_listed(app: Flask) -> None:
    make_meeting(starts_at=utcnow() - timedelta(days=2))
    assert "Rencontre des vergers" not in page(app, "/rencontres")


def test_nobody_who_comes_is_named(app: Flask) -> None:
    make_participant(make_meeting(), "Camille Durand")
    assert "Camille" not in page(app, "/rencontres/1") + page(app, "/rencontres")


def test_a_presentation_is_read_as_it_was_written(app: Flask) -> None:
    make_meeting(presentation="Venez **nombreux** :\n\n- acheteurs\n- structures")
    shown = visitor(app).open("/rencontres/1").text
    assert "<strong>nombreux</strong>" in shown
    assert "<li>acheteurs</li>" in shown


def test_what_a_network_writes_is_text(app: Flask) -> None:
    make_meeting(title="<b>Titre</b>", presentation="<script>alert(1)</script>")
    shown = visitor(app).open("/rencontres/1").text
    assert "<b>Titre" not in shown
    assert "<script>alert" not in shown
