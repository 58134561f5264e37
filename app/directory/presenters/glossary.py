"""The glossary: each kind with the frames it opens, each frame with its rule."""

from dataclasses import dataclass
from datetime import date

from app.directory.presenters.common import KindTag, anchor_of, kind_tag
from app.directory.wording import DEGREE_MEANINGS, DEGREES, FAMILIES, short_frame
from app.templating import typo
from domain.kinds import CAUTION, KINDS, LEGAL_FRAMES, Kind, LegalFrame


@dataclass(frozen=True, slots=True)
class KindEntry:
    tag: KindTag
    code: str
    title: str
    definition: str
    until: date | None
    opens: tuple["FrameLink", ...]
    may_open: tuple["FrameLink", ...]


@dataclass(frozen=True, slots=True)
class FrameLink:
    """`condition` is empty when the frame is open by right."""

    anchor: str
    short: str
    label: str
    condition: str


@dataclass(frozen=True, slots=True)
class FrameEntry:
    anchor: str
    id: str
    label: str
    rule: str
    kinds: tuple[KindTag, ...]
    conditional_kinds: tuple[KindTag, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    caution: str
    families: tuple[tuple[str, tuple[KindEntry, ...]], ...]
    frames: tuple[FrameEntry, ...]
    degrees: tuple[tuple[str, str, str], ...]


def present_glossary() -> GlossaryPage:
    return GlossaryPage(
        caution=typo(CAUTION),
        families=tuple((label, _kinds_of(family)) for family, label in FAMILIES.items()),
        frames=tuple(map(_frame, LEGAL_FRAMES.values())),
        degrees=tuple(
            (label, f"proof-{degree}", typo(DEGREE_MEANINGS[degree]))
            for degree, label in DEGREES.items()
        ),
    )


def _kinds_of(family: str) -> tuple[KindEntry, ...]:
    return tuple(_kind(kind) for kind in KINDS.values() if kind.family == family)


def _kind(kind: Kind) -> KindEntry:
    tag = kind_tag(kind)
    links = [
        frame_link(frame, kind) for frame in LEGAL_FRAMES.values() if kind.frames[frame.id] != "non"
    ]
    return KindEntry(
        tag=tag,
        code=kind.code,
        title=tag.meaning or tag.short,
        definition=typo(kind.definition),
        until=kind.until,
        opens=tuple(link for link in links if not link.condition),
        may_open=tuple(link for link in links if link.condition),
    )


def frame_link(frame: LegalFrame, kind: Kind) -> FrameLink:
    condition = kind.conditions.get(frame.id, "") if kind.frames[frame.id] == "conditionnel" else ""
    return FrameLink(
        anchor_of(frame.id), short_frame(frame.label), typo(frame.label), typo(condition)
    )


def _frame(frame: LegalFrame) -> FrameEntry:
    return FrameEntry(
        anchor=anchor_of(frame.id),
        id=frame.id,
        label=typo(frame.label),
        rule=typo(frame.rule),
        kinds=tuple(kind_tag(KINDS[code]) for code in frame.kinds),
        conditional_kinds=tuple(kind_tag(KINDS[code]) for code in frame.conditional_kinds),
    )
