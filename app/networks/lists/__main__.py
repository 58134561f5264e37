"""Advance the list of this number for this holder, then end: working.py starts it."""

import sys

from app import create_app
from app.config import load_settings
from app.db import db
from app.importing.batches import collect_garbage_seldom
from app.lifeline import end_when_told, end_with_supervisor
from app.networks.lists.working import advance, give_way


def main() -> None:
    end_when_told()
    end_with_supervisor()
    give_way()
    collect_garbage_seldom()
    app = create_app(load_settings())
    with app.test_request_context():
        advance(db.sessionmaker, int(sys.argv[1]), sys.argv[2])


if __name__ == "__main__":
    main()
