"""The route table of the public pages."""

from flask import Blueprint, Flask

from app.directory import views

directory = Blueprint("directory", __name__, template_folder="templates")
directory.add_url_rule("/", "home", views.home)
directory.add_url_rule("/recherche", "results", views.results)
directory.add_url_rule("/fournisseur/<int:supplier_id>", "supplier_by_id", views.supplier)
directory.add_url_rule("/fournisseur/<int:supplier_id>-<slug>", "supplier", views.supplier)
directory.add_url_rule("/glossaire", "glossary", views.glossary)
directory.add_url_rule("/a-propos", "about", views.about)
directory.add_url_rule("/mentions-legales", "legal", views.legal)
directory.add_url_rule("/robots.txt", "robots", views.robots)
directory.add_url_rule("/favicon.ico", "favicon", views.favicon)


def configure_directory(app: Flask) -> None:
    directory.app_context_processor(views.template_helpers)
    app.register_blueprint(directory)
