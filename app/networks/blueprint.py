"""The route table of the pages of networks."""

from flask import Blueprint, Flask

from app.directory.blueprint import SUPPLIER_ID
from app.directory.presenters.common import commune_of, shown_name, supplier_url
from app.limits import LETTERS, UPLOADS, limiter
from app.moderation.tagging import views as tagging
from app.networks import giving, growth, home, member_views, needs, own_views, views
from app.networks.lists import matching_views, row_views
from app.networks.lists import views as list_views
from app.networks.lists.changing import changed_meanwhile
from app.networks.lists.turns import SupersededError
from app.networks.place import editing, exporting, vouching
from app.networks.place.blueprint import configure_network_pages, exports
from app.networks.team import views as team

networks = Blueprint("networks", __name__, template_folder="templates")
networks.context_processor(
    lambda: {"shown_name": shown_name, "commune_of": commune_of, "supplier_url": supplier_url}
)

NETWORK = "/reseau/<network>"
GET = ("GET",)
GET_POST = ("GET", "POST")
POST = ("POST",)
letters = limiter.limit(LETTERS, methods=["POST"])

networks.add_url_rule(NETWORK, "home", home.home)
networks.add_url_rule(f"{NETWORK}/besoins", "needs", needs.needs)
networks.add_url_rule(f"{NETWORK}/evolution", "growth", growth.growth)

# Members
MEMBERS = f"{NETWORK}/membres"
MEMBER = f"{MEMBERS}/{SUPPLIER_ID}"
networks.add_url_rule(MEMBERS, "members", letters(views.members), methods=GET_POST)
networks.add_url_rule(
    f"{MEMBERS}.<any(csv, xlsx):extension>", "export", exports(exporting.export_for_managers)
)
networks.add_url_rule(
    f"{MEMBERS}-annuaire.<any(csv, xlsx):extension>",
    "export_for_directories",
    exports(exporting.export_for_directories),
)
networks.add_url_rule(
    f"{MEMBERS}/inviter", "invite_all", letters(views.invite_all), methods=GET_POST
)
networks.add_url_rule(f"{MEMBERS}/ajouter", "find_member", member_views.find_member)
networks.add_url_rule(f"{MEMBERS}/ajouter", "add_member", letters(member_views.add), methods=POST)
networks.add_url_rule(MEMBER, "member", member_views.member, methods=GET_POST)
networks.add_url_rule(f"{MEMBER}/inviter", "invite", letters(member_views.invite), methods=POST)
networks.add_url_rule(
    f"{MEMBER}/retirer", "remove_member", letters(member_views.remove), methods=POST
)

# Lists of members
LISTS = f"{NETWORK}/listes"
LIST = f"{LISTS}/<int(max=2147483647):list_id>"
ROW = "/lignes/<int(max=2147483647):row_id>"
reads_a_file = limiter.limit(UPLOADS, methods=["POST"])
networks.register_error_handler(SupersededError, changed_meanwhile)
networks.add_url_rule(LISTS, "lists", reads_a_file(list_views.lists), methods=GET_POST)
for path, endpoint, view, methods in (
    ("", "member_list", list_views.member_list, GET),
    ("/colonnes", "list_columns", matching_views.columns, GET_POST),
    ("/lecture", "list_reading", reads_a_file(matching_views.reading), POST),
    ("/mots", "list_words", matching_views.words, GET_POST),
    ("/avancement", "list_progress", list_views.progress, GET),
    ("/decider", "decide_all_rows", list_views.decide_all, POST),
    ("/relire", "read_list_again", list_views.read_again, POST),
    ("/appliquer", "apply_list", list_views.apply_list, POST),
    ("/arreter", "stop_list", list_views.stop_list, POST),
    ("/annuler", "undo_list", list_views.undo_list, POST),
    ("/supprimer", "delete_list", list_views.delete_list, POST),
    ("/reprendre", "take_up_rows", reads_a_file(list_views.take_up_rows), POST),
    ("/a-corriger.csv", "refused_rows", row_views.download_refused, GET),
    ("/fichier", "list_file", row_views.download_file, GET),
    (ROW, "list_row", row_views.row, GET),
    (f"{ROW}/corriger", "correct_row", row_views.correct_row, POST),
    (f"{ROW}/choisir", "choose_row", row_views.choose_row, POST),
):
    networks.add_url_rule(f"{LIST}{path}", endpoint, view, methods=methods)

# Services given to several
TAGGINGS = f"{NETWORK}/services"
TAGGING = f"{TAGGINGS}/{SUPPLIER_ID.replace('supplier_id', 'tagging_id')}"
networks.add_url_rule(TAGGINGS, "taggings", tagging.choose, methods=GET_POST)
networks.add_url_rule(f"{MEMBERS}/services", "give", giving.give, methods=GET_POST)
networks.add_url_rule(TAGGING, "tagging", tagging.show)
networks.add_url_rule(f"{TAGGING}/appliquer", "apply_tagging", tagging.apply_one, methods=POST)
networks.add_url_rule(f"{TAGGING}/reprendre", "undo_tagging", tagging.undo_one, methods=POST)

# What everybody reads of it
networks.add_url_rule(
    f"{NETWORK}/presentation", "presentation", editing.presentation, methods=GET_POST
)
networks.add_url_rule(f"{NETWORK}/integration-code", "embedding", editing.embedding)
networks.add_url_rule(f"{NETWORK}/garanties", "vouch", vouching.vouch, methods=GET_POST)

# A structure's own networks
OWN = f"/structure/{SUPPLIER_ID}/reseaux"
networks.add_url_rule(OWN, "own_networks", own_views.own_networks)
networks.add_url_rule(OWN, "leave_as_member", letters(own_views.leave), methods=POST)

# Colleagues
TEAM = f"{NETWORK}/equipe"
INVITED = f"{TEAM}/invitation/<int(max=2147483647):invitation_id>"
INVITATION = "/invitation-reseau/<key>"
networks.add_url_rule(TEAM, "team", team.team)
networks.add_url_rule(
    f"{TEAM}/inviter", "invite_manager", letters(team.invite_manager), methods=GET_POST
)
networks.add_url_rule(
    f"{INVITED}/renvoyer", "resend_invitation", letters(team.resend_invitation), methods=POST
)
networks.add_url_rule(
    f"{INVITED}/annuler", "cancel_invitation", team.cancel_invitation, methods=POST
)
networks.add_url_rule(
    f"{TEAM}/<int(max=2147483647):user_id>/retirer",
    "remove_manager",
    letters(team.remove_manager),
    methods=POST,
)
networks.add_url_rule(f"{TEAM}/quitter", "leave", team.leave_network, methods=POST)
networks.add_url_rule(INVITATION, "manager_invitation", team.manager_invitation)
networks.add_url_rule(
    INVITATION, "accept_manager_invitation", team.accept_manager_invitation, methods=POST
)


def configure_networks(app: Flask) -> None:
    app.register_blueprint(networks)
    configure_network_pages(app)
