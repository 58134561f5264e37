"""Guesses at a code are counted, even made together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app.accounts.codes import (
    MAX_ATTEMPTS,
    ExpiredCodeError,
    WrongCodeError,
    redeem,
    send_code,
)
from app.db import db
from tests.app.people import code_sent

ADDRESS = "camille@atelier.example"


def test_a_code_proves_the_address_it_was_sent_to(app: Flask) -> None:
    sent = send_code(ADDRESS, "sign-in")
    assert redeem(sent, code_sent(ADDRESS), "sign-in") == ADDRESS


def test_it_proves_nothing_else(app: Flask) -> None:
    sent = send_code(ADDRESS, "sign-in")
    with pytest.raises(ExpiredCodeError):
        redeem(sent, code_sent(ADDRESS), "claim:12")


def test_guesses_made_together_are_each_counted(app: Flask) -> None:
    sent = send_code(ADDRESS, "sign-in")
    wrong = "000000" if code_sent(ADDRESS) != "000000" else "000001"
    db.session.rollback()

    def guess(_: int) -> type[Exception]:
        with app.app_context():
            try:
                redeem(sent, wrong, "sign-in")
            except (WrongCodeError, ExpiredCodeError) as error:
                db.session.rollback()
                return type(error)
        raise AssertionError("a wrong code was taken")

    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(guess, range(16)))
    assert answers.count(WrongCodeError) == MAX_ATTEMPTS
