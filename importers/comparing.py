"""A row against what the directory says: what it may change, what it may not."""

from dataclasses import dataclass
from typing import Any

from importers.changes import CHANGED_SINCE, SAID_BY_OTHERS, Change, Conflict
from importers.facts import DEGREES, Note
from importers.known import (
    ADDRESS,
    FIELD_NAMES,
    PLAIN,
    SEVERAL,
    SINGLE,
    Facts,
    KnownSupplier,
    coverages,
    is_certified,
)
from importers.report import shown

# An import says who belongs to a network, never who left it.
NEVER_WITHDRAWN = frozenset({"networks"})
NAMES = frozenset({"name", "brand"})


@dataclass(frozen=True, slots=True)
class Comparison:
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
        held = [name for name in self._differing() if not self._is_free(name)]
        if not ADDRESS.isdisjoint(held):
            held = [name for name in held if name != "point"]
        return tuple(
            Conflict(name, self.facts[name], self.supplier.single.get(name), self._why(name))
            for name in held
        )

    def _why(self, name: str) -> str:
        """Nobody has changed what another source says, nor what the record never brought."""
        kept = self.supplier.single.get(name)
        others = (facts for of, facts in self.supplier.records.items() if of != self.record)
        is_others = any(facts.get(name) == kept for facts in others)
        return SAID_BY_OTHERS if name not in self.base or is_others else CHANGED_SINCE

    def _differing(self) -> list[str]:
        """Fields that the row changes, and that the directory does not say already."""
        present, said = self.supplier.single, self.facts
        return [
            name
            for name in self._stated(SINGLE)
            if not _is_same(name, said[name], self.base.get(name))
            and not _is_same(name, said[name], present.get(name))
        ]

    def _stated(self, names: tuple[str, ...]) -> list[str]:
        """Those that the row says something of, and that people do not hold."""
        return [name for name in names if name in self.facts and name not in self.supplier.held]

    def _is_free(self, name: str) -> bool:
        """An address is free whole, or not at all: half of two would be nowhere."""
        with_it = ADDRESS if name in ADDRESS or name == "point" else frozenset[str]()
        others = (other for other in self._differing() if other in with_it)
        return self._is_free_alone(name) and all(map(self._is_free_alone, others))

    def _is_free_alone(self, name: str) -> bool:
        present = self.supplier.single.get(name)
        is_derived = name in self.supplier.derived
        return is_empty(present) or _is_same(name, present, self.base.get(name)) or is_derived

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


def is_empty(value: Any) -> bool:
    return value is None or value is False


def reads_as_kept(name: str, said: Any, kept: Any) -> bool:
    return _is_same_name(said, kept) if name in NAMES else reads_alike(said, kept)


def reads_alike(said: Any, kept: Any) -> bool:
    """A file keeps all of a text but its odd blanks, and a page writes its apostrophes curved."""
    if isinstance(said, str) and isinstance(kept, str):
        return _plain(said) == _plain(kept)
    return bool(said == kept)


def _plain(text: str) -> list[str]:
    return text.replace("’", "'").split()


def _is_same(name: str, said: Any, kept: Any) -> bool:
    return _is_same_name(said, kept) if name in NAMES else bool(said == kept)


def _is_same_name(said: Any, kept: Any) -> bool:
    """Lists write their capitals as they please; those of the page stay."""
    if isinstance(said, str) and isinstance(kept, str):
        return reads_alike(said.casefold(), kept.casefold())
    return bool(said == kept)


# What people hold


def left_to_people(facts: Facts, base: Facts, supplier: KnownSupplier) -> tuple[Note, ...]:
    """What the row newly says of fields that people hold: told this once, and left aside."""
    return tuple(
        Note(FIELD_NAMES[name], "", _left(name, facts, supplier))
        for name in (*SINGLE, *SEVERAL, "zone")
        if name in supplier.held
        and facts.get(name)
        and not _is_same(name, facts[name], base.get(name))
        if not says_already(supplier, name, facts[name])
    )


def _left(name: str, facts: Facts, supplier: KnownSupplier) -> str:
    """Of several values, which may be contacts, or of a point, nobody reads here what is kept."""
    stays = "la fiche ne change pas"
    if name in PLAIN:
        kept, said = supplier.single.get(name), shown(facts[name])
        is_none = f"la fiche ne dit rien, et « {said} » n’est pas écrit"
        stays = (
            is_none if is_empty(kept) else f"la fiche garde « {shown(kept)} », et non « {said} »"
        )
    return f"{FIELD_NAMES[name]} : {stays}, car {supplier.held[name]} s’en charge"


def says_already(supplier: KnownSupplier, name: str, said: Any) -> bool:
    if name in supplier.several:
        return set(said) <= supplier.several[name].keys()
    if name == "zone":
        return all(zone in [theirs for _, theirs in supplier.zones] for zone in coverages(said))
    return _is_same(name, said, supplier.single.get(name))
