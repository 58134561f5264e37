"""Letters of one shape."""

from flask import Flask

from app.mailing.letters import Letter, send_letter
from tests.app.pages import on_sqlite
from tests.app.people import letters


@on_sqlite
def test_a_letter_quotes_nothing_when_nothing_was_written(app: Flask) -> None:
    for quote in ("Les statuts le disent.", ""):
        quoting = "Le modérateur écrit :"
        send_letter(
            "a@atelier.example", Letter("Sujet", (), "Ici", "/", quoting=quoting, quote=quote)
        )
    said, silent = letters()
    for text in (said.text, said.html):
        assert "Le modérateur écrit" in text
        assert "Les statuts le disent." in text
    for text in (silent.text, silent.html):
        assert "Le modérateur écrit" not in text
        assert "<blockquote" not in text
