"""What is offered while one types: every beginning of what buyers type, letter by letter."""

import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tools.bench_search import Timing, timing
from tools.demo_site import demo_app

TYPED = {
    "q": (
        "nettoyage vitres nantes",
        "menuiserie angers",
        "les ateliers du verger",
        "association",
        "entretien espaces verts",
        "emmaus bocage",
        "traiteur lyon 8",
        "ea imprimerie paca",
        "mise sous pli",
        "qui pourrait repeindre nos bureaux",
    ),
    "lieu": ("saint etienne", "clermont ferrand", "44600", "ile de france"),
}


def time_suggestions(instance: Path) -> Iterator[Timing]:
    """Whole answers over the suppliers of `instance`."""
    app = demo_app(instance, None)
    for field, texts in TYPED.items():
        typed = [text[:size] for text in texts for size in range(2, len(text) + 1)]
        _ask(app, field, typed[0])
        yield timing(f"suggestions ({field})", [_ask(app, field, text) for text in typed])


def _ask(app: Flask, field: str, typed: str) -> float:
    """Milliseconds."""
    client = app.test_client()
    start = time.perf_counter()
    answer = client.get("/recherche/suggestions", query_string={"champ": field, "q": typed})
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{typed} answered {answer.status_code}")
    return taken
