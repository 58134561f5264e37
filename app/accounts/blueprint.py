"""The route table of accounts."""

from flask import Blueprint, Flask

from app.accounts import views
from app.accounts.gate import configure_gate
from app.accounts.security import configure_security
from app.config import Settings
from app.limits import GUESSES, LETTERS, limiter

accounts = Blueprint("accounts", __name__, template_folder="templates")

GET_POST = ("GET", "POST")
letters = limiter.limit(LETTERS, methods=["POST"])
guesses = limiter.limit(GUESSES, methods=["POST"])

accounts.add_url_rule("/connexion", "sign_in", letters(views.ask_for_code), methods=GET_POST)
accounts.add_url_rule("/connexion/code", "type_code", guesses(views.type_code), methods=GET_POST)
accounts.add_url_rule("/connexion/reprise", "resume", views.resume)
accounts.add_url_rule("/deconnexion", "sign_out", views.leave, methods=["POST"])
accounts.add_url_rule("/compte", "account", views.account)


def configure_accounts(app: Flask, settings: Settings) -> None:
    configure_security(app, settings)
    configure_gate(app)
    app.register_blueprint(accounts)
