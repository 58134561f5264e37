"""What programs are answered when something is wrong: one French sentence, in JSON."""

from flask import Response, jsonify


def problem(status: int, sentence: str) -> tuple[Response, int]:
    return jsonify(problem=sentence), status
