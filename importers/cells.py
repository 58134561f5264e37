"""One row by column titles, its cells read and repaired; each repair and doubt is noted."""

import re
from collections.abc import Iterable
from functools import lru_cache

from domain.identifiers import Checked, check_siret, read_naf
from domain.text import fold
from importers.contacts import each_email, each_phone
from importers.facts import Note
from importers.personal import is_personal, taken_out
from importers.ticks import read_tick

_POSTCODE = re.compile(r"\d{5}")
_OF_FRANCE = re.compile(r"^FR?-?(?=\d{5}$)", re.IGNORECASE)
_DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d+)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)*\.[^@\s.]{2,}")
_WEBSITE = re.compile(r"(https?://)?[^\s/@]+\.[a-z]{2,}(/\S*)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+)?|\d{1,2}/\d{1,2}/\d{2,4}")
_DATED = "date à la place du SIRET : le tableur l’a transformé"
_FORMULA_ERROR = re.compile(
    r"#(?:N/[AD]|REF ?!|NOM ?\?|NAME\?|VALEUR ?!|VALUE!|DIV/0 ?!|NULL?!|NOMBRE ?!|NUM!|CALC ?!)"
)


def quotable(text: str) -> str:
    """What a report may quote of a cell: its beginning, never somebody's e-mail or mobile."""
    return "" if "@" in text or is_personal(text) else text[:200]


@lru_cache(maxsize=16)  # the same for all the rows of a file
def _columns(titles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((fold(title), title) for title in titles)


_EXTENSION = re.compile(r"(.*\d)[\s,(]*\bposte\s*:?\s*(\d{1,5})\W*", re.IGNORECASE | re.DOTALL)
_FEWEST_DIGITS = 6  # of a telephone that begins with 0, overseas


class Cells:
    """The cells of one row; a column is asked for by its folded title. Absent is empty.

    E-mails and mobile numbers are taken out of every text: they join `moved_emails` and
    `moved_phones`. Only what reads a code, a coverage or a contact sees the cell as it is.
    """

    def __init__(self, line: int, titles: Iterable[str], cells: Iterable[str]) -> None:
        self.line = line
        self.notes: list[Note] = []
        self.moved_emails: dict[str, None] = {}
        self.moved_phones: dict[str, None] = {}
        self._titles: dict[str, str] = {}
        self._cells: dict[str, str] = {}
        for (column, title), cell in zip(_columns(tuple(titles)), cells, strict=False):
            self._titles.setdefault(column, title)
            if cell.startswith("#") and _FORMULA_ERROR.fullmatch(cell):
                message = "formule en erreur, cellule laissée de côté"
                self.notes.append(Note(title, cell, message, "corriger la formule"))
            else:
                self._cells.setdefault(column, cell)

    def have(self, *titles: str) -> bool:
        return all(fold(title) in self._titles for title in titles)

    def title(self, column: str) -> str:
        """The column's title as the file writes it."""
        return self._titles.get(column, column)

    def say(self, column: str, text: str, *, of: str) -> None:
        """Read as if the column said the text, which the cell of another says among other things.

        A column that the file does not have takes the title of that one.
        """
        self._titles.setdefault(column, self.title(of))
        self._cells[column] = text

    def saying(self, text: str) -> str:
        """The title of the column that says it, or its end; "" when none does."""
        said = (c for c in self._cells if self.raw(c) and text.endswith(self._line(c)))
        column = max(said, key=lambda c: len(self._line(c)), default="")
        return self.title(column)

    def text(self, column: str) -> str:
        """The cell on one line, without doubled blanks."""
        return " ".join(self.lines(column).split())

    def lines(self, column: str) -> str:
        """The cell with its line breaks."""
        text = self.raw(column)
        return self.public(column, text) if is_personal(text) else text

    def prose(self, column: str) -> str:
        """The cell with its line breaks, and words to say what was taken out of it."""
        text = self.raw(column)
        return self.public(column, text, marked=True) if is_personal(text) else text

    def raw(self, column: str) -> str:
        """The cell as it is: never to be shown."""
        return self._cells.get(column, "").strip()

    def are_empty(self, columns: Iterable[str]) -> bool:
        """Whether the row has all these columns, at least one, and none says anything."""
        cells = [self._cells.get(column) for column in columns]
        return bool(cells) and all(cell == "" for cell in cells)

    def is_ticked(self, column: str) -> bool:
        """Whether the cell says yes; what says neither yes nor no is noted."""
        ticked = read_tick(self.raw(column))
        if ticked is None:
            self.note(column, "ni oui ni non : laissé de côté", "écrire « oui », ou laisser vide")
        return bool(ticked)

    def are_unticked(self, columns: Iterable[str]) -> bool:
        """Whether the row has all these columns, and each says no."""
        return all(read_tick(self._cells.get(column, "?")) is False for column in columns)

    def public(self, column: str, text: str, *, marked: bool = False) -> str:
        """The text of the column without anybody's e-mail or mobile number; noted once."""
        kept, emails, phones = taken_out(text, marked=marked)
        self._move(column, emails, self.moved_emails, "e-mail retiré du texte")
        numbers = [self._phone(column, phone) for phone in phones]
        self._move(column, numbers, self.moved_phones, "numéro de téléphone retiré du texte")
        return kept

    def _move(self, column: str, found: list[str], moved: dict[str, None], told: str) -> None:
        if not moved.keys() >= set(found):
            self.notes.append(Note(self.title(column), "", f"{told}, et mis avec les contacts"))
        moved.update(dict.fromkeys(found))

    def note(
        self, column: str, message: str, suggestion: str | None = None, rule: str | None = None
    ) -> None:
        self.notes.append(
            Note(self.title(column), quotable(self._line(column)), message, suggestion, rule)
        )

    def _line(self, column: str) -> str:
        return " ".join(self.raw(column).split())

    def zeros(self, column: str, length: int, rule: str) -> str:
        """A code whose leading zero a spreadsheet may have taken: exactly one is given back."""
        text = self._line(column)
        if len(text) == length - 1 and text.isascii() and text.isdigit():
            restored = "0" + text
            self.note(column, f"zéro de tête rendu : {restored}", rule=rule)
            return restored
        return text

    def restorable_postcode(self, column: str) -> str | None:
        """The postcode with the zero that a spreadsheet may have taken; None unless it may."""
        text = self._line(column).replace(" ", "")
        return f"0{text}" if len(text) == 4 and text.isascii() and text.isdigit() else None

    def postcode(self, column: str) -> str | None:
        """Five digits, or None (noted) when the cell holds something else."""
        given = self._line(column).replace(" ", "")
        spaced = _OF_FRANCE.sub("", given)
        if spaced in {"", "00000"}:
            return None
        code = self.restorable_postcode(column)
        if code:
            self.note(column, f"zéro de tête rendu : {code}", rule="code_postal_zero")
        code = code or spaced
        if _POSTCODE.fullmatch(code):
            if spaced != given:
                message = f"code postal sans la lettre de son pays : {code}"
                self.note(column, message, rule="code_postal_pays")
            return code
        self.note(column, "code postal illisible, laissé de côté")
        return None

    def siret(self, column: str) -> Checked | None:
        """Kept as it was given when wrong, with its problem; None when the cell is empty."""
        text = self._line(column)
        if not text:
            return None
        checked = Checked(text, _DATED) if _DATE.fullmatch(text) else check_siret(text)
        if checked.problem:
            self.note(column, checked.problem, "vérifier le numéro sur l’avis de situation Insee")
        elif checked.repair:
            self.note(column, f"SIRET remis en forme : {checked.value}", rule=checked.repair)
        return checked

    def naf(self, column: str) -> str | None:
        text = self._line(column)
        code = read_naf(text)
        if text and code is None:
            self.note(column, "code NAF illisible, laissé de côté")
        return code

    def whole(self, column: str) -> int | None:
        text = self._line(column).replace(" ", "")
        if text.isascii() and text.isdigit() and len(text) <= 6:
            return int(text)
        if text:
            self.note(column, "nombre illisible, laissé de côté")
        return None

    def degrees(self, column: str) -> float | None:
        text = self._line(column).replace(",", ".")
        if not text:
            return None
        if _DEGREES.fullmatch(text):
            return float(text)
        self.note(column, "coordonnée illisible, laissée de côté")
        return None

    def website(self, column: str) -> str | None:
        """With its scheme; no other scheme than http and https passes."""
        text = self.text(column)
        found = _WEBSITE.fullmatch(text)
        if found:
            return text if found[1] else f"https://{text}"
        if text:
            self.note(column, "adresse de site illisible, laissée de côté")
        return None

    def emails(self, column: str) -> tuple[str, ...]:
        """Never quoted in a note: an e-mail may be a person's."""
        found = each_email(self.raw(column))
        good = tuple(dict.fromkeys(word for word in found if _EMAIL.fullmatch(word)))
        if len(good) < len(set(found)):
            self.notes.append(
                Note(self.title(column), "", "adresse e-mail illisible, laissée de côté")
            )
        return good

    def phones(self, column: str) -> tuple[str, ...]:
        """French numbers as "04 74 46 54 00"; the others as given. Never quoted in a note."""
        each = [" ".join(phone.split()) for phone in each_phone(self.raw(column))]
        good = [phone for phone in each if not _is_cut_short(phone)]
        if len(good) < len(each):
            self.notes.append(Note(self.title(column), "", "téléphone illisible, laissé de côté"))
        return tuple(dict.fromkeys(self._phone(column, phone) for phone in good))

    def _phone(self, column: str, text: str) -> str:
        if extended := _EXTENSION.fullmatch(text):
            return f"{self._phone(column, extended[1])} poste {extended[2]}"
        digits = re.sub(r"\D", "", re.sub(r"^\s*(?:\+33|0033)\s*(?:\(0\))?", "0", text))
        is_abroad = text.strip().startswith("+")
        if len(digits) == 9 and digits[0] != "0" and not is_abroad:
            digits = f"0{digits}"
            self.notes.append(
                Note(
                    self.title(column),
                    "",
                    "zéro de tête rendu au téléphone",
                    None,
                    "telephone_zero",
                )
            )
        if len(digits) != 10 or digits[0] != "0":
            return text.strip()
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


def _is_cut_short(phone: str) -> bool:
    """ "03 20", or no number at all; "3949" is one."""
    digits = re.sub(r"\D", "", phone)
    return not digits or (digits.startswith("0") and len(digits) < _FEWEST_DIGITS)
