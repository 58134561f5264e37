"""The words of a row that match nothing: kept by the title of their column, each told once."""

from importers.cells import Cells, quotable
from importers.facts import Note
from importers.personal import is_personal
from importers.suggesting import hint

# Of a row: a cell that holds a text would otherwise be told word by word, at length and slowly.
MOST_TOLD = 20
MORE = "d’autres mots de cette ligne ne correspondent à rien de connu"


class Unmatched:
    """Fills `by_title` and the `fields` of such words as the cells of a row are read, and notes
    what may be meant instead.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.by_title: dict[str, tuple[str, ...]] = {}
        self.fields: set[str] = set()

    def miss(self, field: str, column: str, words: str) -> None:
        self.fields.add(field)
        if is_personal(words):
            words = self.cells.public(column, words)
        title = self.cells.title(column)
        if words in self.by_title.get(title, ()) or self._is_enough():
            return
        self.by_title[title] = (*self.by_title.get(title, ()), words)
        said = quotable(words)
        message = f"{title} : « {said} » ne correspond à rien de connu"
        self.cells.notes.append(Note(title, said, message, hint(field, said)))

    def _is_enough(self) -> bool:
        """Whether no more words are told; that there are more is told once."""
        told = sum(map(len, self.by_title.values()))
        if told == MOST_TOLD and all(note.message != MORE for note in self.cells.notes):
            self.cells.notes.append(Note("", "", MORE))
        return told >= MOST_TOLD
