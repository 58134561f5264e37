"""The stub of a server tells what was not expected of it, or the wire tests would tell nothing."""

import requests

from tests.search.meilisearch_stub import (
    meilisearch_stub,
)

# The stub


def test_the_stub_tells_the_first_request_that_is_not_expected() -> None:
    with meilisearch_stub() as stub:
        stub.expect("POST", "/keys", {"name": "one"}, answer={})
        for path, body in (("/keys", {"name": "other"}), ("/keys", None)):
            requests.post(stub.url + path, json=body, timeout=5)

        assert stub.problem() == "POST /keys\n- {'name': 'one'}\n+ {'name': 'other'}"


def test_it_tells_one_that_comes_in_excess() -> None:
    with meilisearch_stub() as stub:
        requests.get(f"{stub.url}/health", timeout=5)

        assert stub.problem() == "unexpected: GET /health None"


def test_it_tells_those_that_do_not_come() -> None:
    with meilisearch_stub() as stub:
        stub.expect("GET", "/health", answer={})
        stub.expect("GET", "/keys", answer={})

        assert stub.problem() == "never asked: GET /health, GET /keys"
