"""Never dark: while a server is away, slow or empty, the index of this machine answers.

The first few searches that it fails wait for it, each for a moment; then it is left alone, and
asked again from aside until it answers the last one that it failed, or others do. All searches go
the same way until then: the two engines do not order alike, and pages would not follow.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Literal, TypeVar

from domain.geography import Box
from search.port import (
    InvalidQueryError,
    MapResults,
    RefusedError,
    SearchEngine,
    SearchError,
    SearchQuery,
    SearchResults,
)

PATIENCE_SECONDS = 1.0  # that a search waits for the server; less after others have in vain
SLOW_SECONDS = 0.5  # an answer that takes longer is shown, but counts as a failure
FAILURES = 3  # in a row, after which no search waits any more
QUICK_SECONDS = 0.25  # an answer that takes longer is too slow when others wait as well
CROWD = 2  # of them
LOOK_SECONDS = 5.0  # between two looks at whether the server's index is kept in step
PAUSE_SECONDS = 1.0  # before the server is asked again; twice as long each time it fails
LONGEST_PAUSE_SECONDS = 10.0
TRIES = 3  # of the search that it failed; then it is enough that it answers another
STEADY_SECONDS = 60.0  # after which one that is back is trusted as before
AT_ONCE = 16  # searches under way, those given up included

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class FailoverEngine:
    """Asks `server`, and `local` when it does not answer. Safe between threads.

    `is_fed` tells whether the server's index is kept in step: it is not trusted unless it is.
    Nothing is started before the first search, so that it may be made before a fork.
    """

    def __init__(
        self,
        server: SearchEngine,
        local: SearchEngine,
        is_fed: Callable[[], bool] = lambda: True,
    ) -> None:
        self._server = server
        self._local = local
        self._is_fed = is_fed
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._failures = 0
        self._is_away = False
        self._waiting: list[float] = []  # since when, for each search that does
        self._pause = PAUSE_SECONDS
        self._back_at = float("-inf")
        self._look_at = float("-inf")
        self._was_in_step = True

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
        if self._is_away or self._is_stuck() or not self._is_trusted():
            return call(self._local)

        def ask() -> Answer:
            return self._answered(call, size)

        start = time.monotonic()
        try:
            with self._waiting_since(start):
                answer = self._ask_server(ask, PATIENCE_SECONDS / (1 + self._failures))
        except (InvalidQueryError, RefusedError):
            # Of this query alone; perhaps a page that an index half gone does not have.
            return call(self._local)
        except Exception as error:  # whatever it is, the search is answered
            self._has_failed(error, ask)
            return call(self._local)
        if self._was_slow(time.monotonic() - start):
            self._has_failed(TimeoutError("slow answers"), ask)
        else:
            self._failures = 0
        return answer

    def _is_trusted(self) -> bool:
        """Whether its index was kept in step when last looked at."""
        with self._lock:
            if time.monotonic() < self._look_at:
                return self._was_in_step
            self._look_at = time.monotonic() + LOOK_SECONDS
        self._was_in_step = self._is_in_step()
        return self._was_in_step

    def _is_stuck(self) -> bool:
        """Whether a search waits, and has for long."""
        with self._lock:
            return bool(self._waiting) and time.monotonic() - min(self._waiting) > SLOW_SECONDS

    def _was_slow(self, seconds: float) -> bool:
        """Whether an answer took so long that the site would soon do nothing but wait."""
        with self._lock:
            crowded = len(self._waiting) >= CROWD
        return seconds > SLOW_SECONDS or (seconds > QUICK_SECONDS and crowded)

    @contextmanager
    def _waiting_since(self, start: float) -> Iterator[None]:
        """A search waits during the block."""
        with self._lock:
            self._waiting.append(start)
        try:
            yield
        finally:
            with self._lock:
                self._waiting.remove(start)

    def _answered(
        self, call: Callable[[SearchEngine], Answer], size: Callable[[Answer], int]
    ) -> Answer:
        """Raises SearchError when nothing is found because there is nothing to search."""
        answer = call(self._server)
        if not size(answer) and not self._server.count():
            raise SearchError("L’index du serveur est vide.")
        return answer

    def _ask_server(self, call: Callable[[], Answer], patience: float) -> Answer:
        """Raises TimeoutError when it takes longer than one waits; what it does then is lost."""
        answer: Future[Answer] = self._threads().submit(call)
        try:
            return answer.result(patience)
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
        # Not the causes: the server repeats what was searched.
        log.warning("the search server is away: the local index answers (%s)", error)
        threading.Thread(target=self._wait_until_back, args=[call], daemon=True).start()

    def _wait_until_back(self, call: Callable[[], object]) -> None:
        if time.monotonic() - self._back_at > STEADY_SECONDS:
            self._pause = PAUSE_SECONDS
        tries = 0
        self._rest()
        while not (self._answers(call) or (tries >= TRIES and self._holds_somebody())):
            tries += 1
            self._rest()
        while not self._is_in_step():
            time.sleep(PAUSE_SECONDS)
        with self._lock:
            self._failures = 0
            self._is_away = False
            self._back_at = time.monotonic()
        log.warning("the search server answers again")

    def _rest(self) -> None:
        """Twice as long each time."""
        time.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def _answers(self, call: Callable[[], object]) -> bool:
        """Whether it answers the search that it failed, and soon enough."""
        try:
            self._ask_server(call, QUICK_SECONDS)
        except (InvalidQueryError, RefusedError):
            # It does: only that page is no more. Unless nobody is there.
            return self._holds_somebody()
        except Exception:  # why it is away was told
            return False
        return True

    def _holds_somebody(self) -> bool:
        try:
            return bool(self._ask_server(self._server.count, QUICK_SECONDS))
        except Exception:  # it is away again
            return False

    def _is_in_step(self) -> bool:
        try:
            return self._is_fed()
        except Exception:  # the database may be away as well
            return False
