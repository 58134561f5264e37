"""Logs go to standard error. They name pages and causes, never what people typed."""

import logging
from logging.config import dictConfig

from flask import Flask

from app.config import Settings


def configure_logs(app: Flask, settings: Settings) -> None:
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": settings.log_level.upper(), "handlers": ["stderr"]},
        }
    )
    # Migrations tell their steps through the command line, not here.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # They would tell the addresses that are asked for.
    for name in ("geopy", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    app.logger.setLevel(settings.log_level.upper())
