"""A manager at the pages of lists, and the worker behind them."""

import io
import re
from html import unescape

from sqlalchemy import select

from app.db import db
from app.networks.lists.models import ListRow, MemberList
from tests.app.networks.lists.desk import TITLES, advance_list
from tests.app.people import Person

LISTS = "/reseau/cress/listes"
CONFIRMED = {"confirm": "oui"}


def dropped(manager: Person, content: str | bytes, name: str = "membres.csv") -> str:
    """The address of the list; the page when it was refused."""
    body = content.encode() if isinstance(content, str) else content
    answer = manager.send(LISTS, {"file": (io.BytesIO(body), name), "extent": "complete"})
    answer.request.environ["wsgi.input"].close()  # a large one is a file of the client's own
    if answer.status_code == 200:
        return answer.text
    assert answer.status_code == 302, answer.status_code
    return answer.location.removesuffix("/colonnes")


def matched(manager: Person, page: str, **changes: str) -> None:
    """The columns as they are guessed, but for some titles."""
    html = manager.open(f"{page}/colonnes").text
    sent = {"one_row_a_service": "y"} if re.search(r"checked[^>]*one_row_a_service", html) else {}
    for name, value in re.findall(r'name="(columns-\d+-title)"[^>]*value="([^"]*)"', html):
        sent[name] = unescape(value)
        held = name.replace("title", "held")
        options = html.split(f'name="{held}"')[1].split("</select>")[0]
        chosen = re.search(r'selected value="([^"]*)"', options)
        sent[held] = changes.get(sent[name], chosen[1] if chosen else "")
    answer = manager.send(f"{page}/colonnes", sent)
    assert answer.status_code == 302, answer.text
    work(page)


def number_of(page: str) -> int:
    return int(page.rpartition("/")[2])


def work(page: str) -> None:
    """As the worker does."""
    db.session.commit()
    advance_list(number_of(page))
    db.session.expire_all()


def act(manager: Person, page: str, name: str) -> None:
    assert manager.send(f"{page}/{name}", CONFIRMED).status_code == 302
    work(page)


def rows_of(page: str) -> list[ListRow]:
    rows = select(ListRow).where(ListRow.list_id == number_of(page), ListRow.line.is_not(None))
    return list(db.session.scalars(rows.order_by(ListRow.line)))


def read(manager: Person, *rows: str) -> str:
    """The address of a list of these rows, its columns matched as they are guessed."""
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    return page


def one_of(page: str) -> MemberList:
    db.session.expire_all()
    return db.session.get_one(MemberList, number_of(page))


def first_row(page: str) -> ListRow:
    return rows_of(page)[0]


def answer(manager: Person, page: str, row: ListRow, said: str, asked: str = "") -> str:
    """Where it leads."""
    sent = manager.send(f"{page}/lignes/{row.id}/choisir{asked}", {"choice": said})
    db.session.expire_all()
    return sent.location
