"""What a list shows its network of how to join a structure: what the list itself says."""

import pytest
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.choices import attach
from domain.models import Contact, ContactKind, Visibility, today
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import choose, read, rows_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_the_contacts_that_others_gave_are_not_shown(session: Session) -> None:
    known = make_supplier("Le Verger", siret="12345678200010")
    private = {"visibility": Visibility.PRIVATE, "source": "structure", "as_of": today()}
    known.contacts = [Contact(kind=ContactKind.EMAIL, value="jeanne@prive.example", **private)]
    db.session.add(known)
    one = read(session, "Le Verger;12345678200010;49000;Angers;Repassage;paul@cress.example")
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(known.id))
    assert row.supplier_id == known.id
    assert row.changes["emails"] == [[], ["paul@cress.example"]]
    assert "jeanne" not in str((row.changes, row.told, row.before))
