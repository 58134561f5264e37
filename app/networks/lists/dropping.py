"""A list that a network drops or pastes, or takes up from another: looked at, then kept.

In this order, so that nothing waits for a file to be read, and that nothing is left of one that
cannot be.
"""

import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.networks.lists.keeping import keep_file
from app.networks.lists.matching import Look, look_at, take_up
from app.networks.lists.models import ListState, MemberList, RowOutcome
from app.networks.lists.refused import refused_rows
from app.networks.lists.turns import hold_list
from importers.choices import Found, ReadingChoices
from importers.limits import DROPPED, UnreadableFileError
from importers.reading import NO_CHOICE, open_pasted, open_table

PASTED = "liste collée"
LEFT_ROWS = " (lignes reprises)"
_LOOKED_BACK = 20  # lists


def drop_file(
    session: Session, network: str, file: FileStorage, by: str, choices: ReadingChoices = NO_CHOICE
) -> MemberList:
    """`by` is "user:12". The caller commits. Raises UnreadableFileError and TooManyListsError."""
    with tempfile.NamedTemporaryFile(prefix="reperess-") as copy:
        shutil.copyfileobj(file.stream, copy)
        look = _look_at(network, copy, choices)
        if choices == NO_CHOICE and (sheet := _sheet_chosen_before(session, network, look.found)):
            with suppress(UnreadableFileError):  # empty this year
                look = _look_at(network, copy, ReadingChoices(sheet=sheet))
                choices = ReadingChoices(sheet=sheet)
        copy.seek(0)
        kept = keep_file(session, network, file.filename or "", copy, by)
    kept.choices = choices.as_json()
    take_up(kept, look)
    return kept


def _sheet_chosen_before(session: Session, network: str, found: Found) -> str | None:
    """Of a workbook like this one: people keep the same file, year after year. The last choice
    counts; None when it is the sheet that is read.
    """
    names = {sheet.name for sheet in found.sheets}
    latest = select(MemberList.choices).where(MemberList.network_slug == network)
    choices = session.scalars(latest.order_by(MemberList.id.desc()).limit(_LOOKED_BACK))
    chosen = (choice.get("sheet") for choice in choices)
    last = next((sheet for sheet in chosen if sheet in names), None)
    return last if last != found.sheet else None


def drop_pasted(session: Session, network: str, text: str, by: str) -> MemberList:
    """The same, of cells copied from a spreadsheet."""
    with open_pasted(text, DROPPED) as table:
        look = look_at(network, table)
    content = io.BytesIO(text.encode("utf-8", errors="replace"))
    kept = keep_file(session, network, PASTED, content, by)
    kept.choices = ReadingChoices(look.found.encoding, look.found.separator).as_json()
    take_up(kept, look)
    return kept


def drop_left_rows(
    session: Session, one: MemberList, outcomes: Iterable[RowOutcome], by: str
) -> MemberList | None:
    """Its rows of these outcomes, as a list that completes it: the same when asked twice.

    None when it has none. The caller commits. Raises UnreadableFileError and SupersededError.
    """
    with tempfile.NamedTemporaryFile(prefix="reperess-") as copy:
        if _write(copy, refused_rows(session, one, outcomes)) == 1:  # the titles
            return None
        look = _look_at(one.network_slug, copy)
        hold_list(session, one, ListState.APPLIED)
        if before := _dropped_before(session, one.network_slug, Path(copy.name)):
            return before
        copy.seek(0)
        name = f"{Path(one.filename).stem}{LEFT_ROWS}.csv"
        kept = keep_file(session, one.network_slug, name, copy, by)
    take_up(kept, look)
    kept.is_partial = True
    return kept


def _look_at(network: str, copy: IO[bytes], choices: ReadingChoices = NO_CHOICE) -> Look:
    """Raises UnreadableFileError."""
    copy.flush()
    with open_table(Path(copy.name), DROPPED, choices) as table:
        return look_at(network, table)


def _write(file: IO[bytes], lines: Iterable[str]) -> int:
    """How many; no more than it takes to be refused."""
    count = 0
    for line in lines:
        file.write(line.encode())
        count += 1
        if file.tell() > DROPPED.file_size:
            break
    return count


def _dropped_before(session: Session, network: str, copy: Path) -> MemberList | None:
    with copy.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    same = MemberList.network_slug == network, MemberList.file_sha256 == digest
    found = select(MemberList).where(*same, MemberList.state != ListState.UNDONE)
    return session.scalars(found.order_by(MemberList.id.desc()).limit(1)).first()
