"""What maps are drawn on for want of a tile server: outlines, and names of towns."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

import numpy as np
from flask import Response, abort, current_app, jsonify, request, url_for

from app.directory.boxes import read_box
from app.static_files import ONE_YEAR
from domain.geography import Box, Commune, gazetteer

OUTLINES = Path(__file__).resolve().parents[2] / "data" / "outlines"
NAMES = ("departements", "departements-fine", "regions", "neighbours")
ONE_DAY = 24 * 3600
MAX_TOWNS = 80  # in a frame; the page shows those for which there is room


def outline_url(name: str) -> str:
    """The address of an outline, with the fingerprint of its content."""
    fingerprint = hashlib.sha256(_compressed(name)).hexdigest()[:12]
    return url_for("directory.outlines", name=name, v=fingerprint)


def outlines(name: str) -> Response:
    if name not in NAMES:
        abort(404)
    content = _compressed(name)
    zipped = request.accept_encodings.quality("gzip") > 0
    response = current_app.response_class(
        content if zipped else gzip.decompress(content), mimetype="application/geo+json"
    )
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return _kept(response, ONE_YEAR)


def towns() -> Response:
    """The most populous communes of a frame ("cadre"), with their points; the largest first."""
    frame = read_box(request.args.get("cadre", ""))
    if frame is None:
        abort(400)
    shown = [{"name": commune.name, "at": commune.point} for commune in _most_populous(frame)]
    return _kept(jsonify(shown), ONE_DAY)


def _most_populous(frame: Box) -> list[Commune]:
    known = gazetteer()
    inside = np.flatnonzero(
        (known.latitudes >= frame.south)
        & (known.latitudes <= frame.north)
        & (known.longitudes >= frame.west)
        & (known.longitudes <= frame.east)
    )
    order = np.argsort(-known.populations[inside], kind="stable")[:MAX_TOWNS]
    found = (known.commune(known.codes[position]) for position in inside[order])
    return [commune for commune in found if commune]


def _kept(response: Response, seconds: int) -> Response:
    """By browsers, and by whatever stands between."""
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    return response


@cache
def _compressed(name: str) -> bytes:
    return (OUTLINES / f"{name}.geojson.gz").read_bytes()
