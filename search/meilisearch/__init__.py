"""The engine on a Meilisearch server, for directories that grow; see search/port.py."""

from search.meilisearch.engine import MeilisearchEngine
from search.meilisearch.relay import COPY, LeaseLostError, ServerRelay
from search.meilisearch.server import Server
from search.meilisearch.writer import MeilisearchWriter

__all__ = [
    "COPY",
    "LeaseLostError",
    "MeilisearchEngine",
    "MeilisearchWriter",
    "Server",
    "ServerRelay",
]
