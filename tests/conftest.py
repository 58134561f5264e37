"""Fixtures every test may ask for."""

import gc
import os
from pathlib import Path

import pytest

# Their assertions are read by other test modules, and must be explained there too.
pytest.register_assert_rewrite(
    "tests.search.contract",
    "tests.search.contract_of_maps",
    "tests.search.contract_of_parity",
    "tests.search.contract_of_places",
    "tests.search.oracle",
)

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_finish() -> None:
    """The tests live as long as the run: looking through them for garbage took a tenth of it."""
    gc.collect()
    gc.freeze()


def missing(reason: str) -> None:
    """Skip for want of something outside the project; under STRICT=1 that is a failure."""
    if os.environ.get("STRICT") == "1":
        pytest.fail(f"STRICT=1 : {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files, read where they are and never copied into the project."""
    if not SHARED_DATA.is_dir():
        missing("les fichiers réels (../shared/data) sont absents")
    return SHARED_DATA
