"""Keep a dropped file in the database, and open it again: none of it is ever whole in memory."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListPiece, ListState, MemberList
from importers.limits import UnreadableFileError

MOST_WAITING = 20  # lists of a network of which nothing was written
FILES_KEPT = 20  # of a network: rows, and what became of them, are kept of all its lists
PIECE = 1024 * 1024
LONGEST_NAME = 120
LET_GO = (
    "Le fichier de cette liste n’est plus gardé : il est ancien, ou contenait une donnée"
    " personnelle qui a été effacée. Déposez-le de nouveau, sans elle."
)


class TooManyListsError(Exception):
    """A network leaves lists behind it; the message says in French what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"Votre réseau a déjà {MOST_WAITING} listes qui attendent : supprimez celles qui ne"
            " servent plus ou appliquez les autres, puis déposez celle-ci."
        )


def keep_file(
    session: Session, network: str, filename: str, file: IO[bytes], by: str
) -> MemberList:
    """Any bytes: whether they can be read is for others to say. `by` is "user:12".

    The caller commits. Raises TooManyListsError.
    """
    _make_room(session, network)
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


def _make_room(session: Session, network: str) -> None:
    """Before one more: the oldest files that no work reads any more are let go."""
    own = MemberList.network_slug == network
    waiting = select(func.count()).select_from(MemberList).where(own, MemberList.run_id.is_(None))
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyListsError
    newest = select(MemberList.id).where(own).order_by(MemberList.id.desc()).limit(FILES_KEPT - 1)
    kept = session.scalars(newest).all()
    is_over = MemberList.state.in_((ListState.APPLIED, ListState.UNDONE))
    over = select(MemberList.id).where(own, is_over, MemberList.id.not_in(kept))
    session.execute(delete(ListPiece).where(ListPiece.list_id.in_(over)))


def _plain(filename: str) -> str:
    """The last part of a path, without what no name has."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()).strip()[-LONGEST_NAME:] or "liste"


@contextmanager
def opened_file(session: Session, list_id: int) -> Iterator[Path]:
    """A copy of the file, while the context lasts. Raises UnreadableFileError once it is let go."""
    with tempfile.TemporaryDirectory(prefix="reperess-") as folder:
        path = Path(folder) / "liste"
        with path.open("wb") as file:
            for piece in pieces_of(session, list_id):
                file.write(piece)
            if not file.tell():
                raise UnreadableFileError(LET_GO)
        yield path


def pieces_of(session: Session, list_id: int) -> Iterator[bytes]:
    """One at a time."""
    own = ListPiece.list_id == list_id
    for position in session.scalars(select(ListPiece.position).where(own).order_by("position")):
        yield session.scalars(
            select(ListPiece.content).where(own, ListPiece.position == position)
        ).one()
