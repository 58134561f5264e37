"""A formula is no name; a name that begins with a sign is one."""

import pytest

from importers.facts import Rejected, RowFacts
from importers.formulas import is_formula
from importers.guessing import guess_mapping
from importers.mapping import map_table
from importers.reading import open_pasted


def test_a_row_named_by_a_formula_is_refused_and_told_what_to_do() -> None:
    text = "Nom;Ville\n=2+5+cmd|' /C calc'!A0;Angers\n+ Fort Ensemble;Nantes\n"
    with open_pasted(text) as table:
        refused, kept = map_table(table, by_hand=guess_mapping(table).mapping)
    assert isinstance(refused, Rejected)
    assert refused.message == "ce nom est une formule de tableur"
    assert refused.suggestion == "donner le nom de la structure"
    assert isinstance(kept, RowFacts)
    assert kept.name == "+ Fort Ensemble"


@pytest.mark.parametrize(
    "text",
    [
        *("=2+5+cmd|' /C calc'!A0", "+2+5+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"),
        *("@SUM(1+9)*cmd|' /C calc'!A0", "@SUM(...)", "=SOMME(A1:A9)", "+SUM(A1:A9)", "-NOW()"),
        *('=HYPERLINK("http://x.example";"Élan")', '+HYPERLINK("http://x.example")'),
        *("=A1", "=$B$2", "=Feuil1!A1", "+Feuil1!A1", "-'Mes adhérents'!B2", "=1+1", "-A1+B2"),
        *('="Élan"&B1', "=-1", "=+A1", "+-@SUM(A1)", "＝1+1", "= 2*3", "=cmd|' /C calc'!A0"),
    ],
)
def test_what_a_spreadsheet_computes_is_a_formula(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "name",
    [
        *("+ Fort Ensemble", "+Fort", "-Nous-", "- Nous -", "@Home", "@robase 44", "+ 2 Liens"),
        *(
            "+Fort(e)s",
            "+Vert (Angers, 49)",
            "-18 ans et +",
            "+33",
            "=Égalité",
            "= L’Égal",
            "=> Élan",
        ),
        *("=Ensemble 44=", "Plus+", "A+B", "Élan | Nantes !", "", "-", "=", "3-2-1 Partez"),
    ],
)
def test_a_name_may_begin_with_a_sign(name: str) -> None:
    assert not is_formula(name)
