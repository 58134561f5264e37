"""Applies what the importers decide to the database, batch by batch."""

from app.importing.running import ImportedFile, ImportRequest, NetworkNeededError, import_file
from app.importing.turns import DirectoryBusyError

__all__ = [
    "DirectoryBusyError",
    "ImportRequest",
    "ImportedFile",
    "NetworkNeededError",
    "import_file",
]
