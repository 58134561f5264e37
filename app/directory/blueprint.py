"""The route table of the public pages."""

from flask import Blueprint, Flask

from app.directory import completion_views, ground, pictures, privacy, supplier_views, views

# Beyond what the column holds, an id is that of no supplier.
SUPPLIER_ID = "<int(max=2147483647):supplier_id>"
SUPPLIER = f"/fournisseur/{SUPPLIER_ID}"

directory = Blueprint("directory", __name__, template_folder="templates")
directory.add_url_rule("/", "home", views.home)
directory.add_url_rule("/recherche", "results", views.results)
directory.add_url_rule("/recherche.json", "results_for_programs", views.results_for_programs)
directory.add_url_rule("/recherche/carte", "results_map", views.results_map)
directory.add_url_rule("/recherche/suggestions", "suggestions", completion_views.suggestions)
directory.add_url_rule("/services/synonymes", "service_words", views.service_words)
directory.add_url_rule(SUPPLIER, "supplier_by_id", supplier_views.supplier)
directory.add_url_rule(f"{SUPPLIER}-<slug>", "supplier", supplier_views.supplier)
directory.add_url_rule(f"{SUPPLIER}/joindre/site", "follow_website", supplier_views.follow_website)
directory.add_url_rule(
    f"{SUPPLIER}/joindre/<int(max=2147483647):contact_id>",
    "follow_contact",
    supplier_views.follow_contact,
)
directory.add_url_rule("/images/<string(length=64):sha256>.webp", "picture", pictures.picture)
directory.add_url_rule("/glossaire", "glossary", views.glossary)
directory.add_url_rule("/a-propos", "about", views.about)
directory.add_url_rule("/mentions-legales", "legal", views.legal)
directory.add_url_rule("/donnees-personnelles", "privacy", privacy.privacy)
directory.add_url_rule("/contours/<name>.geojson", "outlines", ground.outlines)
directory.add_url_rule("/contours/communes", "towns", ground.towns)
directory.add_url_rule("/robots.txt", "robots", views.robots)
directory.add_url_rule("/favicon.ico", "favicon", views.favicon)


def configure_directory(app: Flask) -> None:
    app.jinja_env.globals["search_url"] = views.search_url
    app.jinja_env.globals["outline_url"] = ground.outline_url
    app.register_blueprint(directory)
