"""Files as tests send them."""

from io import BytesIO

from PIL import Image

RED, BLUE = (200, 20, 30), (20, 30, 200)
PDF = b"%PDF-1.7 a certificate"


def picture(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (60, 40)) -> BytesIO:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    written.seek(0)
    return written


def photo(name: str = "photo.jpg", colour: tuple[int, int, int] = RED) -> tuple[BytesIO, str]:
    return picture(colour), name


def paper(name: str = "certificat.pdf") -> tuple[BytesIO, str]:
    return BytesIO(PDF), name
