"""The thread of the worker that places pages: there when it is wanted, and ended with the rest."""

import threading
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Geocoder, Settings
from app.db import db
from app.geocoding.working import keep_placing
from app.logs import configure_logs
from app.worker import threads_of
from domain.models import PointPrecision, Supplier
from tests.app.cast import make_supplier
from tests.app.geocoding.stub import Stub
from tests.app.pages import on_sqlite
from tests.app.running import until

pytestmark = on_sqlite


def precision_of(supplier_id: int) -> PointPrecision | None:
    db.session.rollback()
    return db.session.get_one(Supplier, supplier_id).point_precision


def test_it_works(app: Flask, stub: Stub) -> None:
    supplier = make_supplier(address="12 quai Gambetta")
    db.session.add(supplier)
    db.session.commit()
    id_, stop = supplier.id, threading.Event()
    thread = threading.Thread(target=keep_placing, args=[app, stub.client(), stop])
    thread.start()
    try:
        assert until(lambda: precision_of(id_) is PointPrecision.ADDRESS)
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize("geocoder", [None, Geocoder.BAN])
def test_nothing_is_asked_unless_it_is_wanted(
    tmp_path: Path, database_url: str, geocoder: Geocoder | None
) -> None:
    settings = Settings(instance_path=tmp_path, geocoder=geocoder)
    app = create_app(settings)
    with app.app_context():
        names = {thread.name for thread in threads_of(app, settings, threading.Event())}
        db.engine.dispose()
    assert ("geocoder" in names) is (geocoder is not None)


def test_addresses_reach_no_log(app: Flask, stub: Stub, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(app, Settings(log_level="debug"))
    try:
        stub.client().ask("12 quai Gambetta")
        assert "Gambetta" not in capsys.readouterr().err
    finally:
        configure_logs(app, Settings())
