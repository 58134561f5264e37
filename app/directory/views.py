"""The public pages: read the address, ask, present, render."""

from typing import Any

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.administration.texts import site_text
from app.db import db
from app.directory import queries
from app.directory.asked import asked_for
from app.directory.boxes import METROPOLE, box_address, read_box
from app.directory.forms import Address, Criteria, read_criteria
from app.directory.presenters.glossary import present_glossary
from app.directory.presenters.home import HOME_FACETS, DirectoryCounts, present_home
from app.directory.presenters.results import radius_options
from app.directory.searching import found_answer, found_page, marks_in
from app.directory.wording import PARAMETERS
from app.errors import ErrorPage
from app.finder import search_engine
from app.markdown import render
from app.static_files import static_url
from app.vocabulary import network_names
from domain.taxonomy import taxonomy
from search.port import DEFAULT_RADIUS_KM, InvalidQueryError, SearchError, SearchQuery


def home() -> ResponseReturnValue:
    page = present_home(queries.holdings(), _whole_directory())
    return render_template(
        "directory/home.html",
        page=page,
        radii=radius_options(DEFAULT_RADIUS_KM, DEFAULT_RADIUS_KM),
        frame=box_address(METROPOLE),
    )


def _whole_directory() -> DirectoryCounts:
    engine = search_engine()
    try:
        return DirectoryCounts(
            engine.search(SearchQuery(per_page=1, facets=HOME_FACETS)).facets,
            engine.count_at("departement"),
            engine.count_at("region"),
        )
    except SearchError as error:
        current_app.logger.warning("home page without its counts", exc_info=error)
        return DirectoryCounts()


def results() -> ResponseReturnValue:
    networks = network_names(db.session)
    criteria, problems = read_criteria(request.args, networks)
    if not problems and sorted(request.args.items(multi=True)) != sorted(criteria.address()):
        return redirect(search_url(criteria.address()))
    try:
        page = found_page(asked_for(criteria, networks, problems))
    except InvalidQueryError as error:
        return render_template("error.html", status=400, page=cannot_be_searched(error)), 400
    marks_url = url_for("directory.results_map")
    return render_template("directory/results.html", page=page, marks_url=marks_url)


def results_for_programs() -> ResponseReturnValue:
    """The same answer in JSON, with what was understood."""
    networks = network_names(db.session)
    criteria, problems = read_criteria(request.args, networks)
    if problems and _looks_for_nothing(criteria):
        return jsonify(problems=problems), 400
    try:
        return jsonify(found_answer(asked_for(criteria, networks, problems)))
    except InvalidQueryError as error:
        return jsonify(problems=[str(error)]), 400


def _looks_for_nothing(criteria: Criteria) -> bool:
    """Though something is typed or ticked: of it, nothing can be followed."""
    is_asked = any(request.args.get(name) for name in ("q", "zone", *PARAMETERS.values()))
    return is_asked and not (criteria.narrows or criteria.place or criteria.zone)


def cannot_be_searched(error: InvalidQueryError) -> ErrorPage:
    return ErrorPage("Cette recherche n’a pas pu être faite", str(error))


def results_map() -> ResponseReturnValue:
    """What the map of a search shows of a frame ("cadre"): the list its script draws."""
    networks = network_names(db.session)
    criteria, problems = read_criteria(request.args, networks)
    frame = read_box(request.args.get("cadre", ""))
    if frame is None:
        abort(400)
    asked = asked_for(criteria.at_page(1), networks, problems)
    return render_template("directory/_marks.html", marks=marks_in(asked, frame))


def service_words() -> ResponseReturnValue:
    """Service → its synonyms: with them the list of services finds what its labels do not say."""
    return {service.id: list(service.synonyms) for service in taxonomy().services.values()}


def search_url(address: Address) -> str:
    """The results page at that address; used by templates too."""
    return url_for("directory.results", **parameters(address))


def parameters(address: Address) -> dict[str, Any]:
    """As url_for takes them: a list says a parameter several times."""
    said: MultiDict[str, str] = MultiDict(address)
    return said.to_dict(flat=False)


def glossary() -> ResponseReturnValue:
    return render_template("directory/glossary.html", page=present_glossary())


def about() -> ResponseReturnValue:
    return render_template("directory/about.html", holdings=queries.holdings())


def legal() -> ResponseReturnValue:
    notice = render(site_text("legal_notice"))
    return render_template("directory/legal.html", notice=notice)


def robots() -> ResponseReturnValue:
    """Filtered results are endless combinations: engines read supplier pages instead."""
    lines = (
        "User-agent: *",
        f"Disallow: {url_for('directory.results')}?",
        f"Disallow: {url_for('directory.results_map')}",
        f"Disallow: {url_for('directory.results_for_programs')}",
        f"Disallow: {url_for('directory.suggestions')}",
        "Disallow: /fournisseur/*/joindre/",
        "Disallow: /reseaux/*?",
        *(f"Disallow: /reseaux/*/{part}" for part in ("carte", "integration", "membres.")),
        "Allow: /",
    )
    return current_app.response_class("\n".join((*lines, "")), mimetype="text/plain")


def favicon() -> ResponseReturnValue:
    return redirect(static_url("img/favicon.svg"), 301)
