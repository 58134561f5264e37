"""What a visitor who types a text in the one box gets, as the results page gets it."""

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from app.db import db
from app.directory.asked import asked_for
from app.directory.forms import read_criteria
from app.directory.searching import answered
from app.finder import search_engine
from app.vocabulary import network_names
from search.port import InvalidQueryError


def results_for(text: str, count: int) -> list[int]:
    """The first `count` suppliers shown as results, the best first; none for no search at all."""
    networks = network_names(db.session)
    criteria, problems = read_criteria(MultiDict({"q": text}), networks)
    try:
        asked = answered(asked_for(criteria, networks, problems))
        found = search_engine().search(replace(asked.query(), per_page=count, facets=()))
    except InvalidQueryError:
        return []
    return [hit.id for hit in found.hits]
