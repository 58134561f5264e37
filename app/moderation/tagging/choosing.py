"""Which structures: those of which nobody says what they do, found by the search engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.db import db
from app.finder import search_engine
from app.moderation.places import departement_names
from app.moderation.tagging.scope import Scope
from app.templating import number
from app.vocabulary import network_names
from domain.kinds import KINDS
from search.port import (
    MAX_PER_PAGE,
    MAX_TEXT_LENGTH,
    Facet,
    SearchQuery,
    SearchResults,
    ServicesKnown,
    Sort,
)

PER_PAGE = 50
# A batch that a person can still look through, and that is written in seconds.
MOST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """ "" asks for all."""

    words: str = ""
    kind: str = ""
    network: str = ""
    departement: str = ""

    def query(self, page: int = 1, per_page: int = PER_PAGE) -> SearchQuery:
        said = {
            Facet.KIND: self.kind,
            Facet.NETWORK: self.network,
            Facet.DEPARTEMENT: self.departement,
        }
        filters = {facet: (value,) for facet, value in said.items() if value}
        filters[Facet.SERVICES_KNOWN] = (ServicesKnown.UNKNOWN.value,)
        return SearchQuery(
            self.words, filters=filters, sort=Sort.NAME, page=page, per_page=per_page
        )

    def address(self) -> Mapping[str, str]:
        said = {
            "mots": self.words,
            "type": self.kind,
            "reseau": self.network,
            "departement": self.departement,
        }
        return {name: value for name, value in said.items() if value}

    def in_words(self) -> str:
        """ "« blanchisserie », ESAT, Nord (59)"."""
        named = (
            f"« {self.words} »" if self.words else "",
            KINDS[self.kind].short if self.kind else "",
            network_names(db.session).get(self.network, ""),
            dict(departement_names()).get(self.departement, ""),
        )
        return ", ".join(filter(None, named)) or "celles qui ne disent rien"

    def chosen_in_words(self, total: int | None = None) -> str:
        """Those ticked: "cochées parmi : ESAT"; all `total`, or the first MOST of them."""
        if total is None:
            return f"cochées parmi : {self.in_words()}"
        if total > MOST:
            return f"les {MOST} premières des {number(total)} : {self.in_words()}"
        return f"toutes : {self.in_words()}"


def read_asked(args: MultiDict[str, str], scope: Scope) -> Asked:
    """What the address asks; what is no choice is left aside. A network asks among its members."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = args.get(name, "")
        return value if value in known else ""

    return Asked(
        words=args.get("mots", "").strip()[:MAX_TEXT_LENGTH],
        kind=one_of("type", KINDS),
        network=scope.slug or one_of("reseau", network_names(db.session)),
        departement=one_of("departement", dict(departement_names())),
    )


def found(asked: Asked, page: int) -> SearchResults:
    """The page asked, or the last one."""
    first = search_engine().search(asked.query())
    wanted = min(max(page, 1), first.pages)
    return first if wanted == 1 else search_engine().search(asked.query(wanted))


def all_found(asked: Asked) -> list[int]:
    """The numbers of the first MOST."""
    ids: list[int] = []
    for page in range(1, MOST // MAX_PER_PAGE + 1):
        results = search_engine().search(asked.query(page, MAX_PER_PAGE))
        ids.extend(hit.id for hit in results.hits)
        if page >= results.pages:
            break
    return ids
