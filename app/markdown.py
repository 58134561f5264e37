"""Texts written in Markdown, as HTML that may go in a page."""

from collections.abc import Iterable

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from app.templating import typo
from domain.markdown import PARSER

TAGS = {"a", "blockquote", "br", "em", "h3", "h4", "li", "ol", "p", "strong", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Whoever wrote it, the site does not vouch for where it leads.
REL = "nofollow noopener ugc"


def render(text: str) -> Markup:
    """HTML of a Markdown text, made safe and set in French typography.

    Its titles begin at h3: they stand inside a section of a page.
    """
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"
        _set_french(token.children or ())
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=REL
    )
    return Markup(clean)  # noqa: S704 nh3 has just cleaned it


def _set_french(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = typo(token.content)
