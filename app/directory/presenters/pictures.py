"""The logo and the photos of a supplier, as its page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from domain.models import PictureKind, Supplier


@dataclass(frozen=True, slots=True)
class PictureLine:
    """`width` and `height` are of the file, in pixels."""

    url: str
    alt: str
    width: int
    height: int


def logo(supplier: Supplier) -> PictureLine | None:
    return next(_lines(supplier, PictureKind.LOGO), None)


def photos(supplier: Supplier) -> tuple[PictureLine, ...]:
    return tuple(_lines(supplier, PictureKind.PHOTO))


def _lines(supplier: Supplier, kind: PictureKind) -> Iterator[PictureLine]:
    for row in supplier.pictures:
        if row.kind is kind:
            url = url_for("directory.picture", sha256=row.sha256)
            yield PictureLine(url, row.alt, row.width, row.height)
