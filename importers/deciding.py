"""What becomes of a row: pure decisions, from what the file says and what the directory knows.

Identity is (source, key). A known record is compared three ways: what the row says now, what it
said at the last import (the base), what the directory says. A field that somebody else changed
since is a conflict: it is told, not written, and its base stays, so that it is told again.

A new record may be about a supplier that another record made, by its SIRET: see `matching`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from importers.belonging import decide_labelled, decide_member, with_departures
from importers.changes import SAID_BY_OTHERS, Change, Conflict
from importers.comparing import (
    Comparison,
    is_empty,
    left_to_people,
    reads_as_kept,
    says_already,
)
from importers.covering import JudgedZone, completed_zone, judged_zone
from importers.decisions import Decision, Effect, Outcome, RecordFacts, applied, rejected
from importers.facts import (
    LabelFacts,
    Labelled,
    Member,
    Note,
    Rejected,
    RowFacts,
    RowResult,
)
from importers.known import (
    ADDRESS,
    SEVERAL,
    SINGLE,
    Facts,
    Known,
    KnownSupplier,
    facts_of,
)
from importers.matching import (
    BY_A_PERSON,
    QUOTED,
    Duplicate,
    Earlier,
    earlier_record,
    matched,
    quoted,
    same_folded,
    shows_as_name,
)
from importers.settling import Settlement, settle

CONTACTS = ("emails", "phones")
COMPLETED = ("kinds", "services", "labels")
# Begins why the second of two rows is refused: files given back are known by it, keep the words.
REPEATED = "même identifiant que la ligne"


def decide(result: RowResult, known: Known) -> Decision:
    """Decide one row, and leave `known` as it is once the decision is written."""
    if isinstance(result, Rejected):
        return rejected(result.line, _problem(result), result.notes)
    if isinstance(result, Member):
        return decide_member(result, known)
    if isinstance(result, Labelled):
        return decide_labelled(result, known)
    facts = facts_of(result)
    decision = _repeated(result, facts, known) or _decide_facts(result, facts, known)
    supplier = known.by_key.get(result.source_key)
    return with_departures(decision, facts.get("networks", ()), [supplier] if supplier else [])


def _decide_facts(row: RowFacts, facts: Facts, known: Known) -> Decision:
    earlier, ours = earlier_record(row, facts, known), quoted(row.number, facts, known)
    if row.page and not ours:
        row = replace(row, notes=(*row.notes, _not_its_page(row)))
    if ours and not (earlier and earlier.supplier is ours):
        return _completed(row, facts, known, ours)
    if earlier and ours and row.page:
        return _said_again(*_as_its_record(row, facts, earlier, known), known)
    if earlier:
        return _said_again(row, facts, earlier, known)
    if linked := known.linked(row.source_key):
        return _attached(row, facts, known, linked, BY_A_PERSON)
    keeps_apart = row.number is not None
    supplier, reason, duplicates = matched(facts, known, keeps_apart=keeps_apart)
    if supplier is None:
        return _created(row, facts, known, duplicates)
    return _attached(row, facts, known, supplier, reason)


def _not_its_page(row: RowFacts) -> Note:
    return Note(
        "Fiche",
        row.page,
        "cette adresse n’est pas ici celle de la fiche de cette structure : laissée de côté",
        "vérifier l’adresse, ou vider la cellule",
    )


def _problem(rejected: Rejected) -> Note:
    return Note(rejected.field, rejected.value, rejected.message, rejected.suggestion)


# The same record twice in one file


def _repeated(row: RowFacts, facts: Facts, known: Known) -> Decision | None:
    """Two rows of one record: the first counts, or a second run would undo the second."""
    line, is_same = known.seen.first(row.source_key, row.line, facts)
    if line == row.line:
        return None
    if is_same:
        return Decision(
            row.line,
            Outcome.UNCHANGED,
            notes=row.notes,
            repeats_line=line,
            is_joined=row.is_joined,
        )
    problem = Note(
        "",
        row.original_name,
        f"{REPEATED} {line} (même numéro, ou mêmes SIRET, nom et commune), avec d’autres"
        " informations",
        "réunir les deux lignes en une seule, ou dire à l’étape « Colonnes » qu’une structure"
        " occupe plusieurs lignes",
    )
    return rejected(row.line, problem, row.notes)


# A record already known


def _said_again(row: RowFacts, facts: Facts, earlier: Earlier, known: Known) -> Decision:
    """Under another key, its reason tells that it is the same structure."""
    base = earlier.supplier.records[known.source, earlier.key]
    row, facts = _completing(row, _with_private(row, facts, base), base)
    if earlier.reason is None:
        if facts == base and not _rejoined(facts, earlier.supplier, known):
            notes = (*_archived(earlier.supplier), *row.notes)
            return Decision(row.line, Outcome.UNCHANGED, notes=notes)
        if _is_another(facts, base) and _is_another(facts, earlier.supplier.single):
            return _other_structure(row, earlier.supplier.single | base)
    return _compared(row, facts, earlier, known)


def _completing(row: RowFacts, facts: Facts, base: Facts) -> tuple[RowFacts, Facts]:
    """What completes a list adds to what it said, and takes nothing of it away."""
    if not row.completes:
        return row, facts
    zone = completed_zone(facts, base)
    if zone and base.get("zone") and row.has_unknown_services and not row.services:
        row, zone = replace(row, notes=(*row.notes, _ZONE_OF_UNKNOWN)), base["zone"]
    said = {name: [*base.get(name, ()), *facts.get(name, ())] for name in COMPLETED}
    both = {name: list(dict.fromkeys(values)) for name, values in said.items() if values}
    return row, facts | both | ({"zone": zone} if zone else {})


_ZONE_OF_UNKNOWN = Note(
    "zone d’intervention",
    "",
    "zone d’intervention laissée de côté : elle est celle de mots qui ne sont pas compris",
    "dire ce qu’ils veulent dire, ou vider leurs cellules",
)


def _with_private(row: RowFacts, facts: Facts, base: Facts) -> Facts:
    """What the row would say, had the directory that wrote it given private contacts too."""
    if not row.lacks_private:
        return facts
    said = {name: [*facts.get(name, ()), *base.get(name, ())] for name in CONTACTS}
    return facts | {name: list(dict.fromkeys(both)) for name, both in said.items() if both}


def _compared(row: RowFacts, facts: Facts, earlier: Earlier, known: Known) -> Decision:
    supplier, base = earlier.supplier, earlier.supplier.records[known.source, earlier.key]
    comparison = Comparison(facts, base, supplier, (known.source, earlier.key))
    changes, settled = comparison.changes(), _settled(row, comparison.conflicts(), known)
    changes |= _moved_point(facts, settled, supplier) | _rejoined(facts, supplier, known)
    zone = judged_zone(facts, base, supplier, known.source, changes)
    changes = changes | zone.change | settled.changes
    conflicts = (*settled.left, *zone.conflict)
    held = left_to_people(facts, base, supplier)
    advanced = base | _believed(facts, conflicts, zone)
    record = RecordFacts(row.source_key, row.original_name, advanced, False, former_key=earlier.key)
    effects: tuple[Effect, ...] = ()
    if changes or record.is_moved or advanced != base:
        details = _details(row, changes)
        effects = (applied(Effect(supplier, changes, record, (), details), known.source),)
        known.move(supplier, earlier.key)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED if changes else Outcome.UNCHANGED
    told = (*settled.notes, *_renaming(row, earlier), *_archived(supplier), *zone.note, *held)
    return Decision(row.line, outcome, effects, conflicts, notes=(*told, *row.notes))


def _settled(row: RowFacts, conflicts: Iterable[Conflict], known: Known) -> Settlement:
    """By what a person has answered of the row."""
    return settle(tuple(conflicts), known.answers.get(row.source_key, {}))


def _rejoined(facts: Facts, supplier: KnownSupplier, known: Known) -> dict[str, Change]:
    """The network of a list that names whom it took out; other lists bring nobody back."""
    before = supplier.several["networks"]
    said = facts.get("networks", ()) if known.listed is not None else ()
    back = [slug for slug in said if slug not in before and supplier.may_have("networks", slug)]
    return {"networks": Change(before, before | dict.fromkeys(back, known.source))} if back else {}


def _moved_point(facts: Facts, settled: Settlement, supplier: KnownSupplier) -> dict[str, Change]:
    """That of an address that a person has taken: the one before is elsewhere."""
    before = supplier.single.get("point")
    is_moved = not ADDRESS.isdisjoint(settled.changes) and facts.get("point") not in (None, before)
    return {"point": Change(before, facts["point"])} if is_moved else {}


def _archived(supplier: KnownSupplier) -> tuple[Note, ...]:
    return (_ARCHIVED,) if supplier.archived else ()


_ARCHIVED = Note(
    "",
    "",
    "sa fiche est archivée : elle reste hors de l’annuaire",
    "si la structure est toujours active, demander à l’équipe de l’annuaire de la rétablir",
)


def _renaming(row: RowFacts, earlier: Earlier) -> tuple[Note, ...]:
    """Why the row is that record, when its key does not say it."""
    return (Note("nom", row.original_name, earlier.reason),) if earlier.reason else ()


def _believed(facts: Facts, conflicts: tuple[Conflict, ...], zone: "JudgedZone") -> Facts:
    """What becomes the base: what is left aside is told again at the next run."""
    left = {conflict.field for conflict in conflicts} | ({"zone"} if zone.note else set())
    return {name: said for name, said in facts.items() if name not in left}


def _is_another(facts: Facts, before: Facts) -> bool:
    """Another structure under the same key: another name, and elsewhere or with another SIRET.

    The same SIRET is the same establishment, whatever else changed.
    """
    if same_folded("name", facts, before):
        return False
    siret, known_siret = facts.get("siret"), before.get("siret")
    if siret and known_siret:
        return bool(siret != known_siret)
    place = "code_insee" if "code_insee" in facts and "code_insee" in before else "city"
    return place in facts and place in before and not same_folded(place, facts, before)


def _other_structure(row: RowFacts, before: Facts) -> Decision:
    """Two lists under one source's name would otherwise overwrite each other."""
    described = ", ".join(filter(None, (before["name"], before.get("city"))))
    problem = Note(
        "",
        row.original_name,
        f"cet identifiant désignait une autre structure : « {described} »",
        "vérifier l’identifiant : une structure garde le sien d’une liste à l’autre",
    )
    return Decision(row.line, Outcome.CONFLICT, problem=problem, notes=row.notes)


# A new record


def _created(
    row: RowFacts, facts: Facts, known: Known, duplicates: tuple[Duplicate, ...]
) -> Decision:
    supplier = known.create()
    changes = {name: Change(None, facts[name]) for name in SINGLE if name in facts}
    changes |= _added(facts, supplier, known.source)
    changes |= judged_zone(facts, {}, supplier, known.source, changes).change
    record = RecordFacts(row.source_key, row.original_name, facts, is_new=True)
    details = _details(row, changes)
    effect = applied(Effect(supplier, changes, record, duplicates, details), known.source)
    known.add(supplier)
    return Decision(row.line, Outcome.CREATED, (effect,), notes=row.notes)


def _attached(
    row: RowFacts, facts: Facts, known: Known, supplier: KnownSupplier, reason: str | None
) -> Decision:
    """Fill what is empty; what others say stays, and this record says it to itself.

    Where a person has brought them together, what they differ in is told.
    """
    is_said = reason == BY_A_PERSON
    settled = _settled(row, _said_otherwise(facts, supplier) if is_said else (), known)
    named = _named_otherwise(facts, supplier) if is_said else ()
    changes = _filled(facts, supplier) | _added(facts, supplier, known.source)
    changes |= _moved_point(facts, settled, supplier)
    zone = judged_zone(facts, {}, supplier, known.source, changes)
    held = left_to_people(facts, {}, supplier)
    conflicts = (*settled.left, *zone.conflict)
    believed = _believed(facts, conflicts, zone)
    record = RecordFacts(row.source_key, row.original_name, believed, True, reason)
    details = _details(row, changes)
    changes = changes | zone.change | settled.changes
    effect = applied(Effect(supplier, changes, record, (), details), known.source)
    known.add(supplier)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED
    told = (*settled.notes, *_archived(supplier), *named, *zone.note, *held)
    return Decision(row.line, outcome, (effect,), conflicts, notes=(*told, *row.notes))


def _said_otherwise(facts: Facts, supplier: KnownSupplier) -> tuple[Conflict, ...]:
    """Both names are kept, and shown; a point is nobody's word, it follows from the address."""
    alike = {"name", "point"} | {n for n in facts if same_folded(n, facts, supplier.single)}
    said = {name: value for name, value in facts.items() if name not in alike}
    return tuple(_differing(said, supplier, SAID_BY_OTHERS))


def _named_otherwise(facts: Facts, supplier: KnownSupplier) -> tuple[Note, ...]:
    kept = supplier.single["name"]
    if same_folded("name", facts, supplier.single):
        return ()
    message = f"la fiche garde le nom « {kept} », et donne aussi celui de la liste"
    return (Note("nom", facts["name"], message),)


def _completed(row: RowFacts, facts: Facts, known: Known, supplier: KnownSupplier) -> Decision:
    """A row that the directory wrote: what it lacks is filled, what differs is told at every run.

    No record is kept: the directory would be one more source of what it says itself.
    """
    facts = _as_kept(facts, supplier) if row.page else facts
    said = facts | {name: _not_private(row, facts.get(name, [])) for name in CONTACTS}
    changes = _filled(said, supplier) | _added(said, supplier, known.source)
    zone = JudgedZone()
    if "zone" in facts and not says_already(supplier, "zone", facts["zone"]):
        zone = judged_zone(facts, {}, supplier, known.source, changes)
    since_export = _differing(facts, supplier, "l’un ou l’autre modifié depuis l’export")
    settled = _settled(row, since_export, known)
    conflicts = (*settled.left, *zone.conflict)
    changes, details = changes | zone.change | settled.changes, _details(row, changes)
    effect = applied(Effect(supplier, changes, labels=details, quotes=QUOTED), known.source)
    known.add(supplier)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED if changes else Outcome.UNCHANGED
    notes = (*settled.notes, *zone.note, *left_to_people(facts, {}, supplier), *row.notes)
    return Decision(row.line, outcome, (effect,), conflicts, notes=notes)


def _as_kept(facts: Facts, supplier: KnownSupplier) -> Facts:
    """Of a table that writes what pages show: a brand as the name, a website with its scheme.

    It gives no point: that of a row follows from its commune, and tells nothing new of it.
    """
    website = supplier.single.get("website")
    shown = {
        "name": shows_as_name(facts, supplier),
        "website": bool(website) and facts.get("website") == f"https://{website}",
        "point": bool(supplier.single.get("code_insee")),
    }
    return {name: said for name, said in facts.items() if not shown.get(name)}


def _as_its_record(
    row: RowFacts, facts: Facts, earlier: Earlier, known: Known
) -> tuple[RowFacts, Facts, Earlier]:
    """What pages show is no other word than the list's, whose record keeps its own."""
    base = earlier.supplier.records[known.source, earlier.key]
    kept = _as_kept(facts, earlier.supplier)
    if "name" not in kept:
        name = base.get("name", row.original_name)
        earlier = replace(earlier, reason=None)
        row = replace(row, source_key=earlier.key, original_name=name)
    shown = {name: base[name] for name in facts if name not in kept and name in base}
    return row, kept | shown, earlier


def _not_private(row: RowFacts, contacts: list[str]) -> list[str]:
    """Those that it may bring back: nobody would know any more that the others are private."""
    return [contact for contact in contacts if contact not in row.private]


def _differing(facts: Facts, supplier: KnownSupplier, reason: str) -> Iterator[Conflict]:
    """What the file and the directory both say, and not alike."""
    for name in (name for name in SINGLE if facts.get(name)):
        said, kept = facts[name], supplier.single.get(name)
        is_settled = name in supplier.held or name in supplier.derived or is_empty(kept)
        if not is_settled and not reads_as_kept(name, said, kept):
            yield Conflict(name, said, kept, reason)


def _details(row: RowFacts, changes: dict[str, Change]) -> tuple[LabelFacts, ...]:
    """What the row says of the labels that it adds."""
    change = changes.get("labels")
    if change is None:
        return ()
    return tuple(said for said in row.labels if said.label not in change.before)


def _filled(facts: Facts, supplier: KnownSupplier) -> dict[str, Change]:
    """What is empty, and nobody wants so."""
    return {
        name: Change(supplier.single.get(name), facts[name])
        for name in SINGLE
        if facts.get(name) and is_empty(supplier.single.get(name)) and name not in supplier.held
    }


def _added(facts: Facts, supplier: KnownSupplier, source: str) -> dict[str, Change]:
    changes = {}
    for name in (name for name in SEVERAL if name not in supplier.held):
        before = supplier.several[name]
        new = (value for value in facts.get(name, ()) if value not in before)
        after = before | {value: source for value in new if supplier.may_have(name, value)}
        if after != before:
            changes[name] = Change(before, after)
    return changes
