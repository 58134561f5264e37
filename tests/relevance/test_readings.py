"""Needs written apart, with the services that answer them: sound, and told by the command."""

from domain.taxonomy import taxonomy
from tools.relevance.readings import Read, ReadNeed, load_read_needs, report_of_readings

NEEDS = load_read_needs()


def test_it_works() -> None:
    needs = [
        ReadNeed("menuisiers", ("menuiserie-batiment",), ()),
        ReadNeed("menuisiers", ("elagage",), ("menuiserie-batiment",)),
        ReadNeed("menuisiers", ("elagage",), ()),
        ReadNeed("recyclage", ("collecte-bureau",), ()),
        ReadNeed("recyclage", ("elagage",), ()),
        ReadNeed("zeppelin", (), ()),
    ]
    expected = [
        *(Read.RIGHTLY, Read.NEAR, Read.WRONGLY),
        *(Read.OFFERED, Read.OFFERED_WRONGLY, Read.NOT),
    ]
    assert [need.read() for need in needs] == expected


def test_they_are_many_and_name_services_of_the_taxonomy() -> None:
    services = [service for need in NEEDS for service in (*need.answers, *need.near)]
    assert set(services) <= taxonomy().services.keys()
    assert len({need.query for need in NEEDS}) == len(NEEDS) > 600
    assert sum(not need.answers for need in NEEDS) > 100


def test_the_table_counts_each_need_once() -> None:
    _, _, *lines = report_of_readings(NEEDS)
    counts = [int(cell) for line in lines for cell in line.split("|")[2:4]]
    assert sum(counts) == len(NEEDS)
