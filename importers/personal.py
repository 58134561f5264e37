"""E-mails and mobile numbers inside texts: they are a person's, and texts are public."""

import re

_AT = r"(?:[@＠]| [@＠] | ?[\[(] ?(?:at|arobase) ?[\])] ?)"
_EMAIL = re.compile(
    rf"(?:mailto:)?(?<![\w.+-])([\w+-][\w.+'’-]{{0,63}}){_AT}"
    r"([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
# 06 and 07 in France, however written, and any number abroad: which are mobile cannot be told.
_TWO_POSTCODES = r"(?!0\d{4} \d{5}(?!\d))"
_FRENCH = rf"(?:(?:\+|\b00) ?33 ?(?:\(0\))?[ .-]?|(?<!\d)(?<!\d[.,]){_TWO_POSTCODES}0)[67]"
_PHONE = re.compile(
    rf"{_FRENCH}(?:(?: ?\d){{8}}|(?:\s?([./-])\s?\d\d)(?:\s?\1\s?\d\d){{3}})(?!\d)"
    r"|\+(?! ?33)\d{1,3}(?:[ .-]?\d){6,12}(?!\d)"
)
_MAY_HOLD_ONE = re.compile(r"[@＠+]|0 ?[67]|33|[\[(]\s?a", re.IGNORECASE)
_EMPTIED = re.compile(r"[(\[<«]\s*[)\]>»]|(?<=\s)[-–:,;/](?=\s*$)", re.MULTILINE)
_BEFORE_CLOSING = re.compile(r"(?<![\s,:;–-])[\s,:;–-]+(?=[)\]])")

EMAIL_MARK, PHONE_MARK = "[e-mail retiré]", "[téléphone retiré]"


def is_personal(text: str) -> bool:
    """Whether an e-mail or a mobile number is somewhere in the text."""
    if not _MAY_HOLD_ONE.search(text):
        return False
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def taken_out(text: str, *, marked: bool = False) -> tuple[str, list[str], list[str]]:
    """The text without them, the e-mails, the numbers; `marked` says where they were."""
    emails = [f"{found[1]}@{found[2]}".lower() for found in _EMAIL.finditer(text)]
    kept = _EMAIL.sub(EMAIL_MARK if marked else " ", text)
    phones = [found[0] for found in _PHONE.finditer(kept)]
    kept = _PHONE.sub(PHONE_MARK if marked else " ", kept)
    return (kept if marked else _tidied(kept)), emails, phones


def _tidied(kept: str) -> str:
    """ "Ferme des Ormes (voir Paul )" without the blank that a number left."""
    return _BEFORE_CLOSING.sub("", _EMPTIED.sub(" ", kept)).strip(" ,;:-–")
