"""How Meilisearch is to index: its settings, the form of its documents, its indexes' names."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from search.cells import MAX_ZOOM, cells_at
from search.documents import FIELDS, OWN_TEXTS, Document, document_hash, settings_hash
from search.french import BREAK

# Below the time that a search is waited for.
CUTOFF_MS = 1000
MAX_VALUES = 300  # of a facet that are counted: there are 169 services
DOCUMENT_FORM = 2  # raised when what `index_document` adds changes
ZOOMS = range(MAX_ZOOM + 1)

# What a hit is told from.
SHOWN = (
    *("id", "_geo", "code_insee", "departement", "region"),
    *("name_sort", "freshness", "completeness"),
)
# More than any directory holds: totals may be cut there. Pages end at port.MAX_REACHED.
MAX_TOTAL = 1_000_000

SETTINGS: Mapping[str, Any] = {
    "searchableAttributes": [
        field.name
        for field in sorted(FIELDS, key=lambda field: -(field.weight or 0))
        if field.weight
    ],
    "filterableAttributes": [
        *(field.name for field in FIELDS if field.filterable),
        *(f"cells.{zoom}" for zoom in ZOOMS),
        "own_texts",
    ],
    "sortableAttributes": [field.name for field in FIELDS if field.sortable],
    "displayedAttributes": ["hash", *SHOWN],
    "rankingRules": [
        "sort",  # does nothing unless an order is asked for
        *("words", "typo", "proximity", "attributeRank", "exactness", "wordPosition"),
        *("completeness:desc", "proof:desc", "freshness:desc", "id:asc"),
    ],
    # What a word may stand for is settled before (search/spelling.py).
    "typoTolerance": {"enabled": False},
    "stopWords": [],
    "synonyms": {},
    # Or a word taken for German might be cut in two.
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["fra"]}],
    "facetSearch": False,
    "faceting": {"maxValuesPerFacet": MAX_VALUES, "sortFacetValuesBy": {"*": "count"}},
    "pagination": {"maxTotalHits": MAX_TOTAL},
    "searchCutoffMs": CUTOFF_MS,
}


def built_with() -> str:
    """Changes when an index must be built anew: documents, gazetteer, taxonomy or settings."""
    parts = json.dumps([settings_hash(), SETTINGS, DOCUMENT_FORM], sort_keys=True)
    return hashlib.blake2b(parts.encode(), digest_size=5).hexdigest()


def index_name(prefix: str) -> str:
    """The index of today's settings: one that was built with others is another index."""
    return f"{prefix}suppliers-{built_with()}"


def index_document(document: Document) -> dict[str, Any]:
    """A search document with its hash, the cell of each zoom where it has a point, and the words
    of its own texts: a filter finds them only so.
    """
    return {
        **document,
        "hash": document_hash(document),
        "cells": _cells(document),
        "own_texts": _own_words(document),
    }


def cell_value(x: int, y: int) -> str:
    return f"{x}-{y}"


def cell_of(value: str) -> tuple[int, int]:
    """The (x, y) of `cell_value`."""
    x, y = value.split("-")
    return int(x), int(y)


def _own_words(document: Mapping[str, Any]) -> list[str]:
    words = {word for name in OWN_TEXTS for word in document[name].split()}
    return sorted(words - {BREAK})


def _cells(document: Mapping[str, Any]) -> dict[str, str]:
    geo = document["_geo"]
    if geo is None:
        return {}
    latitude, longitude = np.array([geo["lat"]]), np.array([geo["lng"]])
    at = ((zoom, *cells_at(latitude, longitude, zoom)) for zoom in ZOOMS)
    return {str(zoom): cell_value(int(x[0]), int(y[0])) for zoom, x, y in at}
