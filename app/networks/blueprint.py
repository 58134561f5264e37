"""The route table of the pages of networks."""

from flask import Blueprint, Flask

from app.directory.presenters.common import commune_of, shown_name, supplier_url
from app.limits import LETTERS, UPLOADS, limiter
from app.networks import views
from app.networks.lists import matching_views, row_views
from app.networks.lists import views as list_views

networks = Blueprint("networks", __name__, template_folder="templates", url_prefix="/reseau")
networks.context_processor(
    lambda: {"shown_name": shown_name, "commune_of": commune_of, "supplier_url": supplier_url}
)

members = limiter.limit(LETTERS, methods=["POST"])(views.members)
networks.add_url_rule("/<network>/membres", "members", members, methods=("GET", "POST"))

drop = limiter.limit(UPLOADS, methods=["POST"])(list_views.lists)
networks.add_url_rule("/<network>/listes", "lists", drop, methods=("GET", "POST"))
for path, endpoint, view, methods in (
    ("", "member_list", list_views.member_list, ("GET",)),
    ("/colonnes", "list_columns", matching_views.columns, ("GET", "POST")),
    ("/lecture", "list_reading", matching_views.reading, ("POST",)),
    ("/mots", "list_words", matching_views.words, ("GET", "POST")),
    ("/avancement", "list_progress", list_views.progress, ("GET",)),
    ("/decider", "decide_all_rows", list_views.decide_all, ("POST",)),
    ("/relire", "read_list_again", list_views.read_again, ("POST",)),
    ("/appliquer", "apply_list", list_views.apply_list, ("POST",)),
    ("/arreter", "stop_list", list_views.stop_list, ("POST",)),
    ("/annuler", "undo_list", list_views.undo_list, ("POST",)),
    ("/supprimer", "delete_list", list_views.delete_list, ("POST",)),
    ("/a-corriger.csv", "refused_rows", row_views.download_refused, ("GET",)),
    ("/fichier", "list_file", row_views.download_file, ("GET",)),
    ("/lignes/<int:row_id>", "list_row", row_views.row, ("GET",)),
    ("/lignes/<int:row_id>/corriger", "correct_row", row_views.correct_row, ("POST",)),
    ("/lignes/<int:row_id>/choisir", "choose_row", row_views.choose_row, ("POST",)),
):
    networks.add_url_rule(f"/<network>/listes/<int:list_id>{path}", endpoint, view, methods=methods)


def configure_networks(app: Flask) -> None:
    app.register_blueprint(networks)
