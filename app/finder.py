"""The search engine of this process: it only reads; the worker writes."""

from typing import cast

from flask import Flask, current_app

from app.config import Engine, Settings
from app.db import db
from app.index_status import is_in_step
from search.embedded import EmbeddedEngine
from search.failover import FailoverEngine
from search.port import SearchEngine

# A search is given up before (search/failover.py); this frees what still waits for the server.
ANSWER_SECONDS = 2.0


def configure_search(app: Flask, settings: Settings) -> None:
    app.extensions["search"] = _engine(app, settings)


def search_engine() -> SearchEngine:
    return cast(SearchEngine, current_app.extensions["search"])


def _engine(app: Flask, settings: Settings) -> SearchEngine:
    embedded = EmbeddedEngine(settings.index_path)
    if settings.search_engine is Engine.EMBEDDED:
        return embedded
    return _with_server(app, settings, embedded)


def _with_server(app: Flask, settings: Settings, embedded: EmbeddedEngine) -> SearchEngine:
    # Its client brings libraries of 5 MB, which most sites do without.
    from search.meilisearch import COPY, MeilisearchEngine, Server  # noqa: PLC0415 only if asked for

    server = Server(settings.meili_url, settings.meili_search_key, ANSWER_SECONDS)
    on_server = MeilisearchEngine(server, settings.meili_index_prefix, embedded.vocabulary)

    def is_fed() -> bool:
        with app.app_context(), db.sessionmaker() as session:
            return is_in_step(session, COPY)

    return FailoverEngine(on_server, embedded, is_fed)
