"""What becomes of a row: pure decisions, from what the file says and what the directory knows.

Identity is (source, key). A known record is compared three ways: what the row says now, what it
said at the last import (the base), what the directory says. A field that somebody else changed
since is a conflict: it is told, not written, and its base stays, so that it is told again.

A new record may be about a supplier that another record made, by its SIRET: see `matching`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from importers.changes import Change, Conflict
from importers.covering import JudgedZone, judged_zone
from importers.facts import (
    DEGREES,
    LabelFacts,
    Labelled,
    Member,
    Note,
    Rejected,
    RowFacts,
    RowResult,
)
from importers.known import (
    FIELD_NAMES,
    SEVERAL,
    SINGLE,
    Facts,
    Known,
    KnownSupplier,
    coverages,
    facts_of,
    is_certified,
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
)

CONTACTS = ("emails", "phones")
# An import says who belongs to a network, never who left it.
NEVER_WITHDRAWN = frozenset({"networks"})


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """The source record to keep: the base of the next comparison.

    `former_key`: of one that is known, the key that it has had until now.
    """

    key: str
    original_name: str
    facts: Facts
    is_new: bool
    match_reason: str | None = None
    former_key: str = ""

    @property
    def is_moved(self) -> bool:
        return self.former_key not in {"", self.key}


@dataclass(frozen=True, slots=True)
class Effect:
    """What is to be written of one supplier."""

    supplier: KnownSupplier
    changes: dict[str, Change] = field(default_factory=dict)
    record: RecordFacts | None = None
    duplicates: tuple[Duplicate, ...] = ()
    labels: tuple[LabelFacts, ...] = ()  # what is said of those that it adds or renews
    quotes: str | None = None  # why the row is about this supplier, when no record is kept of it

    @property
    def creates(self) -> bool:
        record = self.record
        return record is not None and record.is_new and record.match_reason is None

    @property
    def match_reason(self) -> str | None:
        """Why the row is about a supplier that another record made."""
        return self.record.match_reason if self.record else self.quotes


@dataclass(frozen=True, slots=True)
class Decision:
    """The one result of one row."""

    line: int
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problem: Note | None = None  # why nothing of the row is believed
    notes: tuple[Note, ...] = ()
    repeats_line: int | None = None  # the row says again what this line said


def decide(result: RowResult, known: Known) -> Decision:
    """Decide one row, and leave `known` as it is once the decision is written."""
    if isinstance(result, Rejected):
        return _rejected(result.line, _problem(result), result.notes)
    if isinstance(result, Member):
        return _decide_member(result, known)
    if isinstance(result, Labelled):
        return _decide_labelled(result, known)
    facts = facts_of(result)
    decision = _repeated(result, facts, known) or _decide_facts(result, facts, known)
    supplier = known.by_key.get(result.source_key)
    return _with_departures(decision, facts.get("networks", ()), [supplier] if supplier else [])


def _decide_facts(row: RowFacts, facts: Facts, known: Known) -> Decision:
    earlier, ours = earlier_record(row.source_key, known), quoted(row.number, facts, known)
    if ours and not (earlier and earlier.supplier is ours):
        return _completed(row, facts, known, ours)
    if earlier:
        return _said_again(row, facts, earlier, known)
    if linked := known.linked(row.source_key):
        return _attached(row, facts, known, linked, BY_A_PERSON)
    keeps_apart = row.number is not None
    supplier, reason, duplicates = matched(facts, known, keeps_apart=keeps_apart)
    if supplier is None:
        return _created(row, facts, known, duplicates)
    return _attached(row, facts, known, supplier, reason)


def _with_departures(
    decision: Decision, networks: Iterable[str], suppliers: Iterable[KnownSupplier]
) -> Decision:
    """The same; a conflict where a structure has left a network that the row says it is of."""
    left = [
        Conflict("networks", [slug], list(supplier.several["networks"]) or ["aucun"], _DEPARTED)
        for supplier in suppliers
        for slug in networks
        if slug in supplier.departed and slug not in supplier.several["networks"]
    ]
    if not left or decision.problem:
        return decision
    conflicts = (*decision.conflicts, *left)
    return replace(decision, outcome=Outcome.CONFLICT, conflicts=conflicts)


_DEPARTED = "la structure a quitté ce réseau : une liste ne l’y remet pas"


def _problem(rejected: Rejected) -> Note:
    return Note(rejected.field, rejected.value, rejected.message, rejected.suggestion)


def _rejected(line: int, problem: Note, notes: tuple[Note, ...] = ()) -> Decision:
    return Decision(line, Outcome.REJECTED, problem=problem, notes=notes)


# The same record twice in one file


def _repeated(row: RowFacts, facts: Facts, known: Known) -> Decision | None:
    """Two rows of one record: the first counts, or a second run would undo the second."""
    line, is_same = known.seen.first(row.source_key, row.line, facts)
    if line == row.line:
        return None
    if is_same:
        return Decision(row.line, Outcome.UNCHANGED, notes=row.notes, repeats_line=line)
    problem = Note(
        "",
        row.original_name,
        f"même identifiant que la ligne {line}, avec d’autres informations",
        "réunir les deux lignes en une seule",
    )
    return _rejected(row.line, problem, row.notes)


# Members of a network


def _decide_member(member: Member, known: Known) -> Decision:
    suppliers = known.with_siret(member.siret)
    if not suppliers:
        problem = Note(
            member.field,
            member.siret,
            "aucune structure de l’annuaire n’a ce SIRET",
            "importer d’abord la structure avec son nom et son adresse",
        )
        return _rejected(member.line, problem, member.notes)
    effects = tuple(_joined(member, known.source, suppliers))
    outcome = Outcome.UPDATED if effects else Outcome.UNCHANGED
    decision = Decision(member.line, outcome, effects, notes=member.notes)
    return _with_departures(decision, [member.network] if member.network else (), suppliers)


def _joined(member: Member, source: str, suppliers: list[KnownSupplier]) -> Iterator[Effect]:
    for supplier in suppliers:
        before = supplier.several["networks"]
        network = member.network
        if network and network not in before and supplier.may_have("networks", network):
            change = Change(before, {**before, network: source})
            yield _applied(Effect(supplier, {"networks": change}), source)


# Labels of those known


def _decide_labelled(row: Labelled, known: Known) -> Decision:
    """The labels of every establishment of the body, or of the one named; nobody is created."""
    suppliers = known.with_siren(row.siren) if row.siren else known.with_siret(row.siret)
    if not suppliers:
        named = "SIREN" if row.siren else "SIRET"
        problem = Note(
            row.field,
            row.number,
            f"aucune structure de l’annuaire n’a ce {named} : cette liste n’en crée pas",
            "si la structure doit y être, l’importer d’abord avec son nom et son adresse",
        )
        return _rejected(row.line, problem, row.notes)
    effects = tuple(_labelled(row, known.source, suppliers))
    outcome = Outcome.UPDATED if effects else Outcome.UNCHANGED
    return Decision(row.line, outcome, effects, notes=row.notes)


def _labelled(row: Labelled, source: str, suppliers: list[KnownSupplier]) -> Iterator[Effect]:
    """Added beside what others say of the same label, or renewed where the dates changed."""
    for supplier in suppliers:
        said = supplier.labels
        new = tuple(label for label in row.labels if said.get((source, label.label)) != label)
        if new:
            before = supplier.several["labels"]
            change = Change(before, before | {label.label: source for label in new})
            yield _applied(Effect(supplier, {"labels": change}, labels=new), source)


# A record already known


def _said_again(row: RowFacts, facts: Facts, earlier: Earlier, known: Known) -> Decision:
    """Under another key, its reason tells that it is the same structure."""
    base = earlier.supplier.records[known.source, earlier.key]
    facts = _with_private(row, facts, base)
    if earlier.reason is None:
        if facts == base:
            notes = (*row.notes, *_archived(earlier.supplier))
            return Decision(row.line, Outcome.UNCHANGED, notes=notes)
        if _is_another(facts, base) and _is_another(facts, earlier.supplier.single):
            return _other_structure(row, earlier.supplier.single | base)
    return _compared(row, facts, earlier, known)


def _with_private(row: RowFacts, facts: Facts, base: Facts) -> Facts:
    """What the row would say, had the directory that wrote it given private contacts too."""
    if not row.lacks_private:
        return facts
    said = {name: [*facts.get(name, ()), *base.get(name, ())] for name in CONTACTS}
    return facts | {name: list(dict.fromkeys(both)) for name, both in said.items() if both}


def _compared(row: RowFacts, facts: Facts, earlier: Earlier, known: Known) -> Decision:
    supplier, base = earlier.supplier, earlier.supplier.records[known.source, earlier.key]
    comparison = _Comparison(facts, base, supplier, (known.source, earlier.key))
    changes, conflicts = comparison.changes(), comparison.conflicts()
    zone = judged_zone(facts, base, supplier, known.source, changes)
    changes, conflicts = changes | zone.change, (*conflicts, *zone.conflict)
    held = _held(facts, base, supplier)
    advanced = base | _believed(facts, conflicts, zone)
    record = RecordFacts(row.source_key, row.original_name, advanced, False, former_key=earlier.key)
    effects: tuple[Effect, ...] = ()
    if changes or record.is_moved or advanced != base:
        details = _details(row, changes)
        effects = (_applied(Effect(supplier, changes, record, (), details), known.source),)
        known.move(supplier, earlier.key)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED if changes else Outcome.UNCHANGED
    told = (*_renaming(row, earlier), *_archived(supplier), *zone.note, *held)
    return Decision(row.line, outcome, effects, conflicts, notes=(*row.notes, *told))


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


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Three ways: what the row says, what it said (the base), what the directory says."""

    facts: Facts
    base: Facts
    supplier: KnownSupplier
    record: tuple[str, str]

    def changes(self) -> dict[str, Change]:
        single = {name: self._single(name) for name in self._differing() if self._is_free(name)}
        several = {name: self._several(name) for name in self._stated(SEVERAL)}
        return single | {name: change for name, change in several.items() if change.made}

    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(
            Conflict(name, self.facts[name], self.supplier.single[name])
            for name in self._differing()
            if not self._is_free(name)
        )

    def _differing(self) -> list[str]:
        """Fields that the row changes, and that the directory does not say already."""
        present = self.supplier.single
        return [
            name
            for name in self._stated(SINGLE)
            if self.facts[name] not in (self.base.get(name), present.get(name))
        ]

    def _stated(self, names: tuple[str, ...]) -> list[str]:
        """Those that the row says something of, and that people do not hold."""
        return [name for name in names if name in self.facts and name not in self.supplier.held]

    def _is_free(self, name: str) -> bool:
        present = self.supplier.single.get(name)
        is_derived = name in self.supplier.derived
        return _is_empty(present) or present == self.base.get(name) or is_derived

    def _single(self, name: str) -> Change:
        return Change(self.supplier.single.get(name), self.facts[name])

    def _several(self, name: str) -> Change:
        """Add what the row newly says; withdraw what it no longer says, unless others say it."""
        before, source = self.supplier.several[name], self.record[0]
        said, base = self.facts[name], self.base.get(name, [])
        dropped = () if name in NEVER_WITHDRAWN else (v for v in base if v not in said)
        ours = (v for v in dropped if before.get(v) == source or is_certified(name, v))
        heirs = {value: self._also_said_by(name, value) for value in ours}
        after = {value: heirs.get(value, theirs) for value, theirs in before.items()}
        new = (v for v in said if v not in base and v not in before)
        after |= {v: source for v in new if self.supplier.may_have(name, v)}
        return Change(before, {value: theirs for value, theirs in after.items() if theirs})

    def _also_said_by(self, name: str, value: str) -> str | None:
        """The source of another record that says the value: this record's own before others.

        Lists of labels leave no record, and what they give is theirs to end.
        """
        if name == "labels" and (issuing := self._list_that_gives(value)):
            return issuing
        sources = [
            source
            for (source, key), facts in self.supplier.records.items()
            if (source, key) != self.record and value in facts.get(name, ())
        ]
        return self.record[0] if self.record[0] in sources else next(iter(sources), None)

    def _list_that_gives(self, label: str) -> str | None:
        given = (
            source
            for (source, theirs), known in self.supplier.labels.items()
            if theirs == label and known.degree == DEGREES[-1] and source != self.record[0]
        )
        return next(given, None)


def _is_empty(value: Any) -> bool:
    return value is None or value is False


# What people hold


def _held(facts: Facts, base: Facts, supplier: KnownSupplier) -> tuple[Note, ...]:
    """What the row newly says of fields that people hold: told this once, and left aside."""
    return tuple(
        Note(FIELD_NAMES[name], "", f"{FIELD_NAMES[name]} : {_LEFT_TO_PEOPLE}")
        for name in (*SINGLE, *SEVERAL, "zone")
        if name in supplier.held and facts.get(name) and facts[name] != base.get(name)
        if not _says_already(supplier, name, facts[name])
    )


def _says_already(supplier: KnownSupplier, name: str, said: Any) -> bool:
    if name in supplier.several:
        return set(said) <= supplier.several[name].keys()
    if name == "zone":
        return all(zone in [theirs for _, theirs in supplier.zones] for zone in coverages(said))
    return bool(said == supplier.single.get(name))


_LEFT_TO_PEOPLE = "laissé de côté : la structure ou l’équipe de l’annuaire s’en charge"


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
    effect = _applied(Effect(supplier, changes, record, duplicates, details), known.source)
    known.add(supplier)
    return Decision(row.line, Outcome.CREATED, (effect,), notes=row.notes)


def _attached(
    row: RowFacts, facts: Facts, known: Known, supplier: KnownSupplier, reason: str | None
) -> Decision:
    """Fill what is empty; what others say stays, and this record says it to itself.

    Where a person has brought them together, what they differ in is told.
    """
    is_said = reason == BY_A_PERSON
    differing = _said_otherwise(facts, supplier) if is_said else ()
    named = _named_otherwise(facts, supplier) if is_said else ()
    changes = _filled(facts, supplier) | _added(facts, supplier, known.source)
    zone = judged_zone(facts, {}, supplier, known.source, changes)
    held = _held(facts, {}, supplier)
    conflicts = (*differing, *zone.conflict)
    believed = _believed(facts, conflicts, zone)
    record = RecordFacts(row.source_key, row.original_name, believed, True, reason)
    details = _details(row, changes)
    effect = _applied(Effect(supplier, changes | zone.change, record, (), details), known.source)
    known.add(supplier)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED
    notes = (*row.notes, *_archived(supplier), *named, *zone.note, *held)
    return Decision(row.line, outcome, (effect,), conflicts, notes=notes)


def _said_otherwise(facts: Facts, supplier: KnownSupplier) -> tuple[Conflict, ...]:
    """Both names are kept, and shown; a point is nobody's word, it follows from the address."""
    alike = {"name", "point"} | {n for n in facts if same_folded(n, facts, supplier.single)}
    said = {name: value for name, value in facts.items() if name not in alike}
    return tuple(_differing(said, supplier, "que dit une autre source"))


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
    said = facts | {name: _not_private(row, facts.get(name, [])) for name in CONTACTS}
    changes = _filled(said, supplier) | _added(said, supplier, known.source)
    zone = JudgedZone()
    if "zone" in facts and not _says_already(supplier, "zone", facts["zone"]):
        zone = judged_zone(facts, {}, supplier, known.source, changes)
    since_export = _differing(facts, supplier, "l’un ou l’autre modifié depuis l’export")
    conflicts = (*since_export, *zone.conflict)
    changes, details = changes | zone.change, _details(row, changes)
    effect = _applied(Effect(supplier, changes, labels=details, quotes=QUOTED), known.source)
    known.add(supplier)
    outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED if changes else Outcome.UNCHANGED
    notes = (*row.notes, *zone.note, *_held(facts, {}, supplier))
    return Decision(row.line, outcome, (effect,), conflicts, notes=notes)


def _not_private(row: RowFacts, contacts: list[str]) -> list[str]:
    """Those that it may bring back: nobody would know any more that the others are private."""
    return [contact for contact in contacts if contact not in row.private]


def _differing(facts: Facts, supplier: KnownSupplier, reason: str) -> Iterator[Conflict]:
    """What the file and the directory both say, and not alike."""
    for name in (name for name in SINGLE if facts.get(name)):
        said, kept = facts[name], supplier.single.get(name)
        is_settled = name in supplier.held or name in supplier.derived or _is_empty(kept)
        if not is_settled and not _reads_alike(said, kept):
            yield Conflict(name, said, kept, reason)


def _reads_alike(said: Any, kept: Any) -> bool:
    """A file keeps all of a text but its odd blanks."""
    if isinstance(said, str) and isinstance(kept, str):
        return said.split() == kept.split()
    return bool(said == kept)


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
        if facts.get(name) and _is_empty(supplier.single.get(name)) and name not in supplier.held
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


def _applied(effect: Effect, source: str) -> Effect:
    """The same effect, once `supplier` is as it will be."""
    supplier, record = effect.supplier, effect.record
    for name, change in effect.changes.items():
        if name in supplier.several:
            supplier.several[name] = change.after
        elif name == "zone":
            supplier.set_coverages(coverages(change.after), source)
        else:
            supplier.single[name] = change.after
    for label in effect.labels:
        supplier.labels[source, label.label] = label
    if record:
        if record.is_moved:
            del supplier.records[source, record.former_key]
        supplier.records[source, record.key] = record.facts
    return effect
