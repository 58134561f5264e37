"""What every template may use: French typography, numbers and dates."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from app.administration.texts import site_name, site_text
from app.config import Settings

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905 reads better than twelve quoted words
)

_BEFORE = re.compile(r" (?=[:;?!»%]|\(\d[\dAB]\d?\))")  # the last is "(49)", "(2A)", "(974)"
_AFTER = re.compile(r"(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_UNITS = re.compile(r"(?<=\d) (?=km\b|€|%)")


def configure_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(FrenchTypography)
    app.jinja_env.globals.update(settings=settings, site_name=site_name, site_text=site_text)
    app.jinja_env.filters.update(typo=typo, number=number, counted=counted, day=day, hour=hour)


class FrenchTypography(Extension):
    """Sets the words written in templates with `typo`; what they show is for the filter."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _spaces(token.value))
            else:
                yield token


def typo(text: str) -> str:
    """French spaces that no line breaks, and curved apostrophes."""
    return _APOSTROPHE.sub("’", _spaces(text))


def _spaces(text: str) -> str:
    return _UNITS.sub(NBSP, _AFTER.sub(NBSP, _BEFORE.sub(NBSP, text)))


def number(value: int) -> str:
    """3000 as "3 000", with a narrow space that no line breaks."""
    return f"{value:,}".replace(",", NARROW_NBSP)


def counted(value: int, noun: str, plural: str = "") -> str:
    """ "1 structure", "3 000 structures": the plural takes an s unless told otherwise."""
    named = (plural or f"{noun}s") if value > 1 else noun
    return f"{number(value)}{NBSP}{named}"


MOST_NAMED = 10


def some_of(names: Sequence[str]) -> str:
    """ "Ana, Camille et 12 autres": a long list is cut, and says so."""
    named, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return f"{named} et {counted(more, 'autre')}" if more > 0 else named


def day(value: date) -> str:
    """A date in words: "1er mars 2026"; of a moment, the date that it was here."""
    if isinstance(value, datetime):
        value = value.astimezone()
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def hour(value: datetime) -> str:
    """The time of day here, where the site's process is (app/cli.py): "9 h 05"."""
    here = value.astimezone()
    return f"{here.hour}{NBSP}h{NBSP}{here.minute:02}"
