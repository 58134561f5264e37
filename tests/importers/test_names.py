"""Names in capitals become readable; the others are left alone."""

import pytest

from importers.names import readable


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        ("ESAT ENVOL TRANSITION", "ESAT Envol Transition"),
        ("ESAT LES GENETS D'OR GUIPAVAS", "ESAT Les Genets d'Or Guipavas"),
        ("ESAT DE L AVALLONNAIS", "ESAT de l'Avallonnais"),
        ("ESAT L'ENVOL", "ESAT L'Envol"),
        ("LES ATELIERS DU VAL DE SAMBRE", "Les Ateliers du Val de Sambre"),
        ("ESAT ADAPEI 42 CHARLIEU", "ESAT ADAPEI 42 Charlieu"),
        ("ESAT APF LE CORMIER", "ESAT APF le Cormier"),
        ("UGECAM BRETAGNE", "UGECAM Bretagne"),
        ("LYCEE HENRI IV", "Lycee Henri IV"),
        ("ESAT LADAPT - LYON 7EME", "ESAT LADAPT - Lyon 7e"),
        ("PARIS 1ER", "Paris 1er"),
        ("ESAT UNAPEI60 CRÉPY-EN-VALOIS", "ESAT UNAPEI60 Crépy-en-Valois"),
        ("GEIQ BTP 12", "GEIQ BTP 12"),
        ('ESAT "LES CEDRES"', 'ESAT "Les Cedres"'),
        ("SARL  EIVE   86", "SARL Eive 86"),
        ("A.D.A.P.E.I.", "A.D.A.P.E.I."),
        ("SEP A", "SEP A"),
        ("SEP A - LYON", "SEP A - Lyon"),
        ("C C A S SAINTE MARIE", "C C A S Sainte Marie"),
        ("INTERIM D CHAMBERY", "Interim D Chambery"),
        ("AIDE A DOMICILE", "Aide a Domicile"),
        ("COUP D MAIN", "Coup d'Main"),
        ("ANNEXE DE L'APEI", "Annexe de l'APEI"),
        ("ESAT MGEN", "ESAT MGEN"),
        ("ASSOC AIPF", "Assoc AIPF"),
        ("CTRE SOCIAL", "Ctre Social"),
        ("VAULX LE HAUT", "Vaulx le Haut"),
        ("COMMUNE DE LA ROCHE-SUR-YON", "Commune de la Roche-sur-Yon"),
        ("ESAT LA ROCHE SUR YON", "ESAT La Roche sur Yon"),
        ("APEI SAINT-JEAN-LE-PUJ", "APEI Saint-Jean-le-Puj"),
        ("• ESAT LE VAL", "ESAT Le Val"),
    ],
)
def test_capitals_become_readable(capitals: str, expected: str) -> None:
    assert readable(capitals) == expected


@pytest.mark.parametrize("name", ["Biscornu", "REDON Agglomération", "iD'EES", "", "42"])
def test_a_name_that_is_not_all_capitals_stays(name: str) -> None:
    assert readable(name) == name


@pytest.mark.parametrize("name", ["*Delta", "* Delta", "- Delta", "– Delta", "• Delta", "→Delta"])
def test_the_bullet_of_a_list_is_no_part_of_a_name(name: str) -> None:
    assert readable(name) == "Delta"


@pytest.mark.parametrize("name", ["-Emploi", "- Nous -", "*Élan*", "+ Fort Ensemble", "@Home", "•"])
def test_a_name_may_begin_with_a_sign(name: str) -> None:
    assert readable(name) == name
