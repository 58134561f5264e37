"""The public pages of networks: their list, each one's page, and the search to embed elsewhere.

Both search as the results page does, among the members of the network alone.
"""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.db import db
from app.directory.asked import Asked, asked_for
from app.directory.boxes import read_box
from app.directory.forms import Address, read_criteria
from app.directory.searching import found_page, marks_in
from app.directory.views import cannot_be_searched, parameters, search_url
from app.directory.wording import View
from app.mailing.letters import address_of
from app.meetings.queries import coming_meetings
from app.meetings.wording import when
from app.networks.place.exporting import MOST
from app.networks.place.presenter import present_place
from app.networks.place.queries import count_by_degree, listed_networks, place_of
from app.networks.queries import network_or_404
from app.vocabulary import network_names
from domain.models import Network
from search.port import InvalidQueryError


def listing() -> ResponseReturnValue:
    return render_template("networks/place/listing.html", networks=listed_networks())


def page(network: str) -> ResponseReturnValue:
    return _search_page(network_or_404(network), "network_page.page", "networks/place/page.html")


def embedded(network: str) -> ResponseReturnValue:
    """The same search, made for a frame of the network's own site."""
    known = network_or_404(network)
    return _search_page(known, "network_page.embedded", "networks/place/embedded.html")


def _search_page(known: Network, endpoint: str, template: str) -> ResponseReturnValue:
    asked = _asked(known)
    here = _own_address(asked.criteria.address())
    if not asked.problems and request.args and _asked_otherwise(here):
        return redirect(_url(endpoint, known.slug, here))
    place = present_place(known, place_of(known), count_by_degree(known))
    try:
        found = found_page(asked, place.ground)
    except InvalidQueryError as error:
        return render_template("error.html", status=400, page=cannot_be_searched(error)), 400
    return render_template(
        template,
        place=place,
        page=found,
        is_search=bool(here),
        meetings=coming_meetings(known.slug),
        when=when,
        most_exported=MOST,
        canonical=address_of("network_page.page", network=known.slug),
        beyond=search_url(asked.criteria.within("").address()),
        **_links(known, endpoint),
    )


def _links(known: Network, endpoint: str) -> dict[str, Any]:
    """What keeps a search where it is: its templates are those of the results page."""
    return {
        "search_url": lambda address: _url(endpoint, known.slug, _own_address(address)),
        "suggestions_url": url_for("directory.suggestions", reseau=known.slug),
        "marks_url": url_for(f"{endpoint}_marks", network=known.slug),
    }


def page_marks(network: str) -> ResponseReturnValue:
    return _marks(network_or_404(network), "network_page.page")


def embedded_marks(network: str) -> ResponseReturnValue:
    return _marks(network_or_404(network), "network_page.embedded")


def _marks(known: Network, endpoint: str) -> ResponseReturnValue:
    """What the map shows of a frame ("cadre"): the list its script draws."""
    frame = read_box(request.args.get("cadre", "")) or abort(400)
    asked = _asked(known)
    return render_template(
        "directory/_marks.html", marks=marks_in(asked, frame), **_links(known, endpoint)
    )


def _asked(known: Network) -> Asked:
    """What the address asks, among the members. Unless told otherwise, on a map."""
    networks = network_names(db.session)
    args = request.args.copy()
    args.setdefault("vue", View.MAP)
    criteria, problems = read_criteria(args, networks)
    within = criteria.within(known.slug)
    return asked_for(within, networks, problems)


def _own_address(address: Address) -> Address:
    """As these pages say it, where the map is the default and the list is asked for."""
    is_map = ("vue", View.MAP.value) in address
    said = [pair for pair in address if pair[0] != "vue"]
    return said if is_map else [*said, ("vue", View.LIST.value)]


def _asked_otherwise(address: Address) -> bool:
    return sorted(request.args.items(multi=True)) != sorted(address)


def _url(endpoint: str, network: str, address: Address) -> str:
    return url_for(endpoint, network=network, **parameters(address))
