""" "Pourquoi ce résultat ?": what counted for a supplier, in the order of docs/ranking.md."""

from collections.abc import Callable, Collection, Iterator, Mapping

from app.directory.asked import Asked
from app.directory.places import PlaceReading
from app.directory.presenters.common import (
    kilometres,
    kinds_of,
    label_name,
    labels_in_force,
    service_name,
)
from app.directory.presenters.words_found import where_said
from app.directory.wording import DEGREES, vouched_by
from app.templating import MONTHS, NBSP, typo
from domain.kinds import KINDS
from domain.models import Membership, ProofDegree, Supplier, SupplierLabel
from domain.taxonomy import Label, taxonomy
from search.names import has_words_of
from search.port import Facet, Hit, SearchQuery, services_accepted, services_wanted
from search.understanding import What

COMPLETE = 100

_BY_PROOF = list(DEGREES)


def why(
    asked: Asked, query: SearchQuery, hit: Hit, supplier: Supplier, said: Mapping[str, str]
) -> str:
    """One line. `said`: where each service that it does not declare was read."""
    told = (
        *_name(query, hit, supplier),
        *_place(asked.place, hit),
        *_very_words(query, hit),
        *_need(query, hit, supplier, said),
        *_kinds_asked(asked, supplier),
        *_labels_asked(asked, supplier),
        *_networks_asked(asked, hit, supplier),
        *_words_left(asked, hit, supplier, said),
        _completeness(hit.completeness),
        *_proofs(supplier),
        _freshness(supplier),
    )
    line = typo(" · ".join(told))
    return line[:1].upper() + line[1:]


def _name(query: SearchQuery, hit: Hit, supplier: Supplier) -> Iterator[str]:
    if hit.named_alike:
        yield "son nom ressemble à ce qui est cherché"
    elif hit.named and _is_by_origin(query, supplier):
        yield f"son nom d’origine, « {supplier.name} », a tous les mots cherchés"
    elif hit.named:
        yield "son nom a tous les mots cherchés"


def _is_by_origin(query: SearchQuery, supplier: Supplier) -> bool:
    """Whether it was found by the name that is not the one shown."""
    typed = [name for name in (query.name, query.name_there) if name]
    shown, origin = (
        any(has_words_of(name, one) for one in typed)
        for name in (supplier.display_name, supplier.name)
    )
    return origin and not shown


def _place(place: PlaceReading, hit: Hit) -> Iterator[str]:
    if hit.located is None:
        return
    if not hit.located:
        yield "n’est pas sur place" if hit.named else "intervient ici"
    elif place.has_radius and hit.distance_km is not None:
        yield f"implantée {kilometres(hit.distance_km)}"
    else:
        yield "implantée sur place" if place.is_local else "implantée sur ce territoire"


def _very_words(query: SearchQuery, hit: Hit) -> Iterator[str]:
    if query.need and hit.verbatim:
        words = (f"« {word} »" for word in query.need.words.split())
        yield f"emploie vos mots : {', '.join(words)}"


def _need(
    query: SearchQuery, hit: Hit, supplier: Supplier, said: Mapping[str, str]
) -> Iterator[str]:
    declared = {activity.service for activity in supplier.activities}
    service = next(_that_counts(query, hit, declared, said), "")
    if service in declared:
        yield f"déclare {_quoted(service)}"
    elif service:
        yield f"{_quoted(service)} {said[service]}"
    elif query.need and query.need.words and not hit.verbatim:
        yield f"sa fiche dit « {query.need.words} »"


def _that_counts(
    query: SearchQuery, hit: Hit, declared: Collection[str], said: Collection[str]
) -> Iterator[str]:
    """Of the services found, those wanted, then those that the words may also mean.

    Of each, those declared before those said. What is done elsewhere than at the place is not
    what counts there (`Hit.less_sure`).
    """
    wanted = services_wanted(query)
    less_sure = [service for service in services_accepted(query) if service not in wanted]
    for services in (less_sure,) if hit.less_sure else (wanted, less_sure):
        for known in (declared, said):
            yield from (service for service in services if service in known)


def _quoted(service: str) -> str:
    return f"« {service_name(service)} »"


def _kinds_asked(asked: Asked, supplier: Supplier) -> Iterator[str]:
    wanted = _asked_for(asked, What.KIND, Facet.KIND)
    held = [KINDS[kind.code].short for kind in kinds_of(supplier) if kind.code in wanted]
    if held:
        yield f"de type {' et '.join(held)}"


def _labels_asked(asked: Asked, supplier: Supplier) -> Iterator[str]:
    """Of those ticked, or that the words name, those that it has, but for its best proofs."""
    labels = _asked_for(asked, What.LABEL, Facet.LABEL)
    _, *proofs = _proofs_told(supplier)
    told = {row.label for row in proofs if row}
    held = {row.label: row for row in reversed(labels_in_force(supplier))}
    for label in labels:
        if label in held and label not in told:
            yield f"porte {_proof(held[label])}"


def _networks_asked(asked: Asked, hit: Hit, supplier: Supplier) -> Iterator[str]:
    """Those ticked, or that the words name: it is of them, or bears their name."""
    members = {row.network_slug: row.network.name for row in supplier.memberships}
    for network in _asked_for(asked, What.NETWORK, Facet.NETWORK):
        if network in members:
            yield f"membre de « {members[network]} »"
        elif not hit.named and (name := _named_in(network, supplier)):
            yield f"son nom dit « {name} »"


def _named_in(network: str, supplier: Supplier) -> str | None:
    """What the network is called, if a name of the supplier says it: nobody lists all members."""
    if not (known := taxonomy().networks.get(network)):
        return None
    names = list(filter(None, (supplier.name, supplier.brand)))
    called = (known.label, *known.synonyms)
    return next((one for one in called if any(has_words_of(name, one) for name in names)), None)


def _asked_for(asked: Asked, what: What, facet: Facet) -> tuple[str, ...]:
    criteria = asked.criteria
    both = (*criteria.understood.values(what), *criteria.filters.get(facet, ()))
    return tuple(dict.fromkeys(both))


def _words_left(asked: Asked, hit: Hit, supplier: Supplier, said: Collection[str]) -> Iterator[str]:
    """A name that has all the words has these; else, what says them is told, for it counts."""
    words = asked.criteria.understood.text
    if not words or asked.leaves_words_out or hit.named:
        return
    *others, last = where_said(words, supplier, said) or [""]
    if others:
        yield f"{', '.join(others)} et {last} disent « {words} »"
    else:
        yield f"{last} dit « {words} »" if last else f"sa fiche répond à « {words} »"


def _completeness(completeness: int) -> str:
    """As it counts: of two that a word would tell alike, one may come before."""
    if completeness == COMPLETE:
        return "fiche complète"
    return f"fiche remplie à {completeness}{NBSP}%"


def _proofs(supplier: Supplier) -> Iterator[str]:
    """The best social one and the best environmental one; what a structure says alone is none."""
    vouched, social, environmental = _proofs_told(supplier)
    if vouched:
        yield f"preuve sociale : structure {_vouched(vouched)}"
    if social and social is environmental:
        yield f"social et environnement : {_proof(social)}"
        return
    if social:
        yield f"social : {_proof(social)}"
    if environmental:
        yield f"environnement : {_proof(environmental)}"


def _proofs_told(
    supplier: Supplier,
) -> tuple[Membership | None, SupplierLabel | None, SupplierLabel | None]:
    """What a network vouches for or, where it is no worse, the social label; the environmental."""
    social = _best(supplier, lambda label: label.is_social)
    environmental = _best(supplier, lambda label: label.is_environmental)
    vouched = _best_vouching(supplier)
    if vouched and (social is None or _rank(vouched.degree) < _rank(social.degree)):
        return vouched, None, environmental
    return None, social, environmental


def _best(supplier: Supplier, proves: Callable[[Label], bool]) -> SupplierLabel | None:
    known = taxonomy().labels
    held = (row for row in labels_in_force(supplier) if row.degree is not ProofDegree.DECLARED)
    return next((row for row in held if row.label in known and proves(known[row.label])), None)


def _best_vouching(supplier: Supplier) -> Membership | None:
    vouching = (row for row in supplier.memberships if row.degree)
    return min(vouching, key=lambda row: _rank(row.degree), default=None)


def _rank(degree: ProofDegree | None) -> int:
    return _BY_PROOF.index(degree) if degree else len(_BY_PROOF)


def _proof(row: SupplierLabel) -> str:
    return f"{label_name(row.label)} ({DEGREES[row.degree].lower()})"


def _vouched(row: Membership) -> str:
    assert row.degree
    return vouched_by(row.network.name, row.degree)


def _freshness(supplier: Supplier) -> str:
    changed = supplier.updated_at.astimezone()
    return f"mise à jour en {MONTHS[changed.month - 1]}{NBSP}{changed.year}"
