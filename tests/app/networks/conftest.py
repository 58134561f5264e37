"""A network and its manager."""

import pytest
from flask import Flask

from tests.app.networks.cast import NETWORK, make_networks
from tests.app.people import Person, manager_of


@pytest.fixture
def manager(app: Flask) -> Person:
    make_networks()
    return manager_of(NETWORK, app)
