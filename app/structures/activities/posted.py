"""What a form sent, whatever its author meant: a file where a text is due counts for nothing."""

from typing import Any


def texts_in(formdata: Any, name: str) -> list[str]:
    """The texts sent under that name, in order."""
    return [value for value in formdata.getlist(name) if isinstance(value, str)]


def text_in(formdata: Any, name: str, default: str = "") -> str:
    return next(iter(texts_in(formdata, name)), default)
