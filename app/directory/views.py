"""The public pages: read the address, ask, present, render."""

from functools import partial
from statistics import mean

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.administration.texts import site_text
from app.audience.counting import note_found, note_unmet
from app.db import db
from app.directory import queries
from app.directory.asked import Asked
from app.directory.boxes import METROPOLE, box_address, read_box
from app.directory.forms import Address, Criteria, read_criteria
from app.directory.framing import opening_frame
from app.directory.places import read_place
from app.directory.presenters.glossary import present_glossary
from app.directory.presenters.home import HOME_FACETS, DirectoryCounts, present_home
from app.directory.presenters.marks import Marks, present_marks
from app.directory.presenters.results import (
    ResultsMap,
    present_map,
    present_results,
    radius_options,
)
from app.directory.suggestions import offers
from app.directory.unmet import unmet_services
from app.directory.wording import View
from app.errors import ErrorPage
from app.finder import search_engine
from app.markdown import render
from app.static_files import static_url
from app.vocabulary import network_names
from domain.geography import Box, Point
from domain.taxonomy import taxonomy
from search.cells import Cell, centre_of, finest_zoom
from search.port import (
    DEFAULT_RADIUS_KM,
    InvalidQueryError,
    Near,
    SearchError,
    SearchQuery,
    SearchResults,
)

AREAS_AT_ONCE = 160  # that a map counts: squares of some sixty pixels on a screen
WIDEST_TOLD_BY_CENTRE = 10  # a zoom of cells: beyond it, they are less than 30 km wide


def home() -> ResponseReturnValue:
    page = present_home(queries.holdings(), _whole_directory())
    return render_template(
        "directory/home.html",
        page=page,
        radii=radius_options(DEFAULT_RADIUS_KM),
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
    asked = Asked(criteria, read_place(criteria.place), networks, problems)
    try:
        asked, found = _found(asked)
    except InvalidQueryError as error:
        refused = ErrorPage("Cette recherche n’a pas pu être faite", str(error))
        return render_template("error.html", status=400, page=refused), 400
    suppliers = queries.suppliers_found([hit.id for hit in found.hits])
    note_found(suppliers, asked.services, asked.place.departement)
    note_unmet(unmet_services(asked, found), asked.place.departement)
    page = present_results(
        asked, found, suppliers, offers(asked, found.total, _count), _opened_map(asked)
    )
    return render_template("directory/results.html", page=page, radii=page.radii)


def _opened_map(asked: Asked) -> ResultsMap | None:
    """The map as it opens; None when the results are asked for as a list alone."""
    if asked.criteria.view is not View.MAP:
        return None
    frame = opening_frame(asked)
    return present_map(asked.criteria, asked.place, frame, _marks(asked, frame))


def _marks(asked: Asked, frame: Box) -> Marks:
    zoom = finest_zoom(frame, at_most=AREAS_AT_ONCE)
    found = search_engine().map_cells(asked.query(), frame, zoom)
    suppliers = queries.suppliers_named([shown.id for shown in found.points])
    return present_marks(asked.criteria, frame, found, suppliers, partial(_middle_of, asked))


def _middle_of(asked: Asked, cell: Cell, zone: Box) -> Point:
    """Where the few of a wide cell are; a small cell has them all about its centre."""
    if cell.zoom > WIDEST_TOLD_BY_CENTRE:
        return centre_of(cell)
    points = search_engine().map_cells(asked.query(), zone, cell.zoom).points
    if not points:
        return centre_of(cell)
    return Point(
        mean(shown.point.latitude for shown in points),
        mean(shown.point.longitude for shown in points),
    )


def results_map() -> ResponseReturnValue:
    """What the map of a search shows of a frame ("cadre"): the list its script draws."""
    networks = network_names(db.session)
    criteria, problems = read_criteria(request.args, networks)
    frame = read_box(request.args.get("cadre", ""))
    if frame is None:
        abort(400)
    asked = Asked(criteria.at_page(1), read_place(criteria.place), networks, problems)
    return render_template("directory/_marks.html", marks=_marks(asked, frame))


def service_words() -> ResponseReturnValue:
    """Service → its synonyms: with them the list of services finds what its labels do not say."""
    return {service.id: list(service.synonyms) for service in taxonomy().services.values()}


def _found(asked: Asked) -> tuple[Asked, SearchResults]:
    """The page asked or, when it does not exist, the first one and a word about it."""
    try:
        return asked, search_engine().search(asked.query())
    except InvalidQueryError:
        if asked.criteria.page == 1:
            raise
        return _found(
            asked.from_the_first_page(
                f"La page {asked.criteria.page} ne peut pas être montrée. Voici la première page."
            )
        )


def _count(tried: Criteria, near: Near | None) -> int:
    return search_engine().search(tried.query(near)).total


def search_url(address: Address) -> str:
    """The results page at that address; used by templates too."""
    parameters: MultiDict[str, str] = MultiDict(address)
    return url_for("directory.results", **parameters.to_dict(flat=False))  # type: ignore[arg-type]  # a list says a parameter several times


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
        "Disallow: /fournisseur/*/joindre/",
        "Allow: /",
    )
    return current_app.response_class("\n".join((*lines, "")), mimetype="text/plain")


def favicon() -> ResponseReturnValue:
    return redirect(static_url("img/favicon.svg"), 301)
