"""The service asked over the wire, and the ways in which it does not answer."""

import pytest

from app.geocoding.asking import Found, UnavailableError
from domain.geography import Point
from tests.app.geocoding.stub import Stub, feature

QUESTION = "12 quai Gambetta 49100 Angers"


def test_it_works(stub: Stub) -> None:
    assert stub.client().ask(QUESTION) == [
        Found(Point(47.4721, -0.5631), "housenumber", 0.9727, "49007")
    ]
    assert stub.asked == [QUESTION]


def test_who_asks_is_told(stub: Stub) -> None:
    stub.client().ask(QUESTION)
    assert stub.headers[0]["User-Agent"] == "reperess (tests)"


def test_nothing_found_is_an_answer(stub: Stub) -> None:
    stub.features = []
    assert stub.client().ask(QUESTION) == []


def test_so_is_an_address_that_the_service_does_not_read(stub: Stub) -> None:
    stub.script = [(400, {"code": 400, "message": "q: required param is invalid"})]
    assert stub.client().ask("?") == []


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503, 504])
def test_a_refusal_is_told(stub: Stub, status: int) -> None:
    stub.script = [(status, "")]
    with pytest.raises(UnavailableError):
        stub.client().ask(QUESTION)


def test_how_long_to_leave_it_alone_is_told(stub: Stub) -> None:
    stub.script = [(429, "")]
    with pytest.raises(UnavailableError) as refused:
        stub.client().ask(QUESTION)
    assert refused.value.retry_after == 90
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<html>Maintenance</html>",
        {"features": [{}]},
        {"features": [{"geometry": {"coordinates": [1]}, "properties": {}}]},
        {"features": [{"geometry": {"coordinates": [0, 47]}, "properties": {"type": "street"}}]},
        {"features": [feature(score=None)]},
        {"features": [feature(coordinates=["quai", "Gambetta"])]},
    ],
    ids=str,
)
def test_an_answer_of_another_shape_is_no_answer(stub: Stub, body: object) -> None:
    stub.script = [(200, body)]
    with pytest.raises(UnavailableError):
        stub.client().ask(QUESTION)


def test_a_service_that_is_away_is_told_without_the_address(stub: Stub) -> None:
    client = stub.client()
    stub.port = 1
    away = stub.client()
    with pytest.raises(UnavailableError) as refused:
        away.ask(QUESTION)
    assert "Gambetta" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert client.ask(QUESTION)
