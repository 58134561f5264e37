"""The words of a text that is to be understood, each with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.french import STOP_WORDS, all_tokens, literal_parts
from search.understanding.values import Span

# How buyers ask, whatever for: these words say nothing of the need itself.
ASKING = frozenset(
    """
    ai aimerais aimerions avoir avons besoin besoins bonjour cherche cherchent cherchons chercher
    comment combien devis demande demandons disponible doit est etre exist existe faire fais fait
    faut fournisseur fournisseurs il merci offre offres ou peut peuvent pouvez pourrait
    pourraient pourriez prestataire prestataires prestation prestations prix propose proposent
    adherent adherents adherente adherentes membre membres reseau reseaux label labels labellise
    labellises labellisee labellisees certifie certifies certifiee certifiees agree agrees
    viendrait viendraient vient venir viennent saurait sauraient sait savoir aide aider gens
    quelqu personne quel quelle quelles quelqu quelque quelques quels quoi recherche recherchent
    recherchons
    rechercher salut savez sommes souhaite souhaitons sont structure structures svp tarif tarifs
    trouve trouver trouvons urgent urgence veux voudrais voudrions voulons acheter achat
    achats commander confier faites liste annuaire adresse adresses contact contacts
    """.split()  # noqa: SIM905 a block of words reads better than eighty quoted ones
)

# What stands before the name of a place, and says so: "à Angers", "près d’Angers".
BEFORE_A_PLACE = frozenset(
    "a au aux en dans sur pres vers autour environs alentours proximite depuis".split()  # noqa: SIM905
)
# Words that only introduce a place, and go with it.
AROUND_A_PLACE = BEFORE_A_PLACE | frozenset(
    """
    region regions departement departements commune communes ville villes agglomeration agglo
    secteur bassin metropole territoire coin km rayon entier toute tout
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """`form` is what is compared, `surface` the word without case nor accents."""

    form: str
    surface: str
    span: Span

    @property
    def is_empty(self) -> bool:
        """A stop word, or one of those that asking takes."""
        return self.is_stop or self.surface in ASKING

    @property
    def is_stop(self) -> bool:
        return self.surface in STOP_WORDS or self.form in STOP_WORDS


def words_of(text: str) -> list[Word]:
    """All words of the text, stop words too, but those quoted or excluded: these stay text."""
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    literal = literal_parts(text)
    for token in all_tokens(text):
        if not any(start <= token.start < end for start, end in literal):
            yield Word(token.text, token.surface, Span(token.start, token.end))
