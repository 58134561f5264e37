"""Calls for tenders, as they are written: the words of the procedure are no need."""

import pytest

from search.understanding import What, understand


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("marché de nettoyage", "nettoyage-locaux"),
        ("lance une consultation pour l’imprimerie", "impression"),
        ("AO nettoyage", "nettoyage-locaux"),
        ("marché public inférieur à 40 000 euros HT nettoyage", "nettoyage-locaux"),
        ("politique d’achats responsables, nettoyage", "nettoyage-locaux"),
        ("nettoyage de bâtiments situés à Quimper", "nettoyage-locaux"),
        ("lot n°3 nettoyage", "nettoyage-locaux"),
        ("groupement de commandes nettoyage", "nettoyage-locaux"),
        ("groupement de coopération sanitaire blanchisserie", "blanchisserie"),
        ("nettoyage en accord-cadre à bons de commande", "nettoyage-locaux"),
        ("avis d’appel public à la concurrence : élagage", "elagage"),
        ("blanchisserie, dématérialisation des offres", "blanchisserie"),
        ("nettoyage, allotissement et dossier de consultation", "nettoyage-locaux"),
        ("règlement de la consultation traiteur, CCAP", "traiteur"),
    ],
)
def test_only_what_is_bought_is_read(text: str, service: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == (service,)
    assert understood.values(What.LABEL) == ()
    assert understood.text == ""


@pytest.mark.parametrize(
    "text",
    [
        *("accord-cadre à bons de commande", "marché à bons de commande", "mise en concurrence"),
        *("avis d’appel public à la concurrence", "groupement de commandes", "allotissement"),
        *("dématérialisation des offres", "règlement de consultation", "DCE", "mémoire technique"),
    ],
)
def test_the_procedure_alone_is_no_need(text: str) -> None:
    assert understand(text).mentions == ()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("impression de DCE", "impression"),
        ("DCE en 12 exemplaires", "reprographie"),
        ("reliure d’un mémoire technique", "reliure-faconnage"),
        ("accord-cadre denrées", "approvisionnement-bio"),
        ("dématérialisation des factures", "numerisation-archivage"),
        ("saisie de bons de commande", "saisie-donnees"),
    ],
)
def test_what_is_done_with_its_papers_is_one(text: str, service: str) -> None:
    assert service in understand(text).values(What.SERVICE)


def test_the_label_of_responsible_buyers_is_offered() -> None:
    offered = [other.instead for other in understand("achats responsables nettoyage").alternatives]

    assert [one.values for one in offered if one] == [("rfar",)]
    assert understand("achats responsables").values(What.LABEL) == ("rfar",)


def test_a_lot_of_some_number_is_no_place_but_46_is() -> None:
    for text in ("traiteur lot 2", "nettoyage lot unique", "lot A nettoyage"):
        assert understand(text).place is None
    assert understand("traiteur Lot 46").place is not None


@pytest.mark.parametrize(
    "text", ["téléphone ESAT Rennes", "coordonnées ESAT", "différence ESAT EA"]
)
def test_how_to_reach_somebody_is_not_searched(text: str) -> None:
    assert understand(text).text == ""


def test_all_of_the_directory_are_of_the_ess() -> None:
    understood = understand("fournisseurs ESS Toulouse")

    assert understood.text == ""
    assert not understood.asides


def test_a_telephone_may_be_needed() -> None:
    assert understand("réparation téléphone").values(What.SERVICE)
