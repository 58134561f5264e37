"""What a chip says, typed, is read as that chip."""

import pytest

from app.directory.presenters.understanding import reading_label
from app.directory.wording import OF_A_FAMILY
from domain.kinds import KINDS, LEGAL_FRAMES
from domain.taxonomy import taxonomy
from search.understanding import Mention, What, understand

# The kind is called so too, and finds those who declare no service.
_ALSO_A_KIND = "interim-insertion"
# Of the kinds, the one whose name is said of others: a Scop is a cooperative.
_SAID_OF_OTHERS = "COOP"


def chips() -> list[tuple[What, tuple[str, ...]]]:
    known = taxonomy()
    services = [service for service in known.services.values() if service.id != _ALSO_A_KIND]
    return [
        *((What.KIND, (code,)) for code in KINDS if code != _SAID_OF_OTHERS),
        *((What.KIND, _kinds_of(family)) for family in OF_A_FAMILY),
        *((What.SERVICE, (service.id,)) for service in services),
        *((What.SERVICE, _services_of(group)) for group in known.groups),
        *((What.LABEL, (label,)) for label in known.labels),
        *((What.NETWORK, (network,)) for network in known.networks),
        *((What.LEGAL, (frame,)) for frame in LEGAL_FRAMES),
    ]


def _kinds_of(family: str) -> tuple[str, ...]:
    return tuple(kind.code for kind in KINDS.values() if kind.family == family)


def _services_of(group: str) -> tuple[str, ...]:
    return tuple(s.id for s in taxonomy().services.values() if s.group == group)


@pytest.mark.parametrize(("what", "values"), chips())
def test_its_label_is_read_as_itself(what: What, values: tuple[str, ...]) -> None:
    networks = {network.id: network.label for network in taxonomy().networks.values()}
    label = reading_label(Mention(what, values, ()), networks)

    understood = understand(label)

    assert [(mention.what, mention.values) for mention in understood.mentions] == [(what, values)]
    assert understood.text == ""
