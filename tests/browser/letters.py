"""The letters of a site that a browser test drives: no worker sends them, so they all wait."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path


def last_letter(instance: Path, to: str) -> tuple[str, str]:
    """The subject and the text of the last letter to an address."""
    query = "SELECT subject, text FROM outgoing_mail WHERE recipient = ? ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        found = database.execute(query, [to]).fetchone()
    assert found is not None, f"no letter to {to}"
    subject, text = found
    return subject, text


def link_sent(instance: Path, to: str, start: str) -> str:
    """The path of the last link to an address that begins so."""
    found = re.search(rf"{start}\S+", last_letter(instance, to)[1])
    assert found is not None
    return found[0]


def code_sent(instance: Path, to: str) -> str:
    found = re.search(r"\b\d{6}\b", last_letter(instance, to)[0])
    assert found is not None
    return found[0]
