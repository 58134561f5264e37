"""What would help buyers most, for a page as it is: a short list, each point with its why."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, cast, exists, func

from domain.models import Activity, Contact, PictureKind, Supplier, Visibility, Zone, today

MOST = 4
OLD_FIGURES = 2  # years


@dataclass(frozen=True, slots=True)
class Advice:
    """`section` is the slug of the one where it is done."""

    section: str
    what: str
    why: str
    is_needed: Callable[[Supplier], bool]


def advice_for(supplier: Supplier) -> list[Advice]:
    """At most four, what weighs most first."""
    return [point for point in _POINTS if point.is_needed(supplier)][:MOST]


def _has_no_service(supplier: Supplier) -> bool:
    return not (supplier.activities or supplier.own_words)


def _goes_nowhere(supplier: Supplier) -> bool:
    return not _has_no_service(supplier) and not supplier.zones


def _cannot_be_reached(supplier: Supplier) -> bool:
    return not any(row.visibility is Visibility.PUBLIC for row in supplier.contacts)


def _has_no_photo(supplier: Supplier) -> bool:
    return not any(row.kind is PictureKind.PHOTO for row in supplier.pictures)


def _has_old_figures(supplier: Supplier) -> bool:
    if supplier.staff is None:
        return True
    year = supplier.figures_year
    return year is not None and today().year - year > OLD_FIGURES


_SERVICES = Advice(
    "activites",
    "Dites ce que vous faites",
    "C’est par un service que les acheteurs cherchent ; votre nom, ils ne le connaissent pas.",
    _has_no_service,
)
_REACH = Advice(
    "activites",
    "Dites jusqu’où vous intervenez",
    "Sans zone, vous n’êtes trouvé que dans votre commune.",
    _goes_nowhere,
)
_CONTACT = Advice(
    "contacts",
    "Donnez un téléphone ou une adresse visible de tous",
    "Un acheteur qui vous a trouvé doit pouvoir vous joindre tout de suite.",
    _cannot_be_reached,
)
_PRESENTATION = Advice(
    "description",
    "Présentez-vous en deux phrases",
    "La recherche lit chaque mot, et l’acheteur comprend ce qui vous distingue.",
    lambda supplier: not supplier.description,
)
_POINTS = (
    _SERVICES,
    _REACH,
    _CONTACT,
    _PRESENTATION,
    Advice(
        "photos",
        "Montrez une photo de votre travail",
        "Une image rassure plus vite qu’un texte.",
        _has_no_photo,
    ),
    Advice(
        "chiffres",
        "Donnez vos chiffres de l’année",
        "Pour un marché réservé, la part de salariés en insertion ou handicapés est vérifiée.",
        _has_old_figures,
    ),
    Advice(
        "references",
        "Citez un client",
        "Un acheteur public se fie à ce qu’un autre a déjà acheté.",
        lambda supplier: not supplier.references,
    ),
    Advice(
        "cotraitance",
        "Dites si vous répondez avec d’autres",
        "Les structures voisines cherchent des partenaires pour les gros lots.",
        lambda supplier: supplier.open_to_cocontracting is None,
    ),
)

_SAYS_NOTHING = and_(
    ~exists().where(Activity.supplier_id == Supplier.id),
    func.coalesce(cast(Supplier.own_words, String), "null").in_(["null", "[]"]),
)
_IS_PUBLIC = Contact.visibility == Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Essential:
    """Without it nobody finds a page, understands it or reaches whom it is about.

    `name` is what others call it; `is_missing` the condition of its advice, for many pages at once.
    """

    name: str
    advice: Advice
    is_missing: ColumnElement[bool]


ESSENTIALS = (
    Essential("services", _SERVICES, _SAYS_NOTHING),
    Essential(
        "zone d’intervention",
        _REACH,
        and_(~_SAYS_NOTHING, ~exists().where(Zone.supplier_id == Supplier.id)),
    ),
    Essential(
        "contact visible de tous",
        _CONTACT,
        ~exists().where(Contact.supplier_id == Supplier.id, _IS_PUBLIC),
    ),
    Essential("présentation", _PRESENTATION, func.coalesce(Supplier.description, "") == ""),
)
IS_COMPLETE = and_(*(~essential.is_missing for essential in ESSENTIALS))
# Whatever else a list gave of it.
IS_EMPTY = and_(_SAYS_NOTHING, func.coalesce(Supplier.description, "") == "")
