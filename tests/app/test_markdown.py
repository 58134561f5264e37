"""A text written in Markdown, as a page shows it: formatted, harmless, in French typography."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markdown import REL, SCHEMES, TAGS, render


class Elements(HTMLParser):
    """What a browser would make of a text: each element, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(written: str) -> None:
    for tag, attributes in Elements(render(written)).found:
        assert tag in TAGS
        assert attributes.keys() <= ({"href", "rel"} if tag == "a" else set())
        scheme, colon, _ = (attributes.get("href") or "").partition(":")
        assert not colon or scheme.lower() in SCHEMES or "/" in scheme


def test_a_text_is_formatted() -> None:
    assert render("Des **draps** :\n\n- en coton") == (
        "<p>Des <strong>draps</strong>&nbsp;:</p>\n<ul>\n<li>en coton</li>\n</ul>\n"
    )


def test_a_line_break_is_one() -> None:
    assert render("un\ndeux") == "<p>un<br>\ndeux</p>\n"


def test_titles_stand_inside_a_section() -> None:
    assert "<h3>Un</h3>" in render("# Un")
    assert "<h4>Deux</h4>" in render("### Deux")


def test_a_link_is_not_vouched_for() -> None:
    link = f'<a href="https://exemple.fr" rel="{REL}">site</a>'
    assert link in render("[site](https://exemple.fr)")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://exemple.fr/pixel.png)",
        "<https://exemple.fr><iframe src=//x>",
        '[x](https://exemple.fr" onmouseover="alert(1))',
        '[x](<https://exemple.fr" onmouseover="alert(1)>)',
    ],
)
def test_nothing_in_it_acts(hostile: str) -> None:
    assert_harmless(hostile)


@given(st.text(st.characters() | st.sampled_from("<>[]()*_#\"'&:/`\\\n-1."), max_size=80))
def test_whatever_is_written_is_harmless(written: str) -> None:
    assert_harmless(written)
