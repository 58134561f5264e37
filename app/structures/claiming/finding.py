"""A structure looked for by who keeps it: by its SIRET or SIREN, else by its name."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.directory.queries import suppliers_found
from app.finder import search_engine
from domain.identifiers import check_siret, is_siren
from domain.likeness import rewordings
from domain.models import Supplier
from search.french import tokens
from search.port import SearchQuery

AT_MOST = 20
SIREN_DIGITS = 9


def find_structures(words: str) -> list[Supplier]:
    """Those of the directory that these words name, the likeliest first. Raises SearchError."""
    ids = _by_number(words) or _by_words(words)
    found = suppliers_found(ids)
    return [found[id_] for id_ in ids if id_ in found]


def is_number(words: str) -> bool:
    """Whether they are a SIRET or a SIREN, or would be: digits and what parts them."""
    return len(re.sub(r"[\s.-]", "", words)) >= SIREN_DIGITS and not re.search(r"[^\d\s.-]", words)


def _by_number(words: str) -> Sequence[int]:
    siret = check_siret(words)
    digits = "".join(words.split())
    if siret.problem is None:
        matches = Supplier.siret == siret.value
    elif is_siren(digits):
        matches = Supplier.siren == digits
    else:
        return ()
    wanted = select(Supplier.id).where(matches, Supplier.is_listed)
    return db.session.scalars(wanted.order_by(Supplier.id).limit(AT_MOST)).all()


def _by_words(words: str) -> Sequence[int]:
    """As typed; when nothing is so called, as the name may be written."""
    for text in filter(tokens, (words, *rewordings(words))):
        if hits := search_engine().search(SearchQuery(text=text, per_page=AT_MOST)).hits:
            return [hit.id for hit in hits]
    return ()
