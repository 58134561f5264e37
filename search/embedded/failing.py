"""The border where the errors of tantivy, NumPy and the file system become ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.port import SearchError


@contextmanager
def failing_as(ours: type[SearchError], message: str, *theirs: type[Exception]) -> Iterator[None]:
    """Raise `ours` in the place of `theirs`, the cause kept. Our own errors go through."""
    try:
        yield
    except SearchError:
        raise
    except theirs as error:
        raise ours(message) from error
    except BaseException as error:
        # Rust code that panics, on a damaged file say, raises what is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ours(message) from error
