"""What programs are answered when something is wrong: one French sentence, in JSON."""

from flask import jsonify
from flask.typing import ResponseReturnValue


def problem(status: int, sentence: str) -> ResponseReturnValue:
    return jsonify(problem=sentence), status
