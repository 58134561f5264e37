"""Files that people send: judged by their content, bounded, and re-encoded wherever they can be.

What comes out of here is ours: no name, no metadata (a photo tells where it was taken), nothing
that a browser could take for a page.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

MEGABYTE = 1024 * 1024
MAX_PICTURE_BYTES = 10 * MEGABYTE
MAX_DOCUMENT_BYTES = 10 * MEGABYTE
# As forms say it, before one chooses a file.
DOCUMENT_LIMIT = f"{MAX_DOCUMENT_BYTES // MEGABYTE}\u00a0Mo au plus"
MAX_PIXELS = 60_000_000  # what the best telephones take; decoded, some 180 MB
MIN_SIDE = 16

PHOTO_SIDE = 1600
LOGO_SIDE = 512
SCAN_SIDE = 2400  # a certificate must remain legible

WEBP = "image/webp"
PDF = "application/pdf"

# What forms offer to choose from. Without HEIC in it, an iPhone converts its photos by itself.
PICTURE_TYPES = "image/jpeg,image/png,image/webp"
DOCUMENT_TYPES = f"{PDF},image/jpeg,image/png"

_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# Share of the side asked for, quality: the first that is light enough, else the last.
_TRIES = ((1, 82), (1, 70), (1, 55), (0.8, 55), (0.65, 50))
_LIGHT_ENOUGH = 250_000
_SCAN_LIGHT_ENOUGH = MEGABYTE
_MAX_NAME = 120


class RefusedUploadError(Exception):
    """The file cannot be taken; the message says why and what to do, in French."""


@dataclass(frozen=True, slots=True)
class UploadedPicture:
    """A WebP picture without metadata, in sRGB; `width` and `height` in pixels."""

    content: bytes
    width: int
    height: int
    media_type: str = WEBP

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class UploadedDocument:
    """A PDF as it came, or a scan re-encoded; `filename` is printable and bounded."""

    filename: str
    media_type: str
    content: bytes


def read_picture(file: FileStorage, longest_side: int = PHOTO_SIDE) -> UploadedPicture:
    """The picture sent, at most `longest_side` pixels wide and high. Raises RefusedUploadError."""
    content = _read(file, MAX_PICTURE_BYTES)
    return _encoded(_decoded(content, longest_side), longest_side, _LIGHT_ENOUGH)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that `read_picture` made."""
    with Image.open(BytesIO(content), formats=["WEBP"]) as image:
        return image.size


def read_document(file: FileStorage) -> UploadedDocument:
    """The proof sent: a PDF, or the photo of a paper. Raises RefusedUploadError."""
    content = _read(file, MAX_DOCUMENT_BYTES)
    name = PurePath(printable_name(file.filename or "") or "document")
    if content.startswith(b"%PDF-"):
        return UploadedDocument(f"{name.stem}.pdf", PDF, content)
    try:
        picture = _decoded(content, SCAN_SIDE)
    except UnknownPictureError as error:
        raise RefusedUploadError(
            "Ce fichier n’est ni un PDF, ni une photo. Envoyez un PDF, ou photographiez le"
            " document (JPEG ou PNG)."
        ) from error
    scan = _encoded(picture, SCAN_SIDE, _SCAN_LIGHT_ENOUGH)
    return UploadedDocument(f"{name.stem}.webp", WEBP, scan.content)


class UnknownPictureError(RefusedUploadError):
    """The content is of no kind of picture that is taken."""


def printable_name(filename: str) -> str:
    """The name without its folders, nor what does not show."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip()[:_MAX_NAME]


def _read(file: FileStorage, most: int) -> bytes:
    content = file.stream.read(most + 1)
    if not content:
        raise RefusedUploadError("Ce fichier est vide. Choisissez-en un autre.")
    if len(content) > most:
        raise RefusedUploadError(
            f"Ce fichier pèse plus de {most // MEGABYTE} Mo. Choisissez-en un plus léger,"
            " ou une photo moins grande."
        )
    return content


def _decoded(content: bytes, longest_side: int) -> Image.Image:
    """The first image of the file, upright and in sRGB, no smaller than it must be."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            _check_size(image)
            image.draft(
                None, (longest_side, longest_side)
            )  # a JPEG is decoded at a part of its size
            image.load()
            return _in_srgb(ImageOps.exif_transpose(image))
    except RefusedUploadError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise UnknownPictureError(_advice(content)) from error
    except Exception as error:  # decoders raise whatever a damaged file makes them meet
        raise RefusedUploadError(
            "Cette image est abîmée ou incomplète. Essayez de l’envoyer de nouveau, ou"
            " choisissez-en une autre."
        ) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    if min(image.size) < MIN_SIDE:
        raise RefusedUploadError("Cette image est trop petite pour être montrée.")


def _too_large() -> RefusedUploadError:
    return RefusedUploadError(
        f"Cette image compte plus de {MAX_PIXELS // 1_000_000} millions de pixels."
        " Réduisez-la, puis recommencez."
    )


def _advice(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return (
            "Cette photo est au format HEIC, que les navigateurs ne montrent pas. Sur l’iPhone :"
            " Réglages, Appareil photo, Formats, « Le plus compatible », ou envoyez une capture"
            " d’écran de la photo."
        )
    return "Ce fichier n’est pas une image JPEG, PNG ou WebP. Choisissez-en une autre."


def _in_srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA; a colour profile that cannot be read is ignored."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    source = image if image.mode == "CMYK" else _in_eight_bits(image).convert(mode)
    if profile := image.info.get("icc_profile"):
        try:
            made = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(source, made, _SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return source.convert(mode)


_SRGB = ImageCms.createProfile("sRGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits, that a mere conversion would turn white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey / 256).convert("L")


def _encoded(image: Image.Image, longest_side: int, light_enough: int) -> UploadedPicture:
    """The pixels alone, in WebP. Shrinks `image` in place."""
    image.info.clear()
    for share, quality in _TRIES:
        side = round(longest_side * share)
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        written = BytesIO()
        image.save(written, "WEBP", quality=quality, method=4)
        if written.tell() <= light_enough:
            break
    return UploadedPicture(written.getvalue(), *image.size)
