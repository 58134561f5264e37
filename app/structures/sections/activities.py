"""Activities: what a structure does, how, and how far it goes."""

from collections.abc import Mapping
from typing import Any

from app.directory.boxes import METROPOLE, box_address
from app.directory.presenters.common import service_name
from app.directory.wording import DELIVERIES
from app.fields import one_line
from app.forms import refuse
from app.structures.activities.reach import ANSWER_NAMES, ReachField, reach_of
from app.structures.activities.services import (
    MAIN_ZONE,
    NO_ZONE,
    Choice,
    NeedField,
    OwnWordsField,
    ServicesField,
)
from app.structures.activities.showing import show
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import impersonal
from app.templating import counted
from domain.models import Activity, Supplier

ZONE_NAMES = {
    "0": "Zone principale",
    "1": "Deuxième zone",
    "2": "Troisième zone",
    "3": "Quatrième zone",
    NO_ZONE: "Zone non précisée",
}
UNUSED = "Choisissez plus haut les services de cette zone, ou répondez « Pas d’autre zone »."
EMPTY = "Des services sont dans cette zone : dites jusqu’où elle va."


def _tidy(lines: list[str] | None) -> list[str]:
    return list(filter(None, map(one_line, lines or ())))


class ActivitiesForm(SectionForm):
    services = ServicesField("Ce que vous faites")
    words = OwnWordsField("Avec vos propres mots", [impersonal], filters=[_tidy])
    need = NeedField("Chercher un service")
    zone_0 = ReachField("Jusqu’où intervenez-vous\u00a0?")
    zone_1 = ReachField("Deuxième zone")
    zone_2 = ReachField("Troisième zone")
    zone_3 = ReachField("Quatrième zone")

    @property
    def zones(self) -> tuple[ReachField, ...]:
        return self.zone_0, self.zone_1, self.zone_2, self.zone_3

    def rework(self, pressed: Mapping[str, str]) -> bool:
        """ "look": what is in a search box is looked for, and the form opens again with it.

        A preview looks too: a search that is not over does not stop it.
        """
        if pressed.keys() & {"look", "preview"}:
            self.need.look()
            for zone in self.zones:
                zone.look()
        return "look" in pressed

    def validate(self, extra_validators: Any = None) -> bool:
        """Its fields; and each further zone is that of a service."""
        is_valid = super().validate(extra_validators)
        used = {choice.zone for choice in self.services.data}
        wrong = [
            field
            for position, field in enumerate(self.zones)
            if position and bool(field.data.answer) is not (str(position) in used)
        ]
        for field in wrong:
            refuse(field, UNUSED if field.data.answer else EMPTY)
        return is_valid and not wrong


def _read(supplier: Supplier) -> Mapping[str, Any]:
    zones = {f"zone_{i}": reach_of(zone) for i, zone in enumerate(supplier.zones)}
    return {
        "services": [_choice(supplier, activity) for activity in supplier.activities],
        "words": supplier.own_words or [],
        **zones,
    }


def _choice(supplier: Supplier, activity: Activity) -> Choice:
    return Choice(activity.service, activity.delivery or "", _position(supplier, activity))


def _position(supplier: Supplier, activity: Activity) -> str:
    if activity.zone is not None:
        return str(supplier.zones.index(activity.zone))
    return NO_ZONE if supplier.zones else MAIN_ZONE


def _facts(form: ActivitiesForm, supplier: Supplier) -> Facts:
    reaches = [zone.data.value for zone in form.zones]
    by_zone: dict[str, list[dict[str, Any]]] = {}
    for choice in _in_order(form.services.data, supplier):
        said = {"service": choice.service, "delivery": choice.delivery or None}
        known = choice.zone != NO_ZONE and reaches[int(choice.zone)] is not None
        by_zone.setdefault(choice.zone if known else NO_ZONE, []).append(said)
    groups = [
        {"zone": reach, "activities": by_zone.get(str(position), [])}
        for position, reach in enumerate(reaches)
        if reach is not None
    ]
    if lost := by_zone.get(NO_ZONE):
        groups.append({"zone": None, "activities": lost})
    return {"activities": groups, "own_words": form.words.data or None}


def _in_order(choices: list[Choice], supplier: Supplier) -> list[Choice]:
    """Those of the page as it has them, then the new ones: an order alone changes nothing."""
    known = {activity.service: at for at, activity in enumerate(supplier.activities)}
    return sorted(choices, key=lambda choice: known.get(choice.service, len(known)))


def _summary(supplier: Supplier) -> str:
    names = [service_name(activity.service) for activity in supplier.activities]
    told = [*names, *(supplier.own_words or ())]
    more = len(told) - 3
    ending = f" et {counted(more, 'autre service', 'autres services')}" if more > 0 else ""
    return f"{', '.join(told[:3])}{ending}"


def _context(form: ActivitiesForm, supplier: Supplier) -> Mapping[str, Any]:
    return {
        "shown": show(form, supplier),
        "deliveries": DELIVERIES,
        "zone_names": ZONE_NAMES,
        "answers": ANSWER_NAMES,
        "country": box_address(METROPOLE),
    }


ACTIVITIES = Section(
    slug="activites",
    title="Activités",
    lead="C’est par là que les acheteurs vous trouvent : ce que vous faites, et jusqu’où.",
    form=ActivitiesForm,
    template="structures/sections/activities.html",
    read=_read,
    facts=_facts,
    preview=("activities",),
    summary=_summary,
    is_searched=True,
    context=_context,
    scripts=("vendor/leaflet.js", "js/map.js", "js/combobox.js", "js/picker.js", "js/zone-map.js"),
    styles=("vendor/leaflet.css", "css/map.css", "css/picker.css"),
)
