"""The site."""

import gc

# Modules live as long as the process: looking through them for garbage, while they are imported,
# while it runs and again as it ends, took a third of the time of a short command.
gc.disable()

from flask import Flask

from app.accounts.blueprint import configure_accounts
from app.administration.blueprint import configure_administration
from app.api.blueprint import configure_api
from app.audience.counting import configure_audience
from app.config import Settings, load_settings, prepare_instance, secret_key
from app.db import configure_database
from app.directory.blueprint import configure_directory
from app.errors import configure_errors
from app.finder import configure_search
from app.headers import configure_headers
from app.limits import configure_limits
from app.logs import configure_logs
from app.mailing.writing import configure_mailing
from app.meetings.blueprint import configure_meetings
from app.moderation.blueprint import configure_moderation
from app.networks.blueprint import configure_networks
from app.proxies import configure_proxies
from app.static_files import configure_static_files
from app.structures.blueprint import configure_structures
from app.templating import configure_templates

gc.freeze()
gc.enable()


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Raises SettingsError when the environment cannot be used."""
    settings = settings or load_settings()
    prepare_instance(settings)
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config.update(SECRET_KEY=secret_key(settings), SETTINGS=settings)
    configure_logs(app, settings)
    configure_database(app, settings.database)
    configure_search(app, settings)
    configure_mailing(app, settings)
    configure_templates(app, settings)
    configure_limits(app)
    configure_accounts(app, settings)
    configure_audience(app)
    configure_directory(app)
    configure_structures(app)
    configure_networks(app)
    configure_meetings(app)
    configure_api(app)
    configure_administration(app)
    configure_moderation(app)
    configure_errors(app)
    configure_headers(app, settings)
    configure_static_files(app)
    configure_proxies(app, settings)
    return app
