"""The copies of the index that this machine feeds: its own, and the server's when there is one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from app.config import Engine, Settings
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.meilisearch import COPY, MeilisearchEngine, MeilisearchWriter, Server, ServerRelay
from search.relay import AnyRelay, EmbeddedRelay, embedded_copy

# A batch of documents may be long to send and to take; one that was cut off is waited for as long.
ANSWER_SECONDS = 10.0

Sessions = sessionmaker[Session]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its cursor's name, what people call it, and how it is fed and read."""

    name: str
    label: str
    opened: Callable[[], AbstractContextManager[AnyRelay]]
    fingerprints: Callable[[], dict[int, str]]
    count: Callable[[], int]  # as searches see it


def copies(settings: Settings, sessions: Sessions) -> list[Copy]:
    """The embedded one first: it answers whatever becomes of the server."""
    own = _embedded(settings, sessions)
    if settings.search_engine is Engine.EMBEDDED:
        return [own]
    return [own, _on_server(settings, sessions)]


@contextmanager
def opened_relay(settings: Settings, sessions: Sessions) -> Iterator[EmbeddedRelay]:
    """The relay of this machine's embedded index. Raises SearchError if it is being written."""
    writer = EmbeddedWriter(settings.index_path)
    try:
        yield EmbeddedRelay(sessions, writer, embedded_copy(settings.index_path))
    finally:
        writer.close()


@contextmanager
def _opened_server_relay(writer: MeilisearchWriter, sessions: Sessions) -> Iterator[ServerRelay]:
    relay = ServerRelay(sessions, writer)
    try:
        yield relay
    finally:
        relay.give_lease_back()


def _embedded(settings: Settings, sessions: Sessions) -> Copy:
    engine = EmbeddedEngine(settings.index_path)
    return Copy(
        name=embedded_copy(settings.index_path),
        label="L’index de cette machine",
        opened=lambda: opened_relay(settings, sessions),
        fingerprints=engine.fingerprints,
        count=engine.count,
    )


def _on_server(settings: Settings, sessions: Sessions) -> Copy:
    server = Server(settings.meili_url, settings.meili_index_key, ANSWER_SECONDS)
    words = EmbeddedEngine(settings.index_path).vocabulary
    searched = Server(settings.meili_url, settings.meili_search_key, ANSWER_SECONDS)
    writer = MeilisearchWriter(server, settings.meili_index_prefix)
    return Copy(
        name=COPY,
        label="L’index du serveur Meilisearch",
        opened=lambda: _opened_server_relay(writer, sessions),
        fingerprints=writer.fingerprints,
        count=MeilisearchEngine(searched, settings.meili_index_prefix, words).count,
    )
