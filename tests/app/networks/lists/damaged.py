"""A list made by hand and damaged in every way seen in the field; its structures are invented."""

from collections.abc import Callable, Iterator, Mapping

TITLES = "Nom de la structure;N° adhérent;Adresse;CP;Ville;Métiers;Statut;Contact;Tél.;Oui/Non bio"
TOWNS = (("49000", "Angers"), ("44000", "Nantes"), ("59000", "LILLE"), ("1000", "Bourg en Bresse"))
TRADES = ("Repassage / menuiserie", "espaces verts, peinture", "Zigouillis", "Traiteur + ménage")
KINDS = ("EI", "Atelier et chantier d'insertion", "esat", "E.A.")
COUNT = 300


def damaged_list() -> bytes:
    """Titles on the third line, cp1252, Windows and Mac ends of lines mixed."""
    rows = ["Annuaire de nos adhérents;;;;;;;;;", "à jour au 12/03/2025;;;;;;;;;", TITLES]
    ends = ("\r\n", "\n")
    lines = [*rows, *_rows()]
    return "".join(f"{row}{ends[n % 2]}" for n, row in enumerate(lines)).encode("cp1252")


def _rows() -> Iterator[str]:
    for number in range(COUNT):
        yield _DAMAGES.get(number % 20, _plain)(number)


def _plain(number: int, **said: str) -> str:
    postcode, city = TOWNS[number % len(TOWNS)]
    cells = {
        "name": f"Atelier de la Loutre {number}",
        "siret": "",
        "address": f"{number} rue des Roseaux",
        "postcode": postcode,
        "city": city,
        "trades": TRADES[number % len(TRADES)],
        "kind": KINDS[number % len(KINDS)],
        "mail": f"contact@loutre{number}.example",
        "phone": f"02 41 00 {number // 100:02d} {number % 100:02d}",
        "organic": "x" if number % 2 else "",
    }
    return ";".join((cells | said).values())


_DAMAGES: Mapping[int, Callable[[int], str]] = {
    1: lambda n: _plain(n, name=""),
    3: lambda n: _plain(n, siret="8,34E+13"),
    4: lambda n: _plain(n, siret="12/03/2025"),
    5: lambda n: _plain(n, name=f"\u00a0Atelier\u00a0de la Loutre {n} "),
    6: lambda n: _plain(n, name="DUPONT Jeanne", mail="jeanne.dupont@perso.example"),
    7: lambda n: _plain(n, address='"3 rue Haute\nBâtiment B"'),
    8: lambda n: _plain(n, name="=2+5+cmd|' /C calc'!A0"),
    9: lambda n: _plain(n, phone="241000102.0"),
    11: lambda _n: ";;;;;;;;;",
    12: lambda n: _plain(n, city="Nulle-Part-sur-Loire", postcode="99999"),
    13: lambda n: _plain(n) + ";une colonne;de trop",
    14: lambda n: _plain(n - 1),  # the same structure twice, with something else
    15: lambda _n: TITLES,
}
