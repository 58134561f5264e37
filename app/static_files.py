"""Static files: kept for a year by browsers, since their address changes with their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent / "static"
ONE_YEAR = 365 * 24 * 3600


def configure_static_files(app: Flask) -> None:
    app.jinja_env.globals["static_url"] = static_url
    served = WhiteNoise(app.wsgi_app, root=STATIC, prefix="static/", max_age=ONE_YEAR)
    app.wsgi_app = served  # type: ignore[method-assign]  # how Flask documents adding middleware


def static_url(filename: str) -> str:
    """The address of a static file, with the fingerprint of its content."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:12]
