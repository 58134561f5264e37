"""A network and its manager, beside another network."""

import pytest
from flask import Flask

from app.db import db
from domain.models import Network
from tests.app.people import Person, manager_of


@pytest.fixture
def manager(app: Flask) -> Person:
    db.session.add_all([Network(slug="cress", name="CRESS"), Network(slug="autre", name="Autre")])
    db.session.commit()
    return manager_of("cress", app)
