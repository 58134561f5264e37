"""Official numbers and articles in a need."""

import pytest

from search.understanding import What, understand


def test_from_one_article_to_another_are_all_those_between() -> None:
    frames = ("l2113-12", "l2113-13", "l2113-13-1", "l2113-14", "l2113-15")

    assert understand("L.2113-12 à L.2113-15").values(What.LEGAL) == frames


@pytest.mark.parametrize("text", ["L2113-12 et L2113-13", "L.2113-12, 2113-13", "L2113-12 et 13"])
def test_articles_may_be_several(text: str) -> None:
    assert understand(text).values(What.LEGAL) == ("l2113-12", "l2113-13")


@pytest.mark.parametrize("text", ["2113-12 nettoyage", "article 2113-12", "L. 2113-12 du CCP"])
def test_the_letter_of_an_article_may_be_left_out(text: str) -> None:
    assert understand(text).values(What.LEGAL) == ("l2113-12",)


@pytest.mark.parametrize("text", ["L5212-10-1", "article L. 5212-10-1 du code du travail"])
def test_that_of_the_deduction_is_read_too(text: str) -> None:
    assert understand(text).values(What.LEGAL) == ("oeth",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("418 889 549 00071", "siret:41888954900071"),
        ("418.889.549.00071", "siret:41888954900071"),
        ("SIREN : 303 265 045", "siren:303265045"),
        ("FR 40 303 265 045", "siren:303265045"),
        ("56.21Z", "naf:56.21Z"),
        ("56 21 Z", "naf:56.21Z"),
    ],
)
def test_official_numbers_are_read_however_they_are_grouped(text: str, code: str) -> None:
    assert understand(text).values(What.CODE) == (code,)


def test_a_code_and_the_postcode_after_it_are_no_longer_number() -> None:
    for text in ("cpv 90910000-9 67000", "cpv 90910000-9 67 000"):
        understood = understand(text)

        assert "nettoyage-locaux" in understood.values(What.SERVICE)
        assert understood.values(What.PLACE) == ("postcode:67000",)


@pytest.mark.parametrize("text", ["50000000-5", "90000000-7"])
def test_a_division_of_the_cpv_that_holds_many_trades_offers_some(text: str) -> None:
    understood = understand(text)

    assert understood.mentions == ()
    assert [understood.words_of(other.of) for other in understood.alternatives] == [text] * 4


def test_each_service_of_a_code_is_offered() -> None:
    understood = understand("90910000-9")
    offered = [a.instead.values for a in understood.alternatives if a.instead]

    assert offered == [(service,) for service in understood.values(What.SERVICE)]


def test_the_services_of_that_very_code_are_offered_first() -> None:
    offered = [other.instead for other in understand("50000000-5").alternatives if other.instead]

    assert {offered[0].values, offered[1].values} == {("cordonnerie",), ("reparation-velos",)}


@pytest.mark.parametrize(("text", "count"), [("80000000-4", 4), ("20000000", 0), ("00000000", 0)])
def test_a_code_reads_no_service_of_other_trades(text: str, count: int) -> None:
    assert len(understand(text).values(What.SERVICE)) == count


def test_a_number_that_is_not_valid_is_a_word() -> None:
    assert understand("418 889 549 00072").mentions == ()


@pytest.mark.parametrize(
    "text", ["nettoyage de bureaux 90910000", "90910000-9 nettoyage de bureaux"]
)
def test_a_code_beside_a_need_of_its_own_widens_nothing(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ("nettoyage-locaux",)


def test_a_code_beside_another_need_is_asked_for_too() -> None:
    assert {"traiteur", "nettoyage-vitres"} < set(
        understand("traiteur 90910000").values(What.SERVICE)
    )


@pytest.mark.parametrize("text", ["nettoyage à 1500 m de Tours", "tissu 1200 g", "cuve 1000 L"])
def test_a_length_or_a_weight_is_no_naf_code(text: str) -> None:
    assert understand(text).values(What.CODE) == ()
