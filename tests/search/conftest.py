"""The contract is no test module: pytest must be told to explain its assertions too."""

import pytest

pytest.register_assert_rewrite(
    "tests.search.contract",
    "tests.search.contract_of_maps",
    "tests.search.contract_of_parity",
    "tests.search.contract_of_places",
    "tests.search.oracle",
)
