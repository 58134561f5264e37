"""Which row is the header, and which format reads the others."""

from pathlib import Path

import pytest

from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import open_table
from tests.importers.writing import write

HEADERS = {
    "siae": "id,siret,kind,name,brand,post_code,city",
    "esat": "ET-N°FINESS,ET-Raison sociale,ET-Code Postal,ET-SIRET,ET-Commune Code",
    "geiq": "id,type,id_siege,nom,siret,cp,ville",
    "sirets": "SIRET",
    "generic": "Nom de la structure,Ville",
}


def recognised(path: Path, wanted: str | None = None) -> str:
    with open_table(path) as table:
        return map_table(table, wanted).format.name


def refusal(path: Path, wanted: str | None = None) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        recognised(path, wanted)
    return str(refused.value)


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_each_format_is_recognised_by_its_header(tmp_path: Path, name: str, header: str) -> None:
    assert recognised(write(tmp_path, f"{header}\nx,x,x\n")) == name


@pytest.mark.parametrize("title", ["siret", "N° SIRET", "Numéro de SIRET"])
def test_the_one_column_of_a_siret_list_has_several_names(tmp_path: Path, title: str) -> None:
    assert recognised(write(tmp_path, f"{title}\n12345678200010\n")) == "sirets"


def test_a_title_above_the_header_is_stepped_over(tmp_path: Path) -> None:
    path = write(tmp_path, "Liste des adhérents;\n2026;\nNom;Ville\nBiscornu;Angers\n")
    with open_table(path) as table:
        mapped = map_table(table)
        assert (mapped.header.line, mapped.row_count) == (3, 1)


def test_columns_that_nothing_reads_are_named(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "Nom,Ville,Couleur\nBiscornu,Angers,bleu\n")) as table:
        assert map_table(table).binding.ignored == ("Couleur",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Nom,Ville\n", "que ses titres de colonnes"),
        ("couleur,forme\nbleu,rond\n", "« couleur », « forme »"),
        ("12345678200010\n12345678200028\n", "n’est pas une ligne de titres"),
        ("Nom\nBiscornu\n", "« Nom »"),
        ("<?xml version='1.0'?>\n<a>Erreur 404</a>\n", "ni une liste de structures ni un classeur"),
        ("Bonjour,\nceci est, je crois, un texte.\n", "ni une liste de structures ni un classeur"),
        ("Ý.aÿ,BŽ\n\ue123åÇ,¨‰\n", "ni une liste de structures ni un classeur"),
        ("Ville\nAngers\n", "il faut au moins le nom de la structure"),
    ],
)
def test_a_file_without_the_titles_it_needs_is_refused(
    tmp_path: Path, content: str, told: str
) -> None:
    assert told in refusal(write(tmp_path, content))


def test_a_wanted_format_is_held_against_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, "Nom,Ville\nBiscornu,Angers\n")
    assert recognised(path, "generic") == "generic"
    assert refusal(path, "siae") == "Les titres des colonnes ne sont pas ceux du format « siae »."


def test_what_is_no_list_is_said_so_whatever_it_is_called(tmp_path: Path) -> None:
    path = write(tmp_path, "un simple texte\nsans colonnes\n", "classeur.xlsx")
    assert "ni une liste de structures ni un classeur" in refusal(path)
    assert "ni une liste de structures ni un classeur" in refusal(path, "siae")
