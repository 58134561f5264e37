"""Markdown as structures may write it: paragraphs, lists, titles, bold, italics, links.

No HTML, no picture, no code: a line that begins with four spaces is one of a pasted text.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LEFT_OUT = ("backticks", "code", "fence", "hr", "html_block", "html_inline", "image", "lheading")

PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    [*_LEFT_OUT, "reference"]
)

# Without any of these a text is its own plain text: most are, and indexes hold many.
_MARK = re.compile(r"[*_#>\[\]\\&<]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)


def plain(text: str) -> str:
    """The words of a Markdown text, without its marks nor the addresses of its links."""
    if not _MARK.search(text):
        return text
    lines = (_words(token) for token in PARSER.parse(text) if token.type == "inline")
    return "\n".join(lines)


def _words(inline: Token) -> str:
    return "".join(_pieces(inline.children or ()))


def _pieces(children: "list[Token] | tuple[()]") -> Iterator[str]:
    for child in children:
        yield "\n" if child.type in ("softbreak", "hardbreak") else child.content
