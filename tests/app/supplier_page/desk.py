"""A supplier that makes joinery, and its page as it is sent."""

from typing import Any

from flask import Flask

from domain.models import Supplier
from tests.app.cast import TODAY, make_supplier

FACT: dict[str, Any] = {"source": "test", "as_of": TODAY}


def joiner(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    return make_supplier(name, **({"services": ["menuiserie-batiment"]} | values))


def page_as_html(app: Flask) -> str:
    return app.test_client().get("/fournisseur/1", follow_redirects=True).text
