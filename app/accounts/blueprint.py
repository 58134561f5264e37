"""The route table of accounts."""

from flask import Blueprint, Flask

from app.accounts import account_views as own
from app.accounts import views
from app.accounts.gate import configure_gate
from app.accounts.proving import prove
from app.accounts.resuming import form_marks, is_given_back, waiting_form
from app.accounts.security import configure_security
from app.config import Settings
from app.limits import GUESSES, LETTERS, limiter

accounts = Blueprint("accounts", __name__, template_folder="templates")

GET_POST = ("GET", "POST")
letters = limiter.limit(LETTERS, methods=["POST"])
guesses = limiter.limit(GUESSES, methods=["POST"])

accounts.add_url_rule("/connexion", "sign_in", letters(views.ask_for_code), methods=GET_POST)
accounts.add_url_rule("/connexion/code", "type_code", guesses(views.type_code), methods=GET_POST)
accounts.add_url_rule(
    "/connexion/nouveau-code", "send_again", letters(views.send_again), methods=["POST"]
)
accounts.add_url_rule(
    "/connexion/mot-de-passe", "type_password", guesses(views.type_password), methods=GET_POST
)
accounts.add_url_rule("/connexion/reprise", "resume", views.resume, methods=GET_POST)
accounts.add_url_rule("/deconnexion", "sign_out", views.leave, methods=["POST"])

accounts.add_url_rule("/compte", "account", own.account, methods=GET_POST)
accounts.add_url_rule("/compte/confirmer", "prove", guesses(prove), methods=GET_POST)
accounts.add_url_rule(
    "/compte/sessions/<int(max=2147483647):session_id>/fermer",
    "close_session",
    own.close_session,
    methods=["POST"],
)
accounts.add_url_rule(
    "/compte/sessions/fermer", "close_other_sessions", own.close_other_sessions, methods=["POST"]
)
accounts.add_url_rule(
    "/compte/adresse", "change_email", letters(own.change_email), methods=GET_POST
)
accounts.add_url_rule(
    "/compte/adresse/code", "type_email_code", guesses(own.type_email_code), methods=GET_POST
)
accounts.add_url_rule(
    "/compte/mot-de-passe", "change_password", own.change_password, methods=GET_POST
)
accounts.add_url_rule("/compte/supprimer", "delete_account", own.delete_account, methods=GET_POST)


def configure_accounts(app: Flask, settings: Settings) -> None:
    configure_security(app, settings)
    configure_gate(app)
    app.register_blueprint(accounts)
    app.jinja_env.globals.update(
        form_marks=form_marks, is_given_back=is_given_back, waiting_form=waiting_form
    )
