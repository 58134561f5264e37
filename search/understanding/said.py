"""The services that words name: those a buyer types, and those a supplier says of itself.

What is typed names services when the whole of it does. In a supplier's text, a service counts
as said when its label or one of its synonyms stands in it, whole, up to plural and feminine; the
longest wins. Words that are ambiguous, broad or part of a proper name prove nothing, nor do those
that say for whom it works. Sentences are not understood: "nous ne faisons pas de menuiserie" says
menuiserie.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from domain.customers import CUSTOMERS
from domain.taxonomy import derived, taxonomy
from domain.text import fold
from search.french import parse, words

Source = Literal["name", "description"]
Words = tuple[str, ...]

# Read on the names and descriptions of 3,847 SIAE and 1,504 ESAT, these meant something else
# more often than the service: "l'encadrement technique", "auprès des bailleurs sociaux".
_SAYS_NOTHING = (
    *("encadrement", "bailleur social", "service client", "site web", "site internet", "campagne"),
    *("MAD", "EPI", "thé", "cloud", "self", "gestion de parc", "assistante", "concertation"),
    *("communication", "remise en état", "entrepôt", "médiateurs", "enquête", "assurance", "EHPAD"),
)
# Names of towns, of people, or images, when they stand in a name: "Régie Mâcon", "La Ruche".
_SAYS_NOTHING_IN_A_NAME = (
    *("maçon", "vitres", "serres", "pain", "ruches", "épices", "mosaïque", "lavoirs", "bocaux"),
    *("palettes", "cartons", "fleurs", "savons", "cordonnier", "hôtel", "plants", "hébergement"),
    "neige",
)
# What is said in a name as nobody would in a sentence, or surely there alone: words, networks and
# brands of one trade. Read on those of 5,232 SIAE, ESAT and GEIQ whose services nothing else tells.
_SAYS_IN_A_NAME = {
    "aides-techniques": ("Envie Autonomie",),
    "amenagement-paysager": ("paysage", "paysager"),
    "animation-loisirs": ("poney club", "MJC", "maison des jeunes", "socioculturel"),
    "blanchisserie": ("linge",),
    "boulangerie-patisserie": ("pain et partage", "pains"),
    "collecte-bureau": ("feuille d’érable",),
    "collecte-textile": (
        *("fripe", "frip", "fringues", "vêtement", "textiles", "EBS le Relais", "SCOP Relais"),
    ),
    "couture-retouche": ("fil en aiguille",),
    "decheterie-tri": ("tri", "recyc", "recyclage", "valoristes", "valorisation déchets", "trialp"),
    "deee": ("Envie 2E", "Envie 2 E"),
    "encombrants": ("matelas", "écomatelas"),
    "entretien-espaces-verts": ("chantier vert", "emplois verts"),
    "espaces-naturels": (
        *("brigades vertes", "aménagement des rivières", "bassin des rivières"),
        *("rivières et bocages", "rivières et sentiers"),
    ),
    "evenementiel": ("event",),
    "garage": ("auto", "solidarauto"),
    "horticulture": ("fleurs de Cocagne",),
    "informatique-reconditionnee": ("Envie",),
    "livres": ("book",),
    "maconnerie": ("atelier de la pierre", "restanques"),
    "maraichage": ("potager", "jardins de Cocagne", "pomme de terre", "paysan urbain", "Val Bio"),
    "mediation-numerique": ("Emmaüs Connect",),
    "menage-domicile": (
        *("ménage service", "domicile services", "services à domicile", "serv domicile"),
    ),
    "metallerie-soudure": ("métal",),
    "mobilier-reemploi": ("meubles",),
    "multiservices-batiment": (
        *("bâtiment", "bâti", "rénov", "compagnons bâtisseurs", "tous travaux"),
    ),
    "nettoyage-locaux": ("clair et net", "propre et nett", "clean"),
    "nettoyage-vehicules": (
        *("auto lavage", "lavage auto", "lav auto", "nett auto", "net auto", "Sineo"),
    ),
    "repassage": ("Amidon",),
    "reparation-velos": ("cycles",),
    "ressourcerie": ("récup", "Emmaüs"),
    "restaurant": ("marmite", "resto", "table de Cocagne"),
    "restauration-meubles": ("rénov meubles",),
    "restauration-patrimoine": ("patrimoine", "vieilles pierres"),
    "sous-traitance-agroalimentaire": ("panier de la mer",),
    "sport": ("sports",),
    "tourisme-visites": ("maison du tourisme", "touristique"),
    "traiteur": ("table de Cana", "mamans cuisinières"),
    "transport-marchandises": ("transports", "Envie Transport"),
    "travaux-agricoles": ("agri", "viti"),
    "travaux-forestiers": ("office national des forêts", "sauvegarde forêts", "DFCI"),
    "usinage": ("méca",),
}
_PROPER_NAMES = (
    *("Restaurants du Cœur", "Restos du Cœur", "Restaurants et Relais du Cœur"),
    *("Restos Relais du Cœur", "Restau du Cœur", "Pain contre la faim", "cycle de l’eau"),
    *("Olivier de Serres", "Pays de Serres"),
    *("Envie d’agir", "Envie d’entreprendre", "lieu d’envie"),
    *("Emmaüs Habitat", "Emmaüs Solidarité", "Emmaüs Ethiloc"),
    *("patrimoine naturel", "patrimoine forestier", "gestion de patrimoine"),
)

# Customers, in a sentence: "la blanchisserie des hôtels et des EHPAD", "aux restaurants".
_THEIRS = f"(?:ehpad|{'|'.join({*CUSTOMERS, *map(fold, CUSTOMERS)})})"
_CUSTOMERS = re.compile(
    r"\b(?:(?P<work>blanchisserie|linge|draps|entretien|nettoyage|repas)\s+des"
    r"|aux|pour\s+(?:les|des)|aupr[eè]s\s+des)"
    rf"\s+{_THEIRS}(?:(?:,|\s+et)\s+(?:(?:des|les|aux)\s+)?{_THEIRS})*\b"
    r"(?!\s+(?:d[’']insertion|solidaires?|sociales?)\b)",
    re.IGNORECASE,
)


def services_named(text: str) -> tuple[str, ...]:
    """Ids of the services that a need, as typed, names: all those of an ambiguous word.

    The whole text must be a label or a synonym, up to case, accents, plural and feminine; ()
    otherwise. Such a text, beside a place, is a trade and nobody's name.
    """
    return () if parse(text).excluded else _services_by_name().get(words(text), ())


def services_said(name: str, description: str | None) -> dict[str, Source]:
    """Ids of the services a supplier's own words name, and where; the name comes first."""
    said: dict[str, Source] = dict.fromkeys(_services_in(name, "name"), "name")
    sentences = _CUSTOMERS.sub(r"\g<work> ", description or "")
    for service in _services_in(sentences, "description"):
        said.setdefault(service, "description")
    return said


def services_only_said(
    names: Iterable[str | None], description: str | None, declared: Collection[str]
) -> dict[str, Source]:
    """What `services_said` reads in a supplier's names and description, but what it declares."""
    said = services_said(" ".join(filter(None, names)), description)
    return {service: source for service, source in said.items() if service not in declared}


class _Vocabulary:
    """Terms in normalised words, found in a text by their first word, the longest first."""

    def __init__(self, service_of: Mapping[Words, str | None]) -> None:
        self.service_of = service_of
        lengths: dict[str, set[int]] = {}
        for term in service_of:
            lengths.setdefault(term[0], set()).add(len(term))
        self.lengths = {first: sorted(counts, reverse=True) for first, counts in lengths.items()}

    def longest(self, text: Words, position: int) -> Words:
        """The longest term that begins there, or no word at all."""
        for length in self.lengths[text[position]]:
            term = text[position : position + length]
            if term in self.service_of:
                return term
        return ()


def _services_in(text: str, source: Source) -> Iterator[str]:
    vocabulary, found, read = _vocabulary(source), words(text), 0
    # Few words begin a term: only those are looked at.
    for position in [i for i, word in enumerate(found) if word in vocabulary.lengths]:
        if position >= read:
            term = vocabulary.longest(found, position)
            read = position + len(term)
            if service := vocabulary.service_of.get(term):
                yield service


@derived()
def _vocabulary(source: Source) -> _Vocabulary:
    silent = {words(term) for term in _silent_terms(source)}
    meanings: dict[Words, set[str]] = {}
    for term, service in _terms(source):
        meanings.setdefault(words(term), set()).add(service)
    service_of: dict[Words, str | None] = {
        term: next(iter(services))
        for term, services in meanings.items()
        if len(services) == 1 and term not in silent
    }
    # A proper name is read whole, and says nothing.
    return _Vocabulary(service_of | dict.fromkeys(map(words, _PROPER_NAMES)))


@derived()
def _services_by_name() -> dict[Words, tuple[str, ...]]:
    named: dict[Words, list[str]] = {}
    for service in taxonomy().services.values():
        for name in {words(term) for term in (service.label, *service.synonyms)}:
            named.setdefault(name, []).append(service.id)
    return {name: tuple(services) for name, services in named.items()}


def _silent_terms(source: Source) -> Words:
    return _SAYS_NOTHING + (_SAYS_NOTHING_IN_A_NAME if source == "name" else ())


def _terms(source: Source) -> Iterator[tuple[str, str]]:
    """Every clear term of the taxonomy and its service; in a name, those of names too."""
    known = taxonomy()
    if source == "name":
        for service_id, terms in _SAYS_IN_A_NAME.items():
            yield from ((term, service_id) for term in terms)
    for service in known.services.values():
        for term in (service.label, *service.synonyms):
            folded = fold(term)
            if folded not in known.ambiguous and folded not in known.broad:
                yield term, service.id
