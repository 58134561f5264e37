"""The public pages: read the address, ask, present, render."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.db import db
from app.directory import queries
from app.directory.asked import Asked
from app.directory.forms import Address, Criteria, read_criteria
from app.directory.places import read_place
from app.directory.presenters.common import slug_of, supplier_url
from app.directory.presenters.glossary import present_glossary
from app.directory.presenters.home import present_home
from app.directory.presenters.results import present_results, radius_options
from app.directory.presenters.supplier import present_supplier
from app.directory.suggestions import next_searches, unknown_nearby
from app.errors import ErrorPage
from app.finder import search_engine
from app.static_files import static_url
from app.vocabulary import network_names
from search.port import (
    DEFAULT_RADIUS_KM,
    Facet,
    InvalidQueryError,
    Near,
    SearchError,
    SearchQuery,
    SearchResults,
)


def home() -> ResponseReturnValue:
    page = present_home(queries.holdings(), _whole_directory())
    return render_template(
        "directory/home.html", page=page, radii=radius_options(DEFAULT_RADIUS_KM)
    )


def _whole_directory() -> SearchResults | None:
    """Counts of the whole directory; None while there is no index: the page stands without."""
    try:
        return search_engine().search(SearchQuery(per_page=1, facets=(Facet.GROUP, Facet.KIND)))
    except SearchError as error:
        current_app.logger.warning("home page without its counts", exc_info=error)
        return None


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
    suggestions = [] if found.total else next_searches(asked, _count)
    page = present_results(asked, found, suppliers, suggestions, unknown_nearby(asked, _count))
    return render_template("directory/results.html", page=page, radii=page.radii)


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


def supplier(supplier_id: int, slug: str = "") -> ResponseReturnValue:
    found = queries.supplier_page(supplier_id)
    if found is None:
        abort(404)
    if slug != slug_of(found):
        return redirect(supplier_url(found), 301)
    page = present_supplier(found, queries.public_contacts(supplier_id))
    return render_template(
        "directory/supplier.html", page=page, back=_results_come_from(), url=request.base_url
    )


def _results_come_from() -> str:
    """The address of the results that led here, or "" when the buyer comes from elsewhere."""
    start = url_for("directory.results", _external=True)
    referrer = request.referrer or ""
    is_results = referrer == start or referrer.startswith(f"{start}?")
    return referrer if is_results else ""


def glossary() -> ResponseReturnValue:
    return render_template("directory/glossary.html", page=present_glossary())


def about() -> ResponseReturnValue:
    return render_template("directory/about.html", holdings=queries.holdings())


def legal() -> ResponseReturnValue:
    return render_template("directory/legal.html")


def robots() -> ResponseReturnValue:
    """Filtered results are endless combinations: engines read supplier pages instead."""
    lines = ("User-agent: *", f"Disallow: {url_for('directory.results')}?", "Allow: /")
    return current_app.response_class("\n".join((*lines, "")), mimetype="text/plain")


def favicon() -> ResponseReturnValue:
    return redirect(static_url("img/favicon.svg"), 301)
