"""The tables of the database, from the first one on; what serves pages never loads Alembic."""

from flask import current_app
from flask_alembic import Alembic

from domain.models import Base

_alembic = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")


def alembic() -> Alembic:
    """Migrations of the current application.

    Raises AssertionError where the application has served a page before they are first asked for.
    """
    if "alembic" not in current_app.extensions:
        current_app.config["ALEMBIC"] = {"script_location": "migrations", "version_locations": []}
        _alembic.init_app(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy
    return _alembic
