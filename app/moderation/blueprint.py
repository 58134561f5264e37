"""The route table of moderation."""

from flask import Blueprint, Flask

from app.directory.blueprint import SUPPLIER_ID
from app.limits import REPORTS, REPORTS_OF_ONE_PAGE, limiter, who_and_page
from app.moderation import reports, views
from app.moderation.queue import views as queue
from app.moderation.tagging import views as tagging
from app.moderation.wording import Matter

moderation = Blueprint("moderation", __name__, template_folder="templates")

GET_POST = ("GET", "POST")
POST = ("POST",)
MATTER = f"<any({', '.join(matter.value for matter in Matter)}):matter>"
OTHER_ID = SUPPLIER_ID.replace("supplier_id", "other_id")
ITEM_ID = SUPPLIER_ID.replace("supplier_id", "item_id")
MERGE_ID = SUPPLIER_ID.replace("supplier_id", "merge_id")
TAGGING = f"/moderation/services/{SUPPLIER_ID.replace('supplier_id', 'tagging_id')}"

of_one_page = limiter.limit(REPORTS_OF_ONE_PAGE, key_func=who_and_page, methods=["POST"])
report = limiter.limit(REPORTS, methods=["POST"])(of_one_page(reports.report))
moderation.add_url_rule(f"/fournisseur/{SUPPLIER_ID}/signaler", "report", report, methods=GET_POST)
moderation.add_url_rule("/moderation", "queue", queue.queue, methods=GET_POST)
moderation.add_url_rule(f"/moderation/{MATTER}/{ITEM_ID}", "item", queue.item, methods=GET_POST)
moderation.add_url_rule("/moderation/fusions", "merges", views.choose, methods=GET_POST)
moderation.add_url_rule(
    f"/moderation/fusions/{MERGE_ID}/defaire", "unmerge", views.unmerge, methods=POST
)
moderation.add_url_rule(
    f"/moderation/comparer/{SUPPLIER_ID}/{OTHER_ID}", "compare", views.compare_two, methods=GET_POST
)
moderation.add_url_rule("/moderation/archives", "archives", views.archives)
moderation.add_url_rule(
    f"/moderation/archives/{SUPPLIER_ID}", "archive", views.archive_one, methods=GET_POST
)
moderation.add_url_rule("/moderation/effacer", "erase", views.erase, methods=GET_POST)
moderation.add_url_rule("/moderation/services", "taggings", tagging.choose, methods=GET_POST)
moderation.add_url_rule(TAGGING, "tagging", tagging.show)
moderation.add_url_rule(f"{TAGGING}/appliquer", "apply_tagging", tagging.apply_one, methods=POST)
moderation.add_url_rule(f"{TAGGING}/reprendre", "undo_tagging", tagging.undo_one, methods=POST)


def configure_moderation(app: Flask) -> None:
    app.register_blueprint(moderation)
