"""What the pages of lists read: a network's lists, one of them, its rows page by page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import joinedload, load_only

from app.db import db
from app.forms import number_in
from app.networks.lists.counting import IS_JOINED, Counts, counts_apart
from app.networks.lists.doubts import reason_told
from app.networks.lists.members import UNDECIDED, named_in
from app.networks.lists.models import (
    AT_WORK,
    TOUCHED,
    ListPiece,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
)
from app.networks.lists.turns import SupersededError
from app.paging import page_within
from domain.models import Membership, Supplier, utcnow
from importers.column_mapping import ColumnMapping
from importers.recalling import ColumnGuess, EarlierList

PER_PAGE = 50
LISTS_REMEMBERED = 20


def list_or_404(network: str, list_id: int) -> MemberList:
    """A list of this network, and of no other."""
    found = db.session.get(MemberList, list_id)
    return found if found is not None and found.network_slug == network else abort(404)


def row_of(one: MemberList, row_id: int) -> ListRow:
    """As it is now. Raises SupersededError when it is none of the list's, or no more."""
    found = db.session.get(ListRow, row_id, populate_existing=True)
    if found is None or found.list_id != one.id:
        raise SupersededError(ROW_GONE)
    return found


ROW_GONE = "Cette ligne n’est pas, ou plus, dans la liste. Voici la liste telle qu’elle est."


@dataclass(frozen=True, slots=True)
class ListsPage:
    lists: Sequence[MemberList]
    number: int
    last: int


def lists_page(network: str, number: int) -> ListsPage:
    """The network's, the latest first: the page asked, or the last one."""
    own = MemberList.network_slug == network
    total = db.session.scalar(select(func.count()).select_from(MemberList).where(own)) or 0
    number, last = page_within(number, total, PER_PAGE)
    shown = _named_lists(network).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return ListsPage(db.session.scalars(shown).all(), number, last)


def last_list(network: str) -> MemberList | None:
    return db.session.scalar(_named_lists(network).limit(1))


def _named_lists(network: str) -> Select[MemberList]:
    """The latest first, without what they hold: words, titles, columns."""
    own = select(MemberList).where(MemberList.network_slug == network)
    return own.order_by(MemberList.id.desc()).options(_NAMED)


_NAMED = load_only(
    MemberList.filename,
    MemberList.dropped_at,
    MemberList.dropped_by,
    MemberList.is_partial,
    MemberList.row_count,
    MemberList.state,
    MemberList.applied_at,
)


def earlier_lists(network: str) -> list[EarlierList]:
    """The network's last lists whose columns a person settled, the latest first."""
    settled = (
        select(MemberList.filename, MemberList.found, MemberList.mapping)
        .where(
            MemberList.network_slug == network,
            MemberList.mapping.is_not(None),
            MemberList.state != ListState.DROPPED,  # nobody has looked at that guess
        )
        .order_by(MemberList.id.desc())
        .limit(LISTS_REMEMBERED)
    )
    return [
        EarlierList(name, _proposed(found), ColumnMapping.from_json(mapping))
        for name, found, mapping in db.session.execute(settled)
    ]


def _proposed(found: Mapping[str, Any] | None) -> tuple[ColumnGuess, ...]:
    return tuple(map(ColumnGuess.from_json, found["columns"])) if found else ()


def is_matched_by_hand(network: str, titles: Sequence[str]) -> bool:
    """Whether a person said what the columns of the network's last list of these titles are."""
    return mapping_said_of(network, titles) is not None


def mapping_said_of(network: str, titles: Sequence[str]) -> dict[str, Any] | None:
    """What a person said of the columns of the network's last list of these very titles."""
    read = MemberList.network_slug == network, MemberList.state != ListState.DROPPED
    latest = select(MemberList.header, MemberList.mapping).where(*read)
    known = db.session.execute(latest.order_by(MemberList.id.desc()).limit(LISTS_REMEMBERED))
    same = (mapping for header, mapping in known if header.get("titles") == list(titles))
    return next(same, None)


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """Rows of that outcome, written or to come, with a remark, of that name or line; else any.

    `is_spared`: whether undoing has left them, whole or in part. `is_joined`: whether another row
    of the same structure says what they say.

    `touched`: one just answered, which stays whatever it has become.
    """

    outcome: RowOutcome | None = None
    is_written: bool | None = None
    is_remarked: bool = False
    words: str = ""
    touched: int | None = None
    is_spared: bool | None = None
    is_joined: bool | None = None

    @property
    def as_sql(self) -> ColumnElement[bool]:
        asked = and_(true(), *self._wanted())
        return asked if self.touched is None else or_(asked, ListRow.id == self.touched)

    def _wanted(self) -> Iterator[ColumnElement[bool]]:
        if self.outcome:
            yield ListRow.outcome == self.outcome
        if self.is_written is not None:
            yield ListRow.is_applied.is_(self.is_written)
        if self.is_spared is not None:
            yield ListRow.spared.is_not(None) if self.is_spared else ListRow.spared.is_(None)
        if self.is_joined is not None:
            yield IS_JOINED if self.is_joined else not_(IS_JOINED)
        if self.is_remarked:
            yield IS_REMARKED
        if self.words:
            named = ListRow.name.icontains(self.words, autoescape=True)
            typed_line = number_in(self.words)
            yield named if typed_line is None else or_(named, ListRow.line == typed_line)

    @property
    def as_args(self) -> dict[str, Any]:
        """As addresses of other pages of the same rows say it."""
        said = {
            "lignes": self.outcome,
            "ecrites": _YES_NO.get(self.is_written),
            "gardees": _YES_NO.get(self.is_spared),
            "reunies": _YES_NO.get(self.is_joined),
            "remarques": "oui" if self.is_remarked else None,
            "q": self.words or None,
        }
        return {name: value for name, value in said.items() if value is not None}


_YES_NO: Mapping[bool | None, str] = {True: "oui", False: "non"}
_SAID = {"oui": True, "non": False}
# What was told of a refused row is why it is refused.
IS_REMARKED = and_(cast(ListRow.told, Text) != "[]", ListRow.outcome != RowOutcome.REJECTED)


def rows_asked(said: Mapping[str, str]) -> RowsAsked:
    """What an address asks; what it asks amiss is left aside."""
    outcome = said.get("lignes", "")
    return RowsAsked(
        RowOutcome(outcome) if outcome in {known.value for known in RowOutcome} else None,
        _SAID.get(said.get("ecrites", "")),
        said.get("remarques") == "oui",
        " ".join(said.get("q", "").replace("\x00", " ").split())[:100],
        number_in(said.get("touchee", "")),
        _SAID.get(said.get("gardees", "")),
        _SAID.get(said.get("reunies", "")),
    )


@dataclass(frozen=True, slots=True)
class RowsPage:
    """`counts` and `remarked`, rows with a remark, are of the whole list, whatever is asked."""

    rows: Sequence[ListRow]
    counts: Counts
    remarked: int
    number: int
    last: int


def rows_page(one: MemberList, asked: RowsAsked, number: int) -> RowsPage:
    """The page asked, or the last one; in the order of the file, who is gone at the end."""
    of_list = ListRow.list_id == one.id
    shown = of_list, asked.as_sql
    total = db.session.scalar(select(func.count()).select_from(ListRow).where(*shown)) or 0
    number, last = page_within(number, total, PER_PAGE)
    query = select(ListRow).where(*shown).order_by(ListRow.line.is_(None), ListRow.line, ListRow.id)
    page = query.options(joinedload(ListRow.supplier)).limit(PER_PAGE)
    rows = db.session.scalars(page.offset((number - 1) * PER_PAGE)).all()
    remarked = select(func.count()).select_from(ListRow).where(of_list, IS_REMARKED)
    return RowsPage(
        rows,
        counts_apart(db.session, one.id),
        db.session.scalar(remarked) or 0,
        number,
        last,
    )


def how_many_left_out(one: MemberList) -> int:
    """Rows that somebody has left out, of those that may be taken up again."""
    left = ListRow.outcome == RowOutcome.SKIPPED, ListRow.choice.is_not(None)
    of_list = select(func.count()).where(ListRow.list_id == one.id, *left)
    return db.session.scalar(of_list) or 0


def lists_before(one: MemberList) -> int:
    """Those that are worked on, or that wait for longer; none once this one's turn has come."""
    now = utcnow()
    if not one.is_at_work or (one.held_until and one.held_until > now):
        return 0
    asked_before = tuple_(MemberList.asked_at, MemberList.id) < (one.asked_at, one.id)
    is_before = or_(MemberList.held_until > now, asked_before)
    query = select(func.count()).select_from(MemberList).where(MemberList.state.in_(AT_WORK))
    return db.session.scalar(query.where(MemberList.id != one.id, is_before)) or 0


def how_many_leave(one: MemberList) -> int:
    """Members who will no longer be any once the list is applied."""
    return db.session.scalar(_who_leave(one)) or 0


def how_many_lose(one: MemberList) -> int:
    """Of those, who is vouched for or has a note: what ends with the membership is told on rows."""
    return db.session.scalar(_who_leave(one).where(cast(ListRow.told, Text) != "[]")) or 0


def _who_leave(one: MemberList) -> Select[int]:
    gone = ListRow.outcome == RowOutcome.GONE, ListRow.choice.is_(None)
    query = select(func.count()).select_from(ListRow).where(ListRow.list_id == one.id, *gone)
    return query.where(ListRow.is_applied.is_(False))


def how_many_said(one: MemberList) -> int:
    """Rows of which somebody said something."""
    said = ListRow.list_id == one.id, TOUCHED
    return db.session.scalar(select(func.count()).select_from(ListRow).where(*said)) or 0


MOST_NAMED = 5


def unnamed_members(one: MemberList) -> tuple[int, list[str]]:
    """Members by another source than the network's lists whom no row names: how many, some names.

    They stay: a list only ends what lists have said. A complement says nothing of them.
    """
    if one.is_partial:
        return 0, []
    named = named_in(one, ListRow.list_id == one.id).subquery()
    ids = select(named.c[0]).where(named.c[0].is_not(None))
    members = (
        select(Supplier.id, Supplier.name)
        .join(Supplier.memberships)
        .where(
            Membership.network_slug == one.network_slug,
            Membership.source != one.source,
            Supplier.is_listed,
            Supplier.id.not_in(ids),  # at once: asked of each member, it would read every row
        )
    )
    perhaps = _may_be(one)
    found = db.session.execute(members.order_by(Supplier.name, Supplier.id))
    names = [name for id_, name in found if id_ not in perhaps]
    return len(names), names[:MOST_NAMED]


def _may_be(one: MemberList) -> set[int]:
    """Whom rows that wait for a person, or are left out, may be."""
    undecided = select(ListRow.candidates).where(
        ListRow.list_id == one.id, ListRow.outcome.in_(UNDECIDED)
    )
    return {doubt["id"] for doubts in db.session.scalars(undecided) for doubt in doubts}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows wait for a person. `may_be_known`: each may be a structure of the directory."""

    words: str
    may_be_known: bool


def reasons_to_decide(one: MemberList) -> dict[Reason, int]:
    """How many rows wait for each, the commonest first."""
    doubtful = select(ListRow.candidates).where(
        ListRow.list_id == one.id, ListRow.outcome == RowOutcome.DOUBTFUL
    )
    few_at_a_time = doubtful.order_by(ListRow.id).execution_options(yield_per=1000)
    counts = Counter(
        Reason(reason_told(doubts), may_be_known=doubts[0]["id"] is not None)
        for doubts in db.session.scalars(few_at_a_time)
    )
    return dict(counts.most_common())


def candidates_of(row: ListRow) -> list[tuple[Supplier, str]]:
    """Suppliers that the row may be, each with why."""
    ids = [candidate["id"] for candidate in row.candidates]
    found = {s.id: s for s in db.session.scalars(select(Supplier).where(Supplier.id.in_(ids)))}
    return [(found[c["id"]], c["reason"]) for c in row.candidates if c["id"] in found]


def neighbours(one: MemberList, row: ListRow) -> tuple[int | None, int | None]:
    """The rows before and after it among those of its outcome."""
    same = select(ListRow.id).where(ListRow.list_id == one.id, ListRow.outcome == row.outcome)
    before = same.where(ListRow.id < row.id).order_by(ListRow.id.desc()).limit(1)
    after = same.where(ListRow.id > row.id).order_by(ListRow.id).limit(1)
    return db.session.scalar(before), db.session.scalar(after)


def next_to_decide(one: MemberList, row: ListRow) -> ListRow | None:
    """The doubtful row after this one, or the first of them."""
    doubtful = ListRow.list_id == one.id, ListRow.outcome == RowOutcome.DOUBTFUL
    in_turn = select(ListRow).where(*doubtful).order_by(ListRow.id < row.id, ListRow.id)
    return db.session.scalar(in_turn.limit(1))


def has_file(one: MemberList) -> bool:
    """Whether its file is still there: it goes with personal data that is erased."""
    piece = select(ListPiece.position).where(ListPiece.list_id == one.id).limit(1)
    return db.session.scalar(piece) is not None


def is_file_read_before(one: MemberList) -> bool:
    """Whether another list of the network, read and not undone, is of this very file."""
    left = (ListState.DROPPED, ListState.UNDONE)
    same = (
        MemberList.network_slug == one.network_slug,
        MemberList.file_sha256 == one.file_sha256,
        MemberList.id != one.id,
        MemberList.state.not_in(left),
    )
    return db.session.scalar(select(MemberList.id).where(*same).limit(1)) is not None


def is_waiting_list(one: MemberList) -> bool:
    """Whether nothing of it was ever written: it can be thrown away."""
    return one.run_id is None and one.state in {ListState.DROPPED, ListState.READ}
