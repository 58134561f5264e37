"""Applies what the importers decide to the database, batch by batch."""

from app.importing.running import ImportRequest, ImportResult, NetworkNeededError, import_file

__all__ = ["ImportRequest", "ImportResult", "NetworkNeededError", "import_file"]
