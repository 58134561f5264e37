"""Behind a front server, who asks is what that server says; elsewhere anybody could say it."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings


def configure_proxies(app: Flask, settings: Settings) -> None:
    if settings.trusted_proxies:
        behind = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1)
        app.wsgi_app = behind  # type: ignore[method-assign]  # how Flask documents adding middleware
