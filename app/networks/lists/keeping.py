"""Keep a dropped file in the database, and open it again: none of it is ever whole in memory."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListPiece, MemberList

PIECE = 1024 * 1024
LONGEST_NAME = 120


def keep_file(
    session: Session, network: str, filename: str, file: IO[bytes], by: str
) -> MemberList:
    """Any bytes: whether they can be read is for others to say. `by` is "user:12".

    The caller commits.
    """
    kept = MemberList(
        network_slug=network,
        filename=_plain(filename),
        file_sha256="",
        dropped_by=by,
        asked_by=by,
    )
    session.add(kept)
    session.flush()
    digest = hashlib.sha256()
    for position, content in enumerate(iter(lambda: file.read(PIECE), b"")):
        digest.update(content)
        piece = ListPiece(list_id=kept.id, position=position, content=content)
        session.add(piece)
        session.flush()
        session.expunge(piece)
    kept.file_sha256 = digest.hexdigest()
    return kept


def _plain(filename: str) -> str:
    """The last part of a path, without what no name has."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()).strip()[-LONGEST_NAME:] or "liste"


@contextmanager
def opened_file(session: Session, list_id: int) -> Iterator[Path]:
    """A copy of the file, while the context lasts."""
    with tempfile.TemporaryDirectory(prefix="reperess-") as folder:
        path = Path(folder) / "liste"
        with path.open("wb") as file:
            for piece in pieces_of(session, list_id):
                file.write(piece)
        yield path


def pieces_of(session: Session, list_id: int) -> Iterator[bytes]:
    """One at a time."""
    own = ListPiece.list_id == list_id
    for position in session.scalars(select(ListPiece.position).where(own).order_by("position")):
        yield session.scalars(
            select(ListPiece.content).where(own, ListPiece.position == position)
        ).one()
