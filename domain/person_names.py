"""First names and family names of many countries: what a word that nothing knows may be."""

import gzip
import json
from functools import cache
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "data" / "person_names.json.gz"


@cache
def person_names() -> frozenset[str]:
    """Folded, each of one word; some are also words of French ("rose", "marina").

    `tools/build_person_names.py` makes them; where they come from: data/README.md.
    """
    return frozenset(json.loads(gzip.decompress(PATH.read_bytes())))
