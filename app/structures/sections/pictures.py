"""Logo and photos: sent, described, put in order."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, FormField, HiddenField, StringField, ValidationError

from app.accounts.sessions import person
from app.fields import line
from app.forms import refuse
from app.structures.files import keep_picture, sizes_of
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import Row, Rows, impersonal
from app.templating import NBSP, counted
from app.uploads import (
    LOGO_SIDE,
    PHOTO_SIDE,
    PICTURE_TYPES,
    RefusedUploadError,
    printable_name,
    read_picture,
)
from domain.models import PictureKind, Supplier

MOST_PHOTOS = 8
LONGEST_ALT = 200
GONE = "Cette image n’est plus là : envoyez-la de nouveau."


class LogoRow(Row):
    sha256 = HiddenField()


class PhotoRow(Row):
    sha256 = HiddenField()
    alt = line("Ce que l’on voit", LONGEST_ALT, impersonal)

    def validate_alt(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Dites en quelques mots ce que l’on voit sur cette photo.")


class PicturesForm(SectionForm):
    """Files are taken in whichever button was pressed: no browser sends them twice by itself."""

    logo = Rows(FormField(LogoRow), "Logo", 1)
    logo_file = FileField("Votre logo", render_kw={"accept": PICTURE_TYPES})
    photos = Rows(FormField(PhotoRow), "Photos", MOST_PHOTOS)
    photo_files = MultipleFileField("Vos photos", render_kw={"accept": PICTURE_TYPES})

    def rework(self, pressed: Mapping[str, str]) -> bool:
        """ "send" takes files in and nothing more; "up" is the index of a photo to move."""
        self._take_logo()
        self._take_photos()
        moved = self._move_up(pressed.get("up", ""))
        reworked = super().rework(pressed) or moved or "send" in pressed
        return reworked or bool(self.logo_file.errors or self.photo_files.errors)

    def _take_logo(self) -> None:
        for sha256 in _taken(self.logo_file, [self.logo_file.data], LOGO_SIDE):
            self.logo.remove("0")
            self.logo.append_entry({"sha256": sha256})

    def _take_photos(self) -> None:
        sent = self.photo_files.data or []
        room = max(MOST_PHOTOS - len(self.photos), 0)
        present = {row.sha256.data for row in self.photos}
        for sha256 in _taken(self.photo_files, sent[:room], PHOTO_SIDE):
            if sha256 not in present:
                self.photos.append_entry({"sha256": sha256})
        if sent[room:]:
            refuse(
                self.photo_files,
                f"{MOST_PHOTOS} photos au plus : retirez-en, puis envoyez les autres.",
            )

    def _move_up(self, index: str) -> bool:
        """Have this photo change places with the one before."""
        if index not in map(str, range(1, len(self.photos))):
            return False
        before, moved = self.photos[int(index) - 1], self.photos[int(index)]
        for name in ("sha256", "alt"):
            before[name].data, moved[name].data = moved[name].data, before[name].data
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._all_are_there()

    def _all_are_there(self) -> bool:
        """What was sent and left for days is no longer kept."""
        kept = sizes_of(self.supplier, _sha256s(self))
        said = [(row, row.alt) for row in self.photos]
        said += [(row, self.logo_file) for row in self.logo]
        lost = [field for row, field in said if row.sha256.data not in kept]
        for field in lost:
            refuse(field, GONE)
        return not lost


def _taken(field: Field, files: Iterable[FileStorage | None], longest_side: int) -> list[str]:
    """The pictures that could be read, kept; what is said of the others stands by the field."""
    user = person()
    assert user is not None  # the gate let nobody else through
    taken, refused = [], []
    for file in filter(None, files):
        try:
            picture = read_picture(file, longest_side)
        except RefusedUploadError as error:
            refused.append(f"« {printable_name(file.filename or '')} » : {error}")
        else:
            keep_picture(picture, user.actor)
            taken.append(picture.sha256)
    if refused:
        refuse(field, " ".join(refused))
    return taken


def _sha256s(form: PicturesForm) -> list[str]:
    return [row.sha256.data or "" for row in (*form.logo, *form.photos)]


def _read(supplier: Supplier) -> Mapping[str, Any]:
    said: dict[str, list[dict[str, str]]] = {"logo": [], "photos": []}
    for row in supplier.pictures:
        rows = said["logo" if row.kind is PictureKind.LOGO else "photos"]
        rows.append({"sha256": row.sha256, "alt": row.alt})
    return said


def _facts(form: PicturesForm, supplier: Supplier) -> Facts:
    sizes = sizes_of(supplier, _sha256s(form))
    logo_alt = f"Logo{NBSP}: {supplier.display_name}"
    said = [(PictureKind.LOGO, row.sha256.data, logo_alt) for row in form.logo]
    said += [(PictureKind.PHOTO, row.sha256.data, row.alt.data) for row in form.photos]
    return {
        "pictures": [
            {
                "kind": kind.value,
                "sha256": sha256,
                "alt": alt,
                "width": sizes[sha256][0],
                "height": sizes[sha256][1],
            }
            for kind, sha256, alt in dict.fromkeys(said)
        ]
    }


def _summary(supplier: Supplier) -> str:
    photos = sum(row.kind is PictureKind.PHOTO for row in supplier.pictures)
    told = ["un logo"] if photos < len(supplier.pictures) else []
    told += [counted(photos, "photo")] if photos else []
    return " et ".join(told).capitalize()


PICTURES = Section(
    slug="photos",
    title="Logo et photos",
    lead="L’atelier, une équipe, un travail fini : une photo dit en un instant ce que vous faites.",
    form=PicturesForm,
    template="structures/sections/pictures.html",
    read=_read,
    facts=_facts,
    preview=("logo", "pictures"),
    summary=_summary,
    scripts=("js/pictures.js",),
    styles=("css/pictures.css",),
)
