"""The default engine, in process: tantivy for text, NumPy columns for all the rest."""

from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter, IndexBusyError

__all__ = ["EmbeddedEngine", "EmbeddedWriter", "IndexBusyError"]
