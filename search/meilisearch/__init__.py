"""The engine on a Meilisearch server, for directories that grow; see search/port.py."""

from search.meilisearch.engine import MeilisearchEngine
from search.meilisearch.server import Server
from search.meilisearch.writer import MeilisearchWriter

__all__ = ["MeilisearchEngine", "MeilisearchWriter", "Server"]
