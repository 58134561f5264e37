"""Whatever is sent to a form of moderation or administration, its page answers."""

import pytest
from flask import Flask

from app.db import db
from app.moderation.models import Report
from domain.models import Network
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import admin

FORMS = {
    "/fournisseur/1/signaler": ("subject", "message", "email"),
    "/moderation": ("chosen", "decision", "reason"),
    "/moderation/signalement/1": ("decision", "reason"),
    "/moderation/fusions": ("one", "other"),
    "/moderation/comparer/1/2": ("keep", "reason"),
    "/moderation/archives/1": ("reason", "restore"),
    "/moderation/effacer": ("value", "erase"),
    "/moderation/services": ("chosen", "services", "all"),
    "/administration/comptes/1/roles": ("roles",),
    "/administration/reseaux": ("name",),
    "/administration/reseaux/club": ("name",),
    "/administration/reseaux/club/responsables": ("email",),
    "/administration/textes/site_name": ("value",),
    "/administration/textes/legal_notice": ("value",),
    "/administration/mots": ("words", "service", "add"),
}
SCRIPT = "<script>alert(7)</script>"
HOSTILE = ("\x00", "\ud800", "-1", "9" * 40, "é" * 30_000, SCRIPT, "{{ 7*7 }}%s", "' OR 1=1 --")


@on_sqlite
@pytest.mark.parametrize("path", FORMS)
def test_it_answers(app: Flask, path: str) -> None:
    publish(app, make_supplier(), make_supplier("Autre"))
    db.session.add(Network(slug="club", name="Club"))
    db.session.add(Report(supplier_id=1, subject="autre", message="Fermée ?"))
    db.session.commit()
    boss = admin(app)
    for typed in HOSTILE:
        sent = dict.fromkeys(FORMS[path], typed.encode("utf-8", "surrogatepass"))
        answer = boss.send(path, sent)
        assert answer.status_code < 500
        assert SCRIPT not in answer.text
