"""A list that a network drops or pastes: looked at, then kept.

In this order, so that nothing waits for a file to be read, and that nothing is left of one that
cannot be.
"""

import io
import shutil
import tempfile
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from app.networks.lists.keeping import keep_file
from app.networks.lists.matching import look_at, take_up
from app.networks.lists.models import MemberList
from importers.choices import ReadingChoices
from importers.limits import DROPPED
from importers.reading import open_pasted, open_table

PASTED = "liste collée"


def drop_file(
    session: Session, network: str, filename: str, file: IO[bytes], by: str
) -> MemberList:
    """`by` is "user:12". The caller commits. Raises UnreadableFileError and TooManyListsError."""
    with tempfile.NamedTemporaryFile(prefix="reperess-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        with open_table(Path(copy.name), DROPPED) as table:
            look = look_at(network, table)
        copy.seek(0)
        kept = keep_file(session, network, filename, copy, by)
    take_up(kept, look)
    return kept


def drop_pasted(session: Session, network: str, text: str, by: str) -> MemberList:
    """The same, of cells copied from a spreadsheet."""
    with open_pasted(text, DROPPED) as table:
        look = look_at(network, table)
    content = io.BytesIO(text.encode("utf-8", errors="replace"))
    kept = keep_file(session, network, PASTED, content, by)
    kept.choices = ReadingChoices(look.found.encoding, look.found.separator).as_json()
    take_up(kept, look)
    return kept
