"""Guessing what the columns of a hand-made list hold, from their titles."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Self

from domain.text import fold

# Whole titles, folded; a number at the end ("activité 2") does not count. Of several columns that
# would hold a field of one, the title that comes first here wins.
TITLES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "identifiant", "ref", "reference", "numero adherent", "n adherent", "code"),
    "name": (
        "nom de la structure",
        "nom structure",
        "raison sociale",
        "nom ou raison sociale",
        "denomination sociale",
        "denomination",
        "nom de l entreprise",
        "nom de l etablissement",
        "nom de l organisme",
        "nom de l association",
        "nom de l adherent",
        "nom adherent",
        "nom du fournisseur",
        "nom du groupement",
        "nom",
        "structure",
        "entreprise",
        "etablissement",
        "organisme",
        "association",
        "adherent",
        "fournisseur",
        "prestataire",
        "societe",
        "intitule",
    ),
    "brand": ("enseigne", "nom commercial", "marque", "nom d usage", "sigle"),
    "siret": (
        "siret",
        "sirets",
        "n siret",
        "no siret",
        "num siret",
        "numero siret",
        "numero de siret",
        "n de siret",
        "code siret",
        "siret de l etablissement",
    ),
    "siren": (
        "siren",
        "n siren",
        "no siren",
        "num siren",
        "numero siren",
        "numero de siren",
        "n de siren",
        "code siren",
    ),
    "kinds": (
        "type",
        "types",
        "type de structure",
        "type de la structure",
        "type structure",
        "statut",
        "categorie",
        "nature",
        "kind",
        "type d etablissement",
        "type d organisme",
        "agrement",
        "conventionnement",
        "famille",
    ),
    "legal_form": ("forme juridique", "statut juridique", "forme"),
    "naf": ("naf", "ape", "code naf", "code ape", "code naf ape", "code ape naf"),
    "address": (
        "adresse",
        "adresse postale",
        "rue",
        "voie",
        "numero et voie",
        "adresse ligne",
        "siege",
        "adresse du siege",
        "rue suite",
        "complement d adresse",
        "complement adresse",
        "adresse suite",
        "suite adresse",
        "lieu dit",
        "adresse complete",
        "lieudit bp",
    ),
    "postcode": ("code postal", "cp", "c p", "codepostal", "code post", "post code"),
    "city": (
        "ville",
        "commune",
        "localite",
        "city",
        "nom de la commune",
        "nom commune",
        "bureau distributeur",
        "code postal et ville",
        "code postal et commune",
        "code postal ville",
        "code postal commune",
        "ville et code postal",
        "commune et code postal",
        "ville code postal",
        "commune code postal",
        "cp et ville",
        "cp et commune",
        "cp ville",
        "cp commune",
        "ville cp",
        "commune cp",
    ),
    "code_insee": (
        "code insee",
        "insee",
        "code commune",
        "code insee commune",
        "code commune insee",
    ),
    "departement": (
        "departement",
        "dept",
        "dep",
        "dpt",
        "departement du siege",
        "code departement",
    ),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "services": (
        "activites",
        "activite",
        "service",
        "services",
        "prestations",
        "prestation",
        "metiers",
        "metier",
        "metiers proposes",
        "domaines d activite",
        "domaine d activite",
        "domaine",
        "domaines",
        "secteurs d activite",
        "secteur d activite",
        "secteurs",
        "secteur",
        "savoir faire",
        "offre",
        "offres",
        "secteur d act",
        "secteurs d act",
        "poles de competences",
        "competences",
        "filieres",
        "filiere",
        "produits et services",
        "services proposes",
        "activites proposees",
        "activite principale",
    ),
    "labels": (
        "labels",
        "label",
        "certifications",
        "certification",
        "labels et certifications",
        "liste des labels",
        "labels certifications",
        "demarche qualite",
        "agrements",
    ),
    "networks": (
        "reseaux",
        "reseau",
        "liste des reseaux",
        "federation",
        "adhesions",
        "reseau porteur",
    ),
    "zone": (
        "zone d intervention",
        "zones d intervention",
        "perimetre d intervention",
        "perimetre",
        "territoire d intervention",
        "territoire",
        "territoires",
        "rayon d action",
        "zone",
        "secteur geographique",
        "couverture",
        "rayon d intervention",
        "zone geographique",
        "zone de chalandise",
        "lieux d intervention",
        "aire d intervention",
        "zone couverte",
        "zones couvertes",
        "territoire couvert",
        "territoires couverts",
        "secteur couvert",
        "secteurs couverts",
        "ou intervenez vous",
    ),
    "description": ("description", "presentation", "a propos", "descriptif", "resume"),
    "website": (
        "site internet",
        "site web",
        "site",
        "web",
        "url",
        "website",
        "internet",
        "lien",
        "adresse internet",
        "adresse web",
        "adresse du site",
    ),
    "emails": (
        "e mail",
        "adresse de messagerie",
        "messagerie",
        "email",
        "mail",
        "courriel",
        "adresse e mail",
        "adresse mail",
        "adresse email",
        "contact mail",
        "mel",
        "adresse electronique",
        "email contact",
    ),
    "phones": (
        "telephone",
        "tel",
        "numero de telephone",
        "n de telephone",
        "phone",
        "tel fixe",
        "telephone fixe",
        "portable",
        "mobile",
        "tel portable",
        "telephone portable",
        "tel public",
    ),
    "capacity": (
        "capacite",
        "effectif",
        "nombre de salaries",
        "nombre de places",
        "capacite d accueil",
    ),
}

# Words that settle the matter inside a longer title, such as a form's question.
SAID_WITHIN: tuple[tuple[str, str], ...] = (
    ("siret", "siret"),
    ("siren", "siren"),
    ("code postal", "postcode"),
    ("raison sociale", "name"),
    ("nom de la structure", "name"),
    ("nom de votre structure", "name"),
    ("nom de votre groupement", "name"),
    ("intervention", "zone"),
    ("intervenez", "zone"),
    ("rayon", "zone"),
    ("type de structure", "kinds"),
    ("activites", "services"),
    ("prestations", "services"),
    ("metiers", "services"),
    ("labels", "labels"),
    ("certifications", "labels"),
    ("reseaux", "networks"),
    ("site internet", "website"),
    ("site web", "website"),
    ("telephone", "phones"),
    ("mail", "emails"),
    ("courriel", "emails"),
    ("courrier electronique", "emails"),
    ("adresse electronique", "emails"),
    ("messagerie", "emails"),
    ("adresse internet", "website"),
    ("adresse web", "website"),
    ("adresse url", "website"),
    ("adresse du site", "website"),
    ("commune", "city"),
    ("ville", "city"),
    ("adresse", "address"),
    ("secteur d activite", "services"),
    ("secteurs d activite", "services"),
    ("couvert", "zone"),
    ("couverte", "zone"),
    ("couvertes", "zone"),
    ("zone", "zone"),
    ("zones", "zone"),
    ("secteur", "zone"),
    ("secteurs", "zone"),
)

# Who is in charge of it, or where one sits, says not where one works.
_NO_ZONE = re.compile(
    r"\b(?:responsable|referente?|cheff?e?|animat(?:eur|rice)|coordinat(?:eur|rice)|contact"
    r"|zones? (?:d activites?|industrielle|artisanale|commerciale))\b"
)

# How our tables begin the titles of columns that say what a page lacks.
MISSING = "Manque : "
_MISSING = f"{fold(MISSING)} "

# Fields that several columns may hold together.
SEVERAL = frozenset({"kinds", "services", "labels", "networks", "emails", "phones", "address"})
# By words within, "Adresse du président" would join the address.
SEVERAL_WITHIN = SEVERAL - {"address"}

TRADE_NAMES = frozenset({"enseigne", "nom commercial", "nom d usage"})
PERSON_TITLES = frozenset({"prenom", "prenoms", "civilite"})

# A folded title → the field that it may hold, and its rank among those that may.
Guess = Callable[[str], tuple[str, int] | None]

_RANKED = {
    title: (field, rank) for field, titles in TITLES.items() for rank, title in enumerate(titles)
}
_NUMBERED = re.compile(r" ?\d+$")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns (folded titles) hold which field; `ignored` are titles as written."""

    by_field: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.by_field)

    def has(self, field: str) -> bool:
        return field in self.by_field

    def all(self, field: str) -> tuple[str, ...]:
        return self.by_field.get(field, ())

    def first(self, field: str) -> str:
        """The column of the field; a title that no file has when there is none."""
        return next(iter(self.all(field)), f"({field})")

    def with_name(self) -> Self:
        """The name that a supplier trades under is its name when the list gives no other."""
        brand = self.first("brand")
        if self.has("name") or brand not in TRADE_NAMES:
            return self
        others = {field: columns for field, columns in self.by_field.items() if field != "brand"}
        return replace(self, by_field={**others, "name": (brand,)})


def guess_columns(titles: tuple[str, ...], empty: Collection[str] = ()) -> Columns:
    """Whole titles are believed before words within them; one column a field, but for lists.

    Titles of `empty` columns hold what no other may.
    """
    named = {title: fold(title) for title in titles if fold(title)}
    remaining = _without_persons(named)
    by_field: defaultdict[str, list[str]] = defaultdict(list)
    for are_empty in (False, True):
        left = {
            title: column for title, column in remaining.items() if (title in empty) is are_empty
        }
        for guess, several in ((_by_whole_title, SEVERAL), (_by_words_within, SEVERAL_WITHIN)):
            for field, ranked in _fitting(left, guess).items():
                if field in several:
                    taken = [title for _, title in ranked]
                else:
                    taken = [] if field in by_field else [min(ranked, key=itemgetter(0))[1]]
                by_field[field] += map(left.pop, taken)
    used = {column for columns in by_field.values() for column in columns}
    ignored = tuple(title for title, column in named.items() if column not in used)
    return Columns({field: tuple(columns) for field, columns in by_field.items()}, ignored)


def _without_persons(named: Mapping[str, str]) -> dict[str, str]:
    """A bare "nom" beside a "prénom" is a person's, not the supplier's."""
    persons = {"nom"} if PERSON_TITLES & set(named.values()) else set()
    return {title: column for title, column in named.items() if column not in persons}


def _fitting(titles: Mapping[str, str], guess: Guess) -> dict[str, list[tuple[int, str]]]:
    """Of each field, the titles that may hold it, each with its rank."""
    fitting: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for title, column in titles.items():
        if not column.startswith(_MISSING) and (found := guess(column)):
            field, rank = found
            fitting[field].append((rank, title))
    return fitting


def is_whole_title(title: str) -> bool:
    """Whether lists use exactly this title for something."""
    return _by_whole_title(fold(title)) is not None


def _by_whole_title(title: str) -> tuple[str, int] | None:
    return _RANKED.get(title) or _RANKED.get(_NUMBERED.sub("", title))


def _by_words_within(title: str) -> tuple[str, int] | None:
    padded = f" {title} "
    for rank, (words, field) in enumerate(SAID_WITHIN):
        if f" {words} " in padded:
            return None if field == "zone" and _NO_ZONE.search(title) else (field, rank)
    return None
