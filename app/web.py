"""The web server; app/supervisor.py starts it with gunicorn's own options."""

from gunicorn.app.wsgiapp import WSGIApplication

from app.lifeline import end_with_supervisor


def main() -> None:
    end_with_supervisor()
    WSGIApplication().run()


if __name__ == "__main__":
    main()
