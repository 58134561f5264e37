"""Match the columns of a dropped list, and its words, with those of the directory."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from sqlalchemy.orm import Session

from app.networks.lists.keeping import opened_file
from app.networks.lists.models import MemberList
from app.networks.lists.queries import earlier_lists, is_matched_by_hand
from app.networks.lists.refused import read_back
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.choices import Found, ReadingChoices, SheetFound
from importers.column_mapping import ColumnMapping, is_meaning, meaning_label
from importers.formats import FORMATS, Format
from importers.guessing import guess_mapping
from importers.headers import is_put_before
from importers.limits import DROPPED, TooManyRowsError, UnreadableFileError
from importers.mapping import check_is_table, map_table, rows_to
from importers.reading import CheckedTable, open_table
from importers.recalling import ColumnGuess
from importers.suggesting import Suggestion, suggestions
from importers.wording import IGNORED, MEANINGS, by_itself, together
from search.port import MAX_TEXT_LENGTH
from search.understanding import What, understand

BY_HAND = "generic"
ASKING_SERVICES = ("services", "ticked", "any")
MOST_OFFERED = 4
NO_ROWS = "Ce fichier n’a aucune ligne sous ses titres : vérifiez que c’est le bon."
OTHER_SHEETS = (
    "Vos membres sont sur plusieurs feuilles, une par département par exemple ? Réunissez-les en"
    " une seule, ou déposez de nouveau ce fichier pour chaque autre feuille, en la choisissant et"
    " comme complément : une autre liste complète ferait partir les membres de celle-ci."
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a file told: kept with its list, so that no page reads the file again.

    `rows` are those below its titles.
    `format` is that of a list known by its titles; `mapping` how it is read when a person says.
    """

    found: Found
    rows: int
    header_line: int
    columns: tuple[ColumnGuess, ...]
    mapping: ColumnMapping
    format: str | None

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.columns)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"mapping": self.mapping.as_json()}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Raises UnreadableFileError."""
        found = Found(**said["found"] | {"sheets": [SheetFound(**s) for s in _sheets(said)]})
        columns = tuple(map(ColumnGuess.from_json, said["columns"]))
        mapping = ColumnMapping.from_json(said["mapping"])
        return cls(**said | {"found": found, "columns": columns, "mapping": mapping})


def _sheets(said: dict[str, Any]) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = said["found"]["sheets"]
    return sheets


def look_at(network: str, table: CheckedTable) -> Look:
    """Its format if it is known; its columns as earlier lists were settled, else as they look.

    Raises UnreadableFileError.
    """
    table = read_back(table)
    check_is_table(table)
    guess = guess_mapping(table, earlier_lists(network))
    rows = table.row_count - rows_to(table, guess.header.line)
    if rows == 0:
        raise UnreadableFileError(NO_ROWS)
    if rows > DROPPED.rows:  # a file may hold a few more: titles, and what is written above
        raise TooManyRowsError(DROPPED.rows)
    found, known = table.found, _known_format(table)
    if known and _is_given_back(guess.header.titles, network):
        known = None
    if any(not sheet.hidden and sheet.name != found.sheet for sheet in found.sheets):
        found = replace(found, remarks=(*found.remarks, OTHER_SHEETS))
    if known and known.certifies:
        found, known = _with_remark(found, known), None
    return Look(
        found,
        rows,
        guess.header.line,
        guess.columns,
        guess.mapping,
        known.name if known else None,
    )


def _is_given_back(titles: Collection[str], network: str) -> bool:
    """Whether these are rows of a known list that a person matched all the same.

    Read otherwise than the others of their list, they would be known by other keys.
    """
    own = [title for title in titles if not is_put_before(title)]
    return len(own) < len(titles) and is_matched_by_hand(network, own)


def _with_remark(found: Found, known: Format) -> Found:
    """What a network may not certify is said to be so, before it is read as a list of members."""
    remark = (
        f"Ce fichier est reconnu : « {known.label} ». Un réseau ne certifie pas de labels :"
        " seule l’équipe de l’annuaire peut l’importer, écrivez-lui. Si c’est bien la liste de vos"
        " membres, dites ce que contient chaque colonne."
    )
    return replace(found, remarks=(remark, *found.remarks))


def look_again(session: Session, one: MemberList, choices: ReadingChoices) -> Look:
    """At its file, read so. Raises UnreadableFileError."""
    with opened_file(session, one.id) as path, open_table(path, DROPPED, choices) as table:
        return look_at(one.network_slug, table)


def take_up(one: MemberList, look: Look) -> None:
    """The list is to be read as the look tells. The caller commits."""
    one.found, one.format = look.as_json(), look.format
    one.header = {"line": look.header_line, "titles": list(look.titles)}
    one.mapping = None if look.format else look.mapping.as_json()


def look_of(session: Session, one: MemberList) -> Look:
    """Raises UnreadableFileError: a list dropped before looks were kept is looked at now."""
    if one.found is None:
        return look_again(session, one, ReadingChoices.from_json(one.choices))
    return Look.from_json(one.found)


def match_by_hand(one: MemberList, look: Look) -> None:
    """A person says what its columns are, though they are those of a known list."""
    one.format, one.mapping = None, look.mapping.as_json()


def format_label(one: MemberList) -> str | None:
    """Of a list known by its titles; None for one that a person matches."""
    if one.mapping is not None:
        return None
    return next((known.label for known in FORMATS if known.name == one.format), None)


def _known_format(table: CheckedTable) -> Format | None:
    """None for a list that a person is to match."""
    try:
        known = map_table(table).format
    except UnreadableFileError:  # a person may still say what its columns are
        return None
    return None if known.name == BY_HAND else known


def is_partial_file(one: MemberList) -> bool:
    """Whether these are rows that we gave back to be corrected."""
    return any(map(is_put_before, one.header.get("titles", ())))


# Words


def meanings() -> dict[str, str]:
    """Every meaning that words may have → its label, for a person to choose from."""
    known = taxonomy()
    every = [
        *(f"service:{id_}" for id_ in known.services),
        *(f"kind:{code}" for code in KINDS),
        *(f"label:{id_}" for id_ in known.labels),
        *(f"network:{id_}" for id_ in known.networks),
    ]
    return {meaning: meaning_label(meaning) for meaning in every}


# Between meanings, and inside some of their labels: "Vins, bières et boissons".
_BETWEEN = re.compile(r"(\s*[,;+]\s*|\s+et\s+)")


def meaning_typed(typed: str) -> str | None:
    """The meaning whose label, or what follows its colon, was typed, or how a service is said.

    Several together, when there are a comma, a semicolon, "+" or "et" between them.
    """
    found = _meanings_in(_BETWEEN.split(typed.strip(" ,;+")), _by_label())
    return together(found) if found else None


def unknown_typed(typed: str) -> str:
    """The first part of what was typed that means nothing by itself, else the whole."""
    parts, known = _BETWEEN.split(typed.strip(" ,;+"))[::2], _by_label()
    return next((part for part in parts if not _meanings_in([part], known)), typed)


def _by_label() -> Mapping[str, str]:
    """Each label, folded, with and without the sort of what it names; of equals, the first."""
    return {
        fold(words): meaning
        for meaning, label in reversed(meanings().items())
        for words in (label.partition(": ")[2], label)
    }


def _meanings_in(parts: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Those that the parts say, with what is between them; [] unless all of them are said.

    The longest words first.
    """
    for end in range(len(parts), 0, -2):
        words = "".join(parts[:end])
        meaning = known.get(fold(words)) or MEANINGS["services"](words)
        others = _meanings_in(parts[end + 1 :], known) if meaning else []
        if meaning and (others or end == len(parts)):
            return [meaning, *others]
    return []


def settle_words(one: MemberList, said: Mapping[str, str]) -> None:
    """Words → what a person says that they mean, for all rows, once the list is read again."""
    mapping = ColumnMapping.from_json(one.mapping or {})
    for words, meaning in said.items():
        mapping = mapping.with_meaning(words, meaning)
    one.mapping = mapping.as_json()


def answer_to(word: Mapping[str, Any]) -> str | None:
    """What a person said that words mean; one that has left the taxonomy is asked again."""
    meaning = word.get("meaning")
    return meaning if meaning and is_meaning(meaning) else None


def waiting_words(one: MemberList) -> list[dict[str, Any]]:
    """Those that match nothing."""
    return [word for word in one.words if answer_to(word) is None]


def offers(word: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What words may mean: the likeliest first, what was answered, then nothing at all.

    Found for the few words of a page: of thousands, while a list is read, it would take seconds.
    """
    held = word.get("held", "any")  # a list read before this was kept
    offered = {s.meaning: _offered(s) for s in suggestions(held, word["words"])}
    if held in ASKING_SERVICES:
        for service in _understood(by_itself(word["words"]))[: MOST_OFFERED - len(offered)]:
            offered.setdefault(f"service:{service}", meaning_label(f"service:{service}"))
    for meaning in filter(None, (answer_to(word), IGNORED)):
        offered.setdefault(meaning, meaning_label(meaning))
    return list(offered.items())


def _understood(words: str) -> list[str]:
    """The services that a buyer who typed these words would find, the surest first."""
    understood = understand(words[:MAX_TEXT_LENGTH])
    others = (other.instead for other in understood.alternatives if other.instead)
    offered = (v for other in others if other.what is What.SERVICE for v in other.values)
    return list(dict.fromkeys([*understood.values(What.SERVICE), *offered]))


def _offered(suggestion: Suggestion) -> str:
    """ "type : Coopérative (coopérative d’activités et d’emploi)"."""
    label = meaning_label(suggestion.meaning)
    return f"{label} ({suggestion.words})" if suggestion.words else label
