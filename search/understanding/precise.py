"""Whether a need is said more precisely than the services that it is read as are called."""

from collections.abc import Mapping

from domain.taxonomy import derived, taxonomy
from search.french import words as normalised
from search.understanding.lexicon import base_of, known_words, mended_word, stem_of
from search.understanding.needs import CUSTOMER_FORMS
from search.understanding.reading import understand
from search.understanding.values import Understood, What
from search.understanding.words import words_of

Stems = frozenset[str]


def is_precise(understood: Understood) -> bool:
    """Whether the words read as services name none of them, and are not words of their names.

    "Huile de noix" is; "menuisier" is not, nor "repassage pour trente personnes": who declares
    the service says its name already, and whoever says the rest says less. Nor is "repas" of
    "repas pour une crèche", which tells its service by whom it is for.
    """
    said = _said(understood)
    names = [name for s in understood.values(What.SERVICE) for name in _names().get(s, ())]
    says_more = bool(said.difference(*names)) and not any(name <= said for name in names)
    return says_more and not _is_told_by_whom(understood)


def _is_told_by_whom(understood: Understood) -> bool:
    aside = " ".join(understood.typed[start:end] for start, end in understood.asides)
    if CUSTOMER_FORMS.isdisjoint(word.form for word in words_of(aside)):
        return False
    needs = (mention for mention in understood.mentions if mention.what is What.SERVICE)
    alone = understand(" ".join(map(understood.words_of, needs)))
    return not set(understood.values(What.SERVICE)) <= set(alone.values(What.SERVICE))


def _said(understood: Understood) -> Stems:
    """What the words read as services are forms of, slips of the hand mended."""
    read = (understood.words_of(m) for m in understood.mentions if m.what is What.SERVICE)
    told = (word for text in read for word in words_of(text))
    return frozenset(
        stem_of(_meant(word.form))
        for word in told
        if word.form.isalpha() and not (word.says_nothing or word.is_circumstance)
    )


def _meant(form: str) -> str:
    base = base_of(form)
    return base if base in known_words() else mended_word(base) or base


@derived()
def _names() -> Mapping[str, list[Stems]]:
    """What each service is called."""
    return {
        service.id: [
            frozenset(map(stem_of, normalised(name))) for name in (service.label, *service.synonyms)
        ]
        for service in taxonomy().services.values()
    }
