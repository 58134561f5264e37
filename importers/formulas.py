"""What a spreadsheet would compute, in the place of a name.

A name may begin with a sign ("+ Fort Ensemble", "-Nous-", "@Home"): what follows it tells.
"""

import re

# What a formula begins with, full-width signs included.
SIGNS = "=+-@＝＋－＠"
# What a spreadsheet may take for the beginning of one.
BEGINNINGS = (*SIGNS, "\t", "\r", "\n")

_SIGNED = re.compile(rf"([{re.escape(SIGNS)}]+)\s*(.+)", re.DOTALL)
_CELL = r"\$?[a-z]{1,3}\$?\d{1,7}"
_TERM = rf"(?:\d+(?:[.,]\d+)?|{_CELL})"
_CALL = r"[a-z][a-z0-9._]*\("
# "+Fort(e)s" calls no function: an argument is a number, a text, several…
_COMPUTED = re.compile(
    rf"{_CALL}(?:\)|[^)]*[\d\"';,:!&|]).*"
    rf"|{_TERM}(?:\s*[-+*/^&]\s*{_TERM})+"
    rf"|(?:'[^']+'|[\w.]+)!{_CELL}.*"
    r"|.*\|.*!.*",  # a command, "cmd|' /C calc'!A0"
    re.IGNORECASE | re.DOTALL,
)
_CALLED = re.compile(_CALL, re.IGNORECASE)
# After an arrow too: "=> Élan".
_WORDS = re.compile(r"(?:>\s*)?[^\W\d_]+(?:[\s'’.,&-]+\w+)*[\s'’.,&!=-]*")


def is_formula(text: str) -> bool:
    """After an equals sign, all but words is one."""
    signed = _SIGNED.fullmatch(text)
    if not signed:
        return False
    signs, rest = signed.groups()
    if signs[0] in "=＝":
        return not _WORDS.fullmatch(rest)
    is_called = signs[-1] in "@＠" and _CALLED.match(rest) is not None
    return is_called or _COMPUTED.fullmatch(rest) is not None
