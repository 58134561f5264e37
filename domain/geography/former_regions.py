"""The régions that joined others in 2016: smaller than those that bear their names today."""

from typing import NamedTuple


class FormerRegion(NamedTuple):
    name: str
    departements: tuple[str, ...]


_KNOWN = {
    "42": ("Alsace", "67 68"),
    "72": ("Aquitaine", "24 33 40 47 64"),
    "83": ("Auvergne", "03 15 43 63"),
    "25": ("Basse-Normandie", "14 50 61"),
    "26": ("Bourgogne", "21 58 71 89"),
    "21": ("Champagne-Ardenne", "08 10 51 52"),
    "43": ("Franche-Comté", "25 39 70 90"),
    "23": ("Haute-Normandie", "27 76"),
    "91": ("Languedoc-Roussillon", "11 30 34 48 66"),
    "74": ("Limousin", "19 23 87"),
    "41": ("Lorraine", "54 55 57 88"),
    "73": ("Midi-Pyrénées", "09 12 31 32 46 65 81 82"),
    "31": ("Nord-Pas-de-Calais", "59 62"),
    "22": ("Picardie", "02 60 80"),
    "54": ("Poitou-Charentes", "16 17 79 86"),
    "82": ("Rhône-Alpes", "01 07 26 38 42 69 73 74"),
}

# By the code that INSEE gave them.
FORMER_REGIONS = {
    code: FormerRegion(name, tuple(departements.split()))
    for code, (name, departements) in _KNOWN.items()
}
