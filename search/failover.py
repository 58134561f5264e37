"""Never dark: while a server is away, slow or empty, the index of this machine answers.

The first few searches that it fails wait for it, each for a moment; then it is left alone, and
asked again from aside until it answers the last one that it failed.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal, TypeVar

from domain.geography import Box
from search.port import (
    InvalidQueryError,
    MapResults,
    SearchEngine,
    SearchError,
    SearchQuery,
    SearchResults,
)

PATIENCE_SECONDS = 1.0  # that a search waits for the server; less after others have in vain
FAILURES = 3  # in a row, after which no search waits any more
PAUSE_SECONDS = 1.0  # before the server is asked again; twice as long each time it fails
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # after which one that is back is trusted as before
AT_ONCE = 16  # searches that may be waited for, those given up included

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class FailoverEngine:
    """Asks `server`, and `local` when it does not answer. Safe between threads.

    Nothing is started before the first search, so that it may be made before a fork.
    """

    def __init__(self, server: SearchEngine, local: SearchEngine) -> None:
        self._server = server
        self._local = local
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._failures = 0
        self._is_away = False
        self._pause = PAUSE_SECONDS
        self._back_at = float("-inf")

    @property
    def is_away(self) -> bool:
        """Whether the server is left alone for now."""
        return self._is_away

    def search(self, query: SearchQuery) -> SearchResults:
        """See SearchEngine.search."""
        return self._ask(lambda engine: engine.search(query), lambda found: found.total)

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        """See SearchEngine.map_cells."""
        return self._ask(
            lambda engine: engine.map_cells(query, box, zoom), lambda found: found.everywhere
        )

    def count_at(self, level: Literal["departement", "region"]) -> dict[str, int]:
        """See SearchEngine.count_at."""
        return self._ask(lambda engine: dict(engine.count_at(level)), len)

    def count(self) -> int:
        """See SearchEngine.count."""
        return self._ask(lambda engine: engine.count(), lambda found: found)

    def _ask(self, call: Callable[[SearchEngine], Answer], size: Callable[[Answer], int]) -> Answer:
        """The server's answer; the local one when there is none, or nothing in it to trust."""
        if self._is_away:
            return call(self._local)
        try:
            answer = self._ask_server(lambda: self._answered(call, size))
        except InvalidQueryError:
            # Perhaps only a page that an index half gone does not have.
            return call(self._local)
        except Exception as error:  # whatever it is, the search is answered
            self._has_failed(error, lambda: self._answered(call, size))
            return call(self._local)
        self._failures = 0
        return answer

    def _answered(
        self, call: Callable[[SearchEngine], Answer], size: Callable[[Answer], int]
    ) -> Answer:
        """Raises SearchError when nothing is found because there is nothing to search."""
        answer = call(self._server)
        if not size(answer) and not self._server.count():
            raise SearchError("L’index du serveur est vide.")
        return answer

    def _ask_server(self, call: Callable[[], Answer]) -> Answer:
        """Raises TimeoutError when it takes longer than one waits; what it does then is lost."""
        answer: Future[Answer] = self._threads().submit(call)
        try:
            return answer.result(PATIENCE_SECONDS / (1 + self._failures))
        finally:
            answer.cancel()

    def _threads(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="server-search")
            return self._pool

    def _has_failed(self, error: Exception, call: Callable[[], object]) -> None:
        with self._lock:
            self._failures += 1
            if self._failures < FAILURES or self._is_away:
                return
            self._is_away = True
        log.warning("the search server is away: the local index answers", exc_info=error)
        threading.Thread(target=self._wait_until_back, args=[call], daemon=True).start()

    def _wait_until_back(self, call: Callable[[], object]) -> None:
        if time.monotonic() - self._back_at > STEADY_SECONDS:
            self._pause = PAUSE_SECONDS
        while self._is_away:
            time.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
            self._failures = 0
            try:
                self._ask_server(call)
            except Exception:  # noqa: S112 why it is away was told
                continue
            with self._lock:
                self._is_away = False
                self._back_at = time.monotonic()
        log.warning("the search server answers again")
