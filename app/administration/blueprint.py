"""The route table of the site's administration."""

from flask import Blueprint, Flask

from app.administration import journal, needs, networks, people, readings, site, words

administration = Blueprint(
    "administration", __name__, template_folder="templates", url_prefix="/administration"
)

GET_POST = ("GET", "POST")
PERSON = "/comptes/<int(max=2147483647):user_id>"
NETWORK = "/reseaux/<network>"
SYNONYM = "/mots/<int(max=2147483647):synonym_id>"
READING = "/lectures/<int(max=2147483647):reading_id>"

administration.add_url_rule("", "home", site.home)
administration.add_url_rule("/journal", "journal", journal.journal)
# Accounts
administration.add_url_rule("/comptes", "people", people.people)
administration.add_url_rule(PERSON, "person", people.person)
administration.add_url_rule(f"{PERSON}/roles", "set_roles", people.set_roles, methods=["POST"])
administration.add_url_rule(f"{PERSON}/fermer", "close", people.close, methods=["POST"])
administration.add_url_rule(f"{PERSON}/rouvrir", "reopen", people.reopen, methods=["POST"])
# Networks
administration.add_url_rule("/reseaux", "networks", networks.networks, methods=GET_POST)
administration.add_url_rule(NETWORK, "network", networks.network, methods=GET_POST)
administration.add_url_rule(
    f"{NETWORK}/responsables", "add_manager", networks.add_manager, methods=["POST"]
)
administration.add_url_rule(
    f"{NETWORK}/responsables/<int(max=2147483647):user_id>/retirer",
    "remove_manager",
    networks.remove_manager,
    methods=["POST"],
)
# Texts
administration.add_url_rule("/textes", "texts", site.texts)
administration.add_url_rule("/textes/<key>", "text", site.text, methods=GET_POST)
administration.add_url_rule("/besoins", "needs", needs.needs)
administration.add_url_rule(
    "/besoins/mots/<digest>/oublier", "forget_word", needs.forget_word, methods=["POST"]
)
# Synonyms
administration.add_url_rule("/mots", "words", words.words, methods=GET_POST)
administration.add_url_rule(f"{SYNONYM}/retirer", "remove_word", words.remove, methods=GET_POST)
# What words mean
administration.add_url_rule("/lectures", "readings", readings.readings, methods=GET_POST)
administration.add_url_rule(
    f"{READING}/retirer", "remove_reading", readings.remove, methods=GET_POST
)


def configure_administration(app: Flask) -> None:
    app.register_blueprint(administration)
