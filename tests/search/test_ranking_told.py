"""docs/ranking.md tells the criteria that the contract holds, in their order."""

from pathlib import Path

from tests.search.contract_of_ranking import CRITERIA

DOCUMENT = Path(__file__).parents[2] / "docs" / "ranking.md"


def test_it_works() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    places = [told.index(f"[{criterion.name}]") for criterion in CRITERIA]
    assert places == sorted(places)
