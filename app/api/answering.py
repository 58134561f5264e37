"""What programs are answered when something is wrong: one French sentence, in JSON."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.errors import PAGES


def problem(status: int, sentence: str) -> ResponseReturnValue:
    return jsonify(problem=sentence), status


def http_problem(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    page = PAGES.get(status) or PAGES[400 if status < 500 else 500]
    return problem(status, page.title)
