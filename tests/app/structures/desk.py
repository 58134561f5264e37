"""What tests of the desk share: a page, its editor, a section opened and sent."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.db import db
from domain.models import HistoryEntry, Supplier
from tests.app.cast import make_supplier
from tests.app.pages import plain, publish
from tests.app.people import Person, editor_of


@dataclass
class Desk:
    """A stored supplier, and who edits its page."""

    supplier: Supplier
    person: Person

    def address(self, section: str) -> str:
        return f"/structure/{self.supplier.id}/fiche/{section}"

    def open(self, section: str) -> str:
        return self.person.page(self.address(section))

    def send(self, section: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """From a form opened now, unless `data` says a version."""
        version = {"version": self.now().version}
        return self.person.send(self.address(section), {**version, **(data or {}), **more})

    def refusal(self, section: str, data: dict[str, Any] | None = None, **more: Any) -> str:
        """The text of the page that says no."""
        answer = self.send(section, data, **more)
        assert answer.status_code == 200
        return plain(answer.text)

    def save(self, section: str, data: dict[str, Any] | None = None, **more: Any) -> Supplier:
        """The supplier once the section is saved."""
        answer = self.send(section, data, **more)
        assert answer.status_code == 302, plain(answer.text)
        return self.now()

    def now(self) -> Supplier:
        db.session.expire_all()
        return self.supplier

    def entries(self) -> int:
        """How many lines the history of the page has."""
        mine = HistoryEntry.supplier_id == self.supplier.id
        return db.session.scalars(select(func.count()).where(mine)).one()


def make_desk(app: Flask, **values: Any) -> Desk:
    supplier = make_supplier(**values)
    publish(app, supplier)
    return Desk(supplier, editor_of(supplier, app))


def rows(name: str, *said: dict[str, Any]) -> dict[str, Any]:
    """The fields of repeated rows, as a browser sends them."""
    return {
        f"{name}-{index}-{field}": value
        for index, row in enumerate(said)
        for field, value in row.items()
    }
