"""The words of a text that is to be understood, each with where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.french import STOP_WORDS, Token, all_tokens, literal_parts
from search.understanding.values import Span

# How buyers ask, whatever for: these words say nothing of the need itself.
ASKING = frozenset(
    """
    achat achats acheter adherent adherente adherentes adherents adresse adresses agree agrees
    ai aide aider aimerais aimerions annuaire aurait auriez avoir avons besoin besoins bonjour
    capable capables certification certifications certifie certifiee certifiees certifies
    charger chargerait cherche cherchent chercher cherchons combien commander comment confier font
    connaissez connaitre contact contacts demande demandons devis disponible doit entreprise
    entreprises est etablissement etablissements etre exist existe faire fais fait faites
    faudrait faut fournisseur fournisseurs gens il intervenir interviennent intervient label
    labellise labellisee labellisees labellises labels liste membre membres merci occupe
    occupent occuper occuperait offre offres organisme organismes ou personne peut peuvent peux
    possible pourraient pourrait pourriez pourrions pouvez prestataire prestataires prestation
    prestations prix professionnel professionnels propose proposent quel quelle quelles quelqu
    quelque quelques quels quoi recherche recherchent rechercher recherchons reseau reseaux
    sachant sait salut sauraient saurait sauriez savent savez savoir societe societes sommes
    sont souhaite souhaitons structure structures svp tarif tarifs trouve trouver trouvons
    urgence urgent venir veux viendraient viendrait viennent vient voudrais voudrions voulons
    """.split()  # noqa: SIM905 a block of words reads better than a hundred quoted ones
)

# How many, how much, how soon: beside a need, these say nothing of who answers it.
QUANTITIES = frozenset(
    """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    trente quarante cinquante soixante cent cents mille million millions dizaine dizaines douzaine
    douzaines quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaine centaines
    millier milliers kilo kilos kg tonne tonnes metre metres m2 m3 km euro euros jour jours semaine
    semaines mois an ans annee annees fois chaque quand demain aujourd hui bientot vite rapidement
    beaucoup plusieurs trop tres partout encore deja meme comme alors puis
    """.split()  # noqa: SIM905 as above
)
# "20", "1500", "10000", "500m2", "18h30".
_NUMBER = re.compile(r"\d{1,4}|\d+00|\d+(?:h\d{0,2}|mn|min|[ckm]?m|m[23]|kg|[tljk])")
# Nor does when.
_DATES = frozenset(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis
    samedis dimanches janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
    decembre
    """.split()  # noqa: SIM905 as above
)
# A number in groups of three is one word: "10 000", "44 600", "10.000". More digits around are
# those of a telephone, or of a SIRET that is not valid.
_GROUPED = re.compile(r"(?<![\w.])(?<!\d\s)\d{1,3}(?:[\s.]\d{3})+(?!\w|[\s.]\d)")

# What stands before the name of a place, and says so: "à Angers", "près d’Angers".
BEFORE_A_PLACE = frozenset(
    {"a", "au", "aux", "en", "dans", "sur", "pres", "vers", "autour", "environs", "alentours"}
    | {"proximite", "depuis", "proche", "loin"}
)
_PREPOSITIONS = BEFORE_A_PLACE - {"a"} | {"à"}  # as they are written
# Words that only introduce a place, and go with it.
AROUND_A_PLACE = BEFORE_A_PLACE | frozenset(
    """
    region regions departement departements commune communes ville villes agglomeration agglo
    secteur bassin metropole territoire coin km rayon entier toute tout ile iles pays
    arrondissement arrondissements
    """.split()  # noqa: SIM905 as above
)
_JOINING = frozenset("-\u2010\u2011'\u2019")
# Forms of a verb that are also names, of a kind, of places or of things, with what makes them
# verbs: a word before, small ones between, or the one after.
_THEY = frozenset({"il", "elle", "on", "qui"})
_VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "ai": (frozenset({"j", "je", "n"}), frozenset({"je", "besoin"})),
    "eu": (frozenset({"ai", "as", "avons", "avez", "ont", "avoir"} | _THEY), frozenset()),
    "livre": (_THEY, frozenset()),
    "aura": (_THEY | {"y"}, frozenset({"t", "besoin"})),  # "aura-t-il"
}
# "Troisième arrondissement", "3e": a town that has some is one place.
_ORDINAL = re.compile(
    r"(?:prem|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix)ieme|premier|\d\d?e(?:me|r)?|1er"
)


@dataclass(frozen=True, slots=True)
class Word:
    """`form` is what is compared, `surface` the word without case nor accents, `typed` with them.

    `is_verb`: a small one, that is a name elsewhere ("j’ai", "nous avons eu"). `is_capital`: it
    begins with a capital where another word has none. `is_joined` to the one before, by a hyphen
    or an apostrophe.
    """

    form: str
    surface: str
    typed: str
    span: Span
    is_verb: bool = False
    is_capital: bool = False
    is_joined: bool = False

    @property
    def is_empty(self) -> bool:
        """A stop word, or one of those that asking takes."""
        return self.is_stop or self.surface in ASKING

    @property
    def says_nothing(self) -> bool:
        """Of a need, nor of who answers it."""
        return self.is_empty or self.introduces_a_place

    @property
    def is_quantity(self) -> bool:
        return self.surface in QUANTITIES or bool(_NUMBER.fullmatch(self.surface))

    @property
    def is_circumstance(self) -> bool:
        """How many, or when: beside a need, nothing of who answers it."""
        return self.is_quantity or self.surface in _DATES

    @property
    def introduces_a_place(self) -> bool:
        return self.surface in AROUND_A_PLACE or bool(_ORDINAL.fullmatch(self.surface))

    @property
    def is_stop(self) -> bool:
        return self.is_verb or self.surface in STOP_WORDS or self.form in STOP_WORDS


def words_of(text: str) -> list[Word]:
    """All words of the text, stop words too, but those quoted or excluded: these stay text."""
    literal = literal_parts(text)
    found = [
        token
        for token in all_tokens(_GROUPED.sub(_in_one_word, text))
        if not any(start <= token.start < end for start, end in literal)
    ]
    telling = (token for token in found if token.surface not in STOP_WORDS)
    has_small = any(text[token.start].islower() for token in telling)
    return [
        Word(
            token.text,
            token.surface,
            text[token.start : token.end],
            Span(token.start, token.end),
            is_verb=_is_verb(text, found, at),
            is_capital=at > 0 and has_small and text[token.start].isupper(),
            is_joined=_is_joined(text, found, at),
        )
        for at, token in enumerate(found)
    ]


def _is_joined(text: str, found: Sequence[Token], at: int) -> bool:
    return at > 0 and text[found[at - 1].end : found[at].start] in _JOINING


def _in_one_word(number: re.Match[str]) -> str:
    """As long, so that offsets stay true: see search.french."""
    return re.sub(r"\D", "\u00ad", number.group())


def _is_verb(text: str, found: Sequence[Token], at: int) -> bool:
    if (made := _VERBS.get(found[at].surface)) is None:
        return False
    before, after = made
    following = {token.surface for token in found[at + 1 : at + 2]}
    return not (before.isdisjoint(_leading_to(text, found, at)) and after.isdisjoint(following))


def _leading_to(text: str, found: Sequence[Token], at: int) -> Iterator[str]:
    """The words before, backwards, to the first that is not small or introduces a place.

    "À" does, and is no "a": "il a eu", "existe-t-il à Eu".
    """
    for token in reversed(found[:at]):
        yield token.surface
        introduces = text[token.start : token.end].casefold() in _PREPOSITIONS
        if introduces or token.surface not in STOP_WORDS:
            return


def trimmed(text: str) -> str:
    """Without the signs and the small words that it begins and ends with: "et gravier", not "à
    Angers".

    As it is when something in it is quoted or excluded.
    """
    found = words_of(text)
    begins = [w for w in found if not w.is_stop or w.surface in BEFORE_A_PLACE]
    ends = [w for w in found if not (w.is_stop or w.surface in BEFORE_A_PLACE)]
    if literal_parts(text) or not ends:
        return text
    return text[begins[0].span.start : ends[-1].span.end]


def says_nothing(text: str) -> bool:
    """Whether it has but small words and ways of asking: "qui pourrait nous"."""
    return not literal_parts(text) and all(word.says_nothing for word in words_of(text))
