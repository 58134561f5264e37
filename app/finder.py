"""The search engine of this process: it only reads; the worker writes."""

from typing import cast

from flask import Flask, current_app

from app.config import Settings
from search.embedded import EmbeddedEngine
from search.port import SearchEngine


def configure_search(app: Flask, settings: Settings) -> None:
    app.extensions["search"] = EmbeddedEngine(settings.index_path)


def search_engine() -> SearchEngine:
    return cast(SearchEngine, current_app.extensions["search"])
