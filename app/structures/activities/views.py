"""Territories by their name, as one types it."""

from dataclasses import asdict

from flask import request
from flask.typing import ResponseReturnValue

from app.structures.activities.finding import find_territories
from app.structures.activities.reach import MAX_SEARCH
from app.structures.activities.showing import territory_shown


def territories() -> ResponseReturnValue:
    """Those that "nom" may mean, the likeliest first: key, name, level and shape of each."""
    places = find_territories(request.args.get("nom", "")[:MAX_SEARCH].strip())
    return [asdict(territory_shown(place)) for place in places]
