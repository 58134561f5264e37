"""The judged set is sound: who reads its figures may trust what it is made of."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.demo.generator import generate
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.french import words
from tools.relevance import __main__ as command
from tools.relevance.corpus import INVENTED, NAMES
from tools.relevance.grading import place_at
from tools.relevance.needs import Need, load_needs

TAXONOMY = Path(__file__).resolve().parents[2] / "data" / "taxonomy"
JUDGED_IN = "e03c9e101967bd02"  # the digest of the invented directory, when it was judged

NEEDS = load_needs()
BY_TRADE = {"metier-lieu", "mots-courants", "question"}


def keys_of(source: str) -> set[str]:
    judged = (need.answers.get(source, ()) for need in NEEDS)
    near = (need.near.get(source, ()) for need in NEEDS)
    return {key for keys in (*judged, *near) for key in keys}


def test_it_holds_more_than_a_hundred_needs_each_said_in_several_ways() -> None:
    assert len(NEEDS) >= 100
    assert len({need.id for need in NEEDS}) == len(NEEDS)
    for need in NEEDS:
        assert need.guide.endswith(".")
        assert 2 <= len(need.variants) <= 4
        assert len(set(need.wordings)) == len(need.wordings)


def test_half_aims_at_each_half_of_the_corpus() -> None:
    aims = Counter(need.aims for need in NEEDS)
    assert aims.keys() == {"demo", "real"}
    assert max(aims.values()) <= 1.05 * min(aims.values())


@pytest.mark.parametrize("needs", [NEEDS, [n for n in NEEDS if n.category in BY_TRADE]])
def test_half_of_the_queries_use_no_word_of_the_taxonomy(needs: list[Need]) -> None:
    """Of all, and of those that name a trade: a place or a code would make it too easy."""
    known = {word for text in texts_of_the_taxonomy() for word in words(text)}
    outside = [need for need in needs if not known.intersection(words(need.query))]
    assert len(outside) >= len(needs) / 2


def texts_of_the_taxonomy() -> Iterator[str]:
    """Every label and synonym: of services and their groups, kinds, legal frames, labels…"""
    for path in TAXONOMY.glob("*.json"):
        for entry in entries_in(json.loads(path.read_text())):
            yield from (entry[name] for name in ("code", "short", "label") if name in entry)
            yield from entry.get("synonyms", ())


def entries_in(stored: Any) -> Iterator[dict[str, Any]]:
    lists = [stored] if isinstance(stored, list) else stored.values()
    for entries in lists:
        yield from (entry for entry in entries if isinstance(entry, dict))


def test_somebody_answers_most_needs_and_nobody_a_few() -> None:
    nobody = {need.category for need in NEEDS if not (need.answers or need.rules)}
    assert nobody == {"sans-reponse"}


def test_a_supplier_has_one_grade_for_a_need() -> None:
    for need in NEEDS:
        for source, keys in need.answers.items():
            assert not set(keys).intersection(need.near.get(source, ()))
            assert len(set(keys)) == len(keys)


def test_judged_suppliers_are_in_the_real_lists(shared_data: Path) -> None:
    siae, esat, geiq = (rows_of(shared_data / name) for name in NAMES)
    assert keys_of("siae") <= {row["id"] for row in siae}
    assert keys_of("esat") <= {row["ET-N°FINESS"].zfill(9) for row in esat}
    assert keys_of("geiq") <= {f"{row['type']}:{row['id']}" for row in geiq}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_invented_directory_is_the_one_that_was_judged() -> None:
    """When this fails, the demo directory has changed: judge the needs again, then say so here."""
    digest = hashlib.sha256()
    judged = keys_of("demo")
    for supplier in generate(INVENTED):
        digest.update(repr(supplier).encode())
        if supplier.archived_at is None:
            judged.discard(supplier.key)
    assert digest.hexdigest()[:16] == JUDGED_IN
    assert not judged


def test_rules_name_what_exists() -> None:
    for rule in (rule for need in NEEDS for rule in need.rules):
        assert rule.grade in (1, 2)
        assert set(rule.kinds) <= KINDS.keys()
        assert set(rule.labels) <= taxonomy().labels.keys()
        assert set(rule.networks) <= taxonomy().networks.keys()
        assert all(map(place_at, (*rule.located, *rule.within, *rule.reaches)))


def test_without_the_real_lists_their_half_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "real_files", tuple)
    assert {need.aims for need in command.needs_measured()} == {"demo"}
    assert "left out" in capsys.readouterr().out
