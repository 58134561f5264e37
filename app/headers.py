"""The headers of every answer: a page loads nothing but what this site serves.

One exception, if the administrator asks for it: the background of maps.
"""

from flask import Flask, Response
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.config import Environment, Settings


def content_security_policy(settings: Settings, ancestors: str = "'none'") -> str:
    """`ancestors`: the sites whose pages may show this one in a frame."""
    images = " ".join(filter(None, ("'self' data:", settings.map_tiles_origin)))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {ancestors}",
        )
    )


class AnswersForAll(SecureCookieSessionInterface):
    """An answer that is everybody's says nothing of who asks: a cache keeps one of it for all."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.public:
            super().save_session(app, session, response)


def configure_headers(app: Flask, settings: Settings) -> None:
    policy = content_security_policy(settings)
    app.session_interface = AnswersForAll()

    @app.after_request
    def add_headers(response: Response) -> Response:
        # What somebody signed in sees is theirs: no cache keeps it, but for what is everybody's.
        if "_user_id" in cookie and not response.cache_control.public:
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=()")
        if settings.environment is Environment.PRODUCTION:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
