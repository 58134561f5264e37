"""A search as it was asked and understood: what views pass on to presenters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.directory.faulty_codes import faulty_spans
from app.directory.forms import Criteria
from app.directory.places import PlaceReading, read_place
from app.directory.wanted import text_read
from domain.geography import Place
from search.french import tokens
from search.port import NO_NEED, Facet, Near, SearchEngine, SearchQuery
from search.understanding import Understood, What

VILLAGE = 2_000  # inhabitants: below, who types its name alone may mean a structure


@dataclass(frozen=True, slots=True)
class Asked:
    """`networks`: slug → name; `problems`: a sentence for each part that could not be followed."""

    criteria: Criteria
    place: PlaceReading
    networks: Mapping[str, str]
    problems: list[str] = field(default_factory=list)
    leaves_words_out: bool = False  # those that nothing reads: nobody answers with them

    @property
    def near(self) -> Near | None:
        return self.place.near(self.criteria.radius_km, self.criteria.reading)

    @property
    def services(self) -> tuple[str, ...]:
        """The services that the need names: those ticked, else those that its words say."""
        said = self.criteria.understood.values(What.SERVICE)
        return self.criteria.filters.get(Facet.SERVICE) or said

    def query(self) -> SearchQuery:
        """With all facets but that of networks, among the members of one."""
        facets = (f for f in Facet if f is not Facet.NETWORK or not self.criteria.network)
        query = self.criteria.query(self.near, has_point=self.place.has_point, facets=tuple(facets))
        if self.place.name:
            query = replace(query, name=f"{self.place.name} ")
        if not self.leaves_words_out:
            return query
        return replace(query, text=text_read(self.criteria.understood))

    def without_words_left(self) -> "Asked":
        """All that was read, and a word about what is left out."""
        words = _words_untold(self.criteria.understood)
        told = [f"Personne ne répond à tout : voici qui répond sans « {words} »."] if words else []
        return replace(self, leaves_words_out=True, problems=[*self.problems, *told])

    def from_the_first_page(self, problem: str) -> "Asked":
        return replace(self, criteria=self.criteria.at_page(1), problems=[*self.problems, problem])


def _words_untold(understood: Understood) -> str:
    """The words left over, but for those of a code of which something else is told."""
    faults = faulty_spans(understood)
    if not faults:
        return understood.text
    left = (s for s in understood.left if not any(f.start <= s.start < f.end for f in faults))
    return " ".join(understood.typed[start:end] for start, end in left)


def asked_for(
    criteria: Criteria,
    networks: Mapping[str, str] | None = None,
    problems: Sequence[str] = (),
) -> Asked:
    """The place is the one typed apart, else the one that the need says."""
    said = criteria.understood.place
    apart = read_place(criteria.place)
    place = apart if criteria.place else PlaceReading("", said)
    return Asked(criteria, place, networks or {}, list(problems))


def answered_by(engine: SearchEngine, asked: Asked) -> Asked:
    """As asked or, when nobody has the words that nothing reads, without them if that finds.

    The name of a village that is also somebody's is searched as a name.

    Raises InvalidQueryError and SearchError as the engine does.
    """
    asked = _by_name(engine, asked)
    words = asked.criteria.understood.text
    if not (words and asked.query().need) or _finds(engine, asked):
        return asked
    without = asked.without_words_left()
    return without if _finds(engine, without) else asked


def _by_name(engine: SearchEngine, asked: Asked) -> Asked:
    """One word, alone, that is a village and what somebody is called."""
    typed, village = asked.criteria.text, _village_alone(asked.criteria)
    if village is None or not _is_a_name(engine, asked):
        return asked
    place = PlaceReading("", None, (village,), name=typed)
    # In quotes, words are never read.
    return replace(asked, criteria=replace(asked.criteria, text=f'"{typed}"'), place=place)


def _village_alone(criteria: Criteria) -> Place | None:
    understood = criteria.understood
    place, said = understood.place, [mention.what for mention in understood.mentions]
    is_alone = said == [What.PLACE] and not understood.text and not criteria.place
    if not (place and is_alone and len(tokens(criteria.text)) == 1):
        return None
    return place if place.level == "commune" and place.population < VILLAGE else None


def _is_a_name(engine: SearchEngine, asked: Asked) -> bool:
    """Whether it is a whole word of a name, as typed, among those whom the filters keep."""
    query = asked.query()
    called = SearchQuery(
        need=NO_NEED, name=f"{asked.criteria.text} ", box=query.box, filters=query.filters
    )
    hits = engine.search(replace(called, per_page=1)).hits
    return bool(hits) and not hits[0].named_alike


def _finds(engine: SearchEngine, asked: Asked) -> bool:
    query = replace(asked.query(), page=1, per_page=1, facets=())
    return engine.search(query).total > 0
