"""Applies what the importers decide to the database, batch by batch."""

from app.importing.running import (
    DirectoryBusyError,
    ImportedFile,
    ImportRequest,
    NetworkNeededError,
    import_file,
)

__all__ = [
    "DirectoryBusyError",
    "ImportRequest",
    "ImportedFile",
    "NetworkNeededError",
    "import_file",
]
