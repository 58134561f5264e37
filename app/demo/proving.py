"""What an invented supplier is and can show: dated kinds, labels with their proof, networks."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.demo.blocks import blocks, chance, draw, draw_several
from app.demo.values import DemoKind, DemoLabel
from domain.geography import Commune
from domain.kinds import KINDS
from domain.models import ProofDegree
from domain.taxonomy import taxonomy

LABEL_COUNTS = {0: 52, 1: 30, 2: 13, 3: 5}
NETWORK_COUNTS = {0: 40, 1: 42, 2: 15, 3: 3}
DEGREES = {
    ProofDegree.DECLARED: 40,
    ProofDegree.CHARTER: 18,
    ProofDegree.VERIFIED: 17,
    ProofDegree.LABELLED: 25,
}


def kinds(rng: Random, code: str, founded: int) -> tuple[DemoKind, ...]:
    """The kind, at times a second one, at times one it no longer is."""
    since = date(founded, rng.randint(1, 12), 1)
    held = [DemoKind(code, since if chance(rng, 0.7) else None, KINDS[code].until)]
    for other, share in blocks("kinds")[code]["also"].items():
        if chance(rng, share):
            held.append(DemoKind(other, None, None))
    if chance(rng, 0.02) and code in ("EI", "ACI", "EA"):
        former = {"EI": "ACI", "ACI": "AI", "EA": "ESAT"}[code]
        held.insert(0, DemoKind(former, None, since - timedelta(days=1)))
    return tuple(held)


def labels(
    rng: Random, kind: str | None, groups: Sequence[str], today: date
) -> tuple[DemoLabel, ...]:
    drawn = blocks("labels")
    likely = {label: weight / 10 for label, weight in drawn["general"].items()}
    for group in groups:
        likely |= dict.fromkeys(drawn["by_group"][group], 6)
    likely |= dict.fromkeys(drawn["by_kind"].get(kind, ()), 30)
    wanted = draw_several(rng, likely, draw(rng, LABEL_COUNTS))
    return tuple(_label(rng, label, today) for label in wanted)


def _label(rng: Random, label: str, today: date) -> DemoLabel:
    degree = draw(rng, DEGREES)
    if degree is ProofDegree.DECLARED:
        return DemoLabel(label, degree, None, None, None)
    start = today - timedelta(days=rng.randint(30, 1600))
    end = start + timedelta(days=3 * 365) if degree is ProofDegree.LABELLED else None
    issuer = taxonomy().labels[label].issuer.split("\u00a0;")[0]
    if degree is ProofDegree.CHARTER:
        issuer = "Charte des achats responsables du territoire (inventée)"
    return DemoLabel(label, degree, issuer, start, end)


def networks(
    rng: Random, kind: str | None, services: Sequence[str], commune: Commune | None
) -> tuple[str, ...]:
    if kind is None:
        return ()
    known = blocks("networks")
    likely = dict.fromkeys(blocks("kinds")[kind]["networks"], 5.0)
    likely |= {known["by_service"][s]: 8.0 for s in services if s in known["by_service"]}
    if commune and commune.region in known["by_region"]:
        likely[known["by_region"][commune.region]] = 2.0
    likely.setdefault("ess-france", 0.5)
    return tuple(draw_several(rng, likely, draw(rng, NETWORK_COUNTS)))
