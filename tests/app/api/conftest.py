"""A network, its manager, and a program that holds a key of theirs."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.db import db
from domain.models import Network
from tests.app.networks.lists.desk import advance_list
from tests.app.pages import forget_request
from tests.app.people import Person, manager_of

LISTS = "/api/reseaux/cress/listes"
KEYS = "/reseau/cress/cles"


@pytest.fixture
def manager(app: Flask) -> Person:
    db.session.add_all([Network(slug="cress", name="CRESS"), Network(slug="autre", name="Autre")])
    db.session.commit()
    return manager_of("cress", app)


def key_of(manager: Person, name: str = "Notre logiciel") -> str:
    """One that the page tells."""
    made = manager.send(KEYS, {"name": name})
    found = re.search(r'id="cle" value="([^"]+)"', made.text)
    assert found is not None
    return found[1]


@dataclass
class Program:
    """It has no cookie, and sends its key."""

    app: Flask
    key: str

    def ask(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        forget_request()
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = self.app.test_client().open(path, method=method, headers=headers, **options)
        answer.request.environ["wsgi.input"].close()  # a large one is a file of the client's own
        return answer

    def get(self, path: str, status: int = 200) -> dict[str, Any]:
        return _json(self.ask(path), status)

    def post(self, path: str, status: int, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return _json(self.ask(path, "POST", data=dict(said or {})), status)

    def drop(self, *lines: str, status: int = 201, **said: str) -> dict[str, Any]:
        content = io.BytesIO("\n".join(lines).encode())
        return self.post(LISTS, status, {"fichier": (content, "membres.csv"), **said})

    def worked(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """The list, once the worker has done what was asked."""
        db.session.commit()
        advance_list(one["id"])
        db.session.expire_all()
        return self.get(f"{LISTS}/{one['id']}")


def _json(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json
    return found


@pytest.fixture
def program(app: Flask, manager: Person) -> Program:
    return Program(app, key_of(manager))
