"""What is no longer of use leaves the database; the rest stays."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts.codes import send_code
from app.accounts.models import AccountSession, EmailCode, HeldForm
from app.accounts.purging import purge_accounts
from app.db import db
from domain.models import utcnow
from tests.app.people import buyer


def left() -> list[int]:
    kinds = (EmailCode, HeldForm, AccountSession)
    return [db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def test_codes_and_forms_go_after_a_day_and_sessions_after_a_month(app: Flask) -> None:
    user = buyer(app).user
    assert user is not None
    send_code("camille@atelier.example", "sign-in")
    db.session.add(HeldForm(user_id=user.id, key_hash="1", path="/", fields=[]))
    db.session.commit()
    for days, expected in ((0.5, [1, 1, 1]), (1.5, [0, 0, 1]), (31, [0, 0, 0])):
        with time_machine.travel(utcnow() + timedelta(days=days), tick=False):
            purge_accounts(db.session)
        db.session.commit()
        assert left() == expected
