"""Files that people send: taken by their content, made ours, refused with what to do."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from werkzeug.datastructures import FileStorage

from app.uploads import (
    LOGO_SIDE,
    MAX_DOCUMENT_BYTES,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    PDF,
    PHOTO_SIDE,
    WEBP,
    RefusedUploadError,
    UploadedPicture,
    read_document,
    read_picture,
)

RED = (200, 20, 30)
GPS, MODEL, ORIENTATION = 0x8825, 0x0110, 0x0112
HTML = b"<!doctype html><script>alert(1)</script>"


def sent(content: bytes, name: str = "photo.jpg") -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def encoded(image: Image.Image, format_: str = "JPEG", **options: Any) -> bytes:
    written = BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def picture(size: tuple[int, int] = (400, 300), format_: str = "JPEG", **options: Any) -> bytes:
    return encoded(Image.new("RGB", size, RED), format_, **options)


def shown(picture: UploadedPicture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


def is_near(colour: Any, expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_taken(format_: str) -> None:
    taken = read_picture(sent(picture(format_=format_)))
    assert (taken.width, taken.height) == (400, 300)
    assert shown(taken).format == "WEBP"
    assert is_near(shown(taken).getpixel((10, 10)), RED)


def test_its_name_does_not_matter() -> None:
    assert read_picture(sent(picture(), "facture.exe")).width == 400


def test_a_large_photo_is_made_small_and_light() -> None:
    noise = Image.effect_noise((4000, 3000), 60).convert("RGB")
    taken = read_picture(sent(encoded(noise, quality=60)))
    assert max(taken.width, taken.height) <= PHOTO_SIDE
    assert len(taken.content) <= 250_000


def test_a_logo_is_smaller_and_stays_transparent() -> None:
    logo = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
    taken = read_picture(sent(encoded(logo, "PNG")), LOGO_SIDE)
    assert (taken.width, taken.height) == (512, 341)
    assert shown(taken).getpixel((5, 5))[3] == 0  # type: ignore[index]  # RGBA


def test_a_photo_tells_neither_where_nor_with_what_it_was_taken() -> None:
    exif = Image.Exif()
    exif[MODEL] = "Telephone de Camille"
    exif.get_ifd(GPS).update({1: "N", 2: (47.0, 28.0, 0.0)})
    original = picture(exif=exif, comment=b"rue des Lilas")
    assert b"Telephone de Camille" in original
    taken = read_picture(sent(original))
    assert b"Camille" not in taken.content
    assert not shown(taken).getexif()
    assert set(shown(taken).info) <= {"loop", "background", "timestamp", "duration"}


def test_a_photo_taken_sideways_stands_upright() -> None:
    image = Image.new("RGB", (400, 300), RED)
    image.paste((10, 10, 200), (0, 0, 200, 300))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    taken = read_picture(sent(encoded(image, exif=exif)))
    assert (taken.width, taken.height) == (300, 400)
    assert is_near(shown(taken).getpixel((150, 20)), (10, 10, 200))


def test_colours_of_a_profile_are_those_of_screens() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    taken = read_picture(sent(picture(icc_profile=profile.tobytes())))
    assert "icc_profile" not in shown(taken).info
    assert is_near(shown(taken).getpixel((10, 10)), RED)


def test_a_broken_profile_is_no_reason_to_refuse() -> None:
    assert read_picture(sent(picture(icc_profile=b"nonsense" * 40))).width == 400


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_way_to_hold_colours_is_read(mode: str) -> None:
    format_ = "JPEG" if mode == "CMYK" else "PNG"
    assert read_picture(sent(encoded(Image.new(mode, (40, 30)), format_))).height == 30


def test_fine_greys_are_not_turned_white() -> None:
    grey = Image.new("I;16", (40, 30), 0x8000)
    taken = read_picture(sent(encoded(grey, "PNG")))
    assert is_near(shown(taken).getpixel((5, 5)), (128, 128, 128))


def test_of_an_animation_the_first_image_is_kept() -> None:
    frames = [Image.new("RGB", (40, 30), (0, 0, 255))]
    taken = read_picture(
        sent(encoded(Image.new("RGB", (40, 30), RED), "WEBP", save_all=True, append_images=frames))
    )
    assert getattr(shown(taken), "n_frames", 1) == 1
    assert is_near(shown(taken).getpixel((5, 5)), RED)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        HTML,
        b"GIF89a" + HTML,
        b"%PDF-1.7 not a picture",
        b"\x00" * 500,
        b"\xff\xd8\xff\xe0",
    ],
    ids=["svg", "html", "gif", "pdf", "zeros", "start of a jpeg"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedUploadError, match=r"JPEG, PNG ou WebP|abîmée"):
        read_picture(sent(content))


def test_of_a_picture_that_is_a_page_too_only_the_picture_stays() -> None:
    taken = read_picture(sent(picture(comment=HTML) + HTML))
    assert b"<script>" not in taken.content


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_picture_that_is_cut_is_refused(format_: str, part: float) -> None:
    whole = encoded(Image.effect_noise((200, 200), 60).convert("RGB"), format_)
    with pytest.raises(RefusedUploadError, match=r"abîmée|JPEG, PNG ou WebP"):
        read_picture(sent(whole[: int(len(whole) * part)]))


@given(
    format_=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    changes=st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=20),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_picture_is_read_or_refused(format_: str, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(picture((60, 40), format_, exif=Image.Exif()))
    for position, value in changes:
        damaged[position % len(damaged)] = value
    try:
        taken = read_picture(sent(bytes(damaged)))
    except RefusedUploadError:
        return
    assert shown(taken).size == (taken.width, taken.height)


@pytest.mark.parametrize("side", [8_000, 15_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(side: int) -> None:
    assert side * side > MAX_PIXELS
    bomb = encoded(Image.new("1", (side, side)), "PNG")
    assert len(bomb) < MAX_PICTURE_BYTES
    with pytest.raises(RefusedUploadError, match="millions de pixels"):
        read_picture(sent(bomb))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(RefusedUploadError, match="vide"):
        read_picture(sent(b""))


def test_a_file_too_heavy_is_refused() -> None:
    with pytest.raises(RefusedUploadError, match="10 Mo"):
        read_picture(sent(picture() + b"\0" * MAX_PICTURE_BYTES))


def test_a_dot_is_no_picture() -> None:
    with pytest.raises(RefusedUploadError, match="trop petite"):
        read_picture(sent(picture((1, 1))))


def test_a_photo_of_an_iphone_is_refused_with_the_way_out() -> None:
    with pytest.raises(RefusedUploadError, match="Le plus compatible"):
        read_picture(sent(b"\0\0\0\x18ftypheic" + b"\0" * 100, "IMG_0001.jpg"))


def test_a_pdf_is_taken_as_it_is() -> None:
    document = read_document(sent(b"%PDF-1.7 ...", "Agrément ESUS.pdf"))
    assert (document.filename, document.media_type) == ("Agrément ESUS.pdf", PDF)
    assert document.content == b"%PDF-1.7 ..."


def test_the_photo_of_a_paper_is_made_ours() -> None:
    document = read_document(sent(picture(), "certificat.jpg"))
    assert (document.filename, document.media_type) == ("certificat.webp", WEBP)


@pytest.mark.parametrize("content", [HTML, b"PK\x03\x04word", b" %PDF-1.7"])
def test_other_documents_are_refused(content: bytes) -> None:
    with pytest.raises(RefusedUploadError, match="ni un PDF, ni une photo"):
        read_document(sent(content, "certificat.pdf"))


def test_a_document_too_heavy_is_refused() -> None:
    with pytest.raises(RefusedUploadError, match="10 Mo"):
        read_document(sent(b"%PDF-" + b"0" * MAX_DOCUMENT_BYTES))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Mes documents\\kbis.PDF", "kbis.pdf"),
        ("a\x00b\u202egnp\ud800.pdf", "abgnp.pdf"),
        ("", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
    ],
)
def test_its_name_is_printable_and_bounded(given: str, kept: str) -> None:
    assert read_document(sent(b"%PDF-1.4", given)).filename == kept
