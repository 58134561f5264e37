"""The web server; app/supervisor.py starts it with gunicorn's own options."""

from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication

from app.administration.following import keep_following
from app.audience.counting import counts
from app.directory.reading_ahead import read_ahead
from app.lifeline import end_with_supervisor


class Server(WSGIApplication):  # type: ignore[misc]  # gunicorn ships no types
    def load(self) -> Flask:
        """The site, in each process that serves it."""
        app: Flask = super().load()
        with app.app_context():
            counts().start()
        keep_following(app)
        return app


def main() -> None:
    end_with_supervisor()
    # Before the processes that serve are forked: they share it, and a new one answers at once.
    read_ahead()
    Server().run()


if __name__ == "__main__":
    main()
