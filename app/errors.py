"""Exceptions to pages: what happened, and what to do."""

from dataclasses import dataclass

from flask import Flask, current_app, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from search.port import SearchError


@dataclass(frozen=True, slots=True)
class ErrorPage:
    title: str
    advice: str


PAGES = {
    400: ErrorPage(
        "Cette demande n’a pas pu être lue",
        "L’adresse est peut-être incomplète. Revenez à l’accueil et recommencez.",
    ),
    403: ErrorPage(
        "Cette page est réservée",
        "Le compte avec lequel vous êtes connecté n’y a pas accès. Si c’est votre structure,"
        " demandez sa fiche, ou faites-vous inviter par la personne qui la tient.",
    ),
    404: ErrorPage(
        "Cette page n’existe pas",
        "L’adresse contient peut-être une erreur, ou la fiche a été retirée."
        " Vous pouvez chercher la structure par son nom.",
    ),
    405: ErrorPage(
        "Cette page ne s’utilise pas ainsi",
        "Revenez à la page précédente et utilisez ses boutons.",
    ),
    413: ErrorPage(
        "Ces fichiers sont trop lourds",
        "Rien n’a été enregistré. Revenez à la page précédente, où ce que vous aviez écrit est"
        " encore : choisissez des fichiers de 10 Mo au plus, ou moins de fichiers à la fois.",
    ),
    429: ErrorPage(
        "Trop de demandes en peu de temps",
        "Attendez quelques minutes, puis recommencez. Rien de ce qui était enregistré n’est perdu.",
    ),
    500: ErrorPage(
        "Le site a rencontré une erreur",
        "Elle est enregistrée. Recommencez dans un instant ; si elle revient, prévenez"
        " l’administrateur du site.",
    ),
    503: ErrorPage(
        "La recherche n’est pas encore prête",
        "L’index se construit ou se répare : réessayez dans une minute."
        " Rien n’est perdu, et les fiches restent consultables.",
    ),
}


TEXT_TOO_LONG = ErrorPage(
    "Ce texte est trop long",
    "Rien n’a été enregistré. Revenez à la page précédente, où il est encore, et raccourcissez-le.",
)


DATABASE_AWAY = ErrorPage(
    "L’annuaire ne répond pas pour l’instant",
    "Sa base de données ne répond pas. Réessayez dans une minute : rien n’est perdu.",
)


def configure_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(NotFound, missing_error)
    app.register_error_handler(MethodNotAllowed, method_error)
    app.register_error_handler(SearchError, search_error)
    app.register_error_handler(OperationalError, database_error)


API = "/api"
TELLING = frozenset({"Allow"})  # of the headers of an error, besides those of the page


def http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    page = PAGES.get(status) or PAGES[400 if status < 500 else 500]
    if status == 413 and not _are_files_heavy():
        page = TEXT_TOO_LONG
    answer = make_response(_answer(page, status))
    answer.headers.extend((name, said) for name, said in error.get_headers() if name in TELLING)
    return answer


def missing_error(error: NotFound) -> ResponseReturnValue:
    """A page asked for with a slash behind its address is that page."""
    path = f"/{request.path.strip('/')}"  # two before it would name another site
    routes = current_app.create_url_adapter(request)
    if path != request.path and routes and not _is_of_programs() and routes.test(path, "GET"):
        query = request.query_string.decode("latin-1")
        return redirect(f"{path}?{query}" if query else path, 301)
    return http_error(error)


def method_error(error: MethodNotAllowed) -> ResponseReturnValue:
    """An address that a form is sent to, opened again as a page: the page that it is sent from."""
    if request.method not in ("GET", "HEAD") or _is_of_programs():
        return http_error(error)
    return redirect(_page_above(request.path))


def _page_above(path: str) -> str:
    """The nearest that an address is under."""
    routes = current_app.create_url_adapter(request)
    while path := path.rpartition("/")[0]:
        if routes and routes.test(path, "GET"):
            return path
    return "/"


def _are_files_heavy() -> bool:
    """Else it is what was typed: of a form with files, its fields have a bound of their own."""
    most = request.max_content_length or 0
    return request.mimetype == "multipart/form-data" and (request.content_length or 0) > most


def database_error(error: OperationalError) -> ResponseReturnValue:
    current_app.logger.error("database unavailable", exc_info=error)
    return _answer(DATABASE_AWAY, 503)


def search_error(error: SearchError) -> ResponseReturnValue:
    current_app.logger.error("search unavailable", exc_info=error)
    return _answer(PAGES[503], 503)


def _is_of_programs() -> bool:
    return request.path == API or request.path.startswith(f"{API}/")


def _answer(page: ErrorPage, status: int) -> ResponseReturnValue:
    """A page for people, a sentence in JSON for programs."""
    if _is_of_programs():
        return jsonify(problem=f"{page.title}."), status
    return render_template("error.html", status=status, page=page), status
