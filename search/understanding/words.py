"""The words of a text that is to be understood, each with where it stands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.french import STOP_WORDS, Token, all_tokens, literal_parts
from search.understanding.dates import MONTHS, WEEKDAYS, dates_in
from search.understanding.distances import distances_in
from search.understanding.lots import lots_in
from search.understanding.tendering import procedures_in
from search.understanding.vague import vague_in
from search.understanding.values import Span

# How buyers ask, whatever for: these words say nothing of the need itself.
ASKING = frozenset(
    """
    achat achats acheter adherent adherente adherentes adherents adresse adresses agree agrees
    ai aide aider aimerais aimerions annuaire aurait auriez avoir avons besoin besoins boite bonjour
    capable capables certification certifications certifie certifiee certifiees certifies
    charger chargerait cherche cherchent chercher cherchons combien commander comment confier font
    coute coutent couter couterait ess
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
    siren siret veulent veut
    bonsoir cordialement madame mesdames messieurs monsieur plait plaise prie prions priere
    attribution consultation consultations inferieur inferieure inferieurs inferieures lance lancer
    lancent lancons localise localisee localises localisees mapa marche passation
    sis sise situe situee situes situees superieur superieure superieurs superieures
    """.split()  # noqa: SIM905 a block of words reads better than a hundred quoted ones
)

# Of whom we buy from already: "notre traiteur habituel", "mon ESAT préféré".
PREFERRED = frozenset(
    """
    prefere preferes preferee preferees favori favoris favorite favorites habituel habituels
    habituelle habituelles
    """.split()  # noqa: SIM905 a block of words reads better than twelve quoted ones
)
# Beside stop words and those that asking takes: of any sentence, and nothing to explain.
OF_ANY_SENTENCE = PREFERRED.union(
    """
    afin ainsi alors annee annees ans apres assez aucun aucune aussi autre autres avant beaucoup
    bien bon bonne car ceci cela celle celles celui certain certaine certains ceux chaque comme
    debut deja depuis des deux donc encore entre environ etc eux fin grand grande grandes grands
    heure heures hors ici jamais jour jours lors lui mais matin meme memes mieux moins mois mon
    moyen neuf non nouveau nouvelle nouvelles nouveaux oui parfois pas pendant petit petite petites
    petits peu plus plusieurs presque puis quand rapide rapidement sans sauf selon semaine semaines
    seul seule seulement sinon soir son sous souvent tel telle ton toujours tous toutes tres trois
    trop vite voici voila avez suis importe me te moi toi eventuellement exclusivement idealement
    notamment plutot surtout uniquement voire traitance traitant traitants
    traiter pcs tant compris comprise comprises inclus incluse incluses exclu exclue exclus exclues
    ao bpu calculer cctp ci coordonnees courriel dce deduction deductions definition difference
    dpgf email eurl horaire horaires mail mails numero numeros sa sarl sas sasu tel telephone
    telephones
    """.split()  # noqa: SIM905 a block of words reads better than a hundred quoted ones
)
# "Pas d’ESAT", "sauf Paris": they refuse what follows, see search.understanding.refused.
DENYING = frozenset({"pas", "aucun", "aucune"})
LEAVING_OUT = frozenset({"sauf", "hors", "hormis", "excepte"})
REFUSALS = DENYING | LEAVING_OUT | {"sans", "ni", "non"}

# After a number: "12 000 ex", "500 m2".
UNITS = frozenset({"m2", "m3", "km", "kg", "t", "h", "k", "u", "ml", "p", "pp", "ex"}) | frozenset(
    {"exempl", "hab", "env", "max", "maximum", "minimum"}
)
PERIODS = frozenset({"an", "annee", "jour", "mois", "semaine", "trimestre"})  # "par an"
# How many, how much, how soon: beside a need, these say nothing of who answers it.
QUANTITIES = UNITS.union(
    PERIODS,
    """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    trente quarante cinquante soixante cent cents mille million millions dizaine dizaines douzaine
    douzaines quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaine centaines
    millier milliers kilo kilos tonne tonnes metre metres jours semaines
    trimestres ans annees fois chaque quand demain aujourd hui bientot vite rapidement
    beaucoup kms kilometre kilometres plusieurs trop tres partout encore deja meme comme alors puis
    """.split(),  # noqa: SIM905 as above
)
# "20", "1500", "10000", "500m2", "18h30".
_NUMBER = re.compile(
    r"\d{1,6}|\d+00|\d+(?:h\d{0,2}|mn|min|[ckm]?m|kms|k?m[23]|kg|[tljkpu]|pp|ex|pers|hab)"
)
_MONEY = frozenset({"euro", "euros", "eur", "ht", "ttc"})
_AS_A_LETTER = str.maketrans("€", "e")  # a sign is no word
_DATES = MONTHS | WEEKDAYS | {f"{day}s" for day in WEEKDAYS}  # nor does when
# Nor where, on such a side of nothing that is named; the Nord is a département.
_WIDE_SIDES = frozenset({"sud", "ouest"})
# A number in groups of three is one word: "10 000", "44 600", "10.000". More digits around are
# those of a telephone, or of a SIRET that is not valid.
_GROUPED = re.compile(r"(?<![\w.])(?<!\d\s)\d{1,3}(?:[\s.]\d{3})+(?!\w|[\s.]\d)")
# So is one with decimals, of something: "2,5 km". "44,85" are two départements.
_DECIMAL = re.compile(
    r"(?<![\w.,])\d{1,3},\d{1,2}(?=\s?(?:kms?|kilom\w+|m[23²³]|kg|t|tonnes?|litres|ha|h|€|euros)(?!\w))"
)

# As people write them in a hurry.
_SHORTENED = {
    **{"pr": "pour", "ds": "dans", "av": "avec", "avc": "avec", "bcp": "beaucoup"},
    **{"qq": "quelque", "qqs": "quelque", "qqn": "quelqu", "ts": "tous", "sem": "semaine"},
    **{"stp": "svp", "bjr": "bonjour", "slt": "salut", "jai": "je"},
}
_INITIALS = re.compile(r"([A-Z]{2,})s")  # "EAs"

# What stands before the name of a place, and says so: "à Angers", "près d’Angers".
BEFORE_A_PLACE = frozenset(
    {"a", "au", "aux", "en", "dans", "sur", "pres", "vers", "autour", "environs", "alentours"}
    | {"proximite", "depuis", "proche", "loin"}
)
_PREPOSITIONS = BEFORE_A_PLACE - {"a"} | {"à"}  # as they are written
# Words that only introduce a place, and go with it.
AROUND_A_PLACE = BEFORE_A_PLACE | frozenset(
    """
    region regions departement departements dep dept dpt commune communes ville villes
    agglomeration agglo cote secteur bassin metropole territoire coin km kms kilometre kilometres
    rayon entier toute tout ile iles pays arrondissement arrondissements cedex
    """.split()  # noqa: SIM905 a block of words reads better than thirty quoted ones
)
# Within the name of a place.
LINKS = frozenset({"de", "d", "du", "des", "le", "la", "les", "l"})
SMALL_WORDS = LINKS | {"sur", "sous", "en", "au", "aux"}  # "les" is "lès" too
_SHARED = frozenset({("parties", "communes"), ("partie", "commune")})
AT = frozenset({"a", "au", "aux"})
DETERMINERS = frozenset({"le", "la", "les", "l", "un", "une", "des"}) | frozenset(
    {"mon", "ma", "mes", "son", "sa", "ses", "notre", "nos", "votre", "vos", "leur", "leurs"}
)
# Before a word that is also a name, they say that it is the word: "pas trop cher".
DEGREES = frozenset({"pas", "trop", "plus", "moins", "tres", "assez", "peu"})
LISTING = frozenset({"et", "ou"})
LISTED = frozenset(",;:+/&•*")  # between two things of a list
_DASH = re.compile(r"\s[-–—]\s")  # the same; joined to a word, it is of this word
AND = LISTING | {"ni"}
_JOINING = frozenset("-\u2010\u2011'\u2019")
# What is written between two things of a list, or ends what is said.
_SIGNS = frozenset(",;:/.!?()")
# What begins with one goes on: "et gravier", "d’insertion".
_JOINED_TO_WHAT_PRECEDES = AND | {"de", "d", "pour", "par"}
_EMPTY = re.compile(r"\(\s*\)")
_PARTING = " ,;:/-\u2013\u2014"
_LEFT_OUT = "\ufffc"  # "an object stands here": no letter, no space
# Forms of a verb that are also names, of a kind, of places or of things, with what makes them
# verbs: a word before, small ones between, or the one after. So is "envie", a network too.
_THEY = frozenset({"il", "elle", "on", "qui"})
_VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "ai": (frozenset({"j", "je", "n"}), frozenset({"je", "besoin"})),
    "eu": (frozenset({"ai", "as", "avons", "avez", "ont", "avoir"} | _THEY), frozenset()),
    "livre": (_THEY, frozenset()),
    "aura": (_THEY | {"y"}, frozenset({"t", "besoin"})),  # "aura-t-il"
    "envie": (
        frozenset({"ai", "as", "avons", "avez", "ont", "avoir", "fait", "font", "donne"})
        | frozenset({"donnent", "donner", "une", "nos", "vos", "aucune", "l"} | _THEY),
        frozenset({"de", "d"}),
    ),
}
_NEVER_NAMES = frozenset({"envies"})
# Words of a verb, or a town, where the same letters with other accents, or none, are another word:
# a book, a contract that is "réservé", the "bénéficiaires de l’obligation d’emploi".
_BY_THEIR_LETTERS = {
    **dict.fromkeys(("livré", "livrés", "livrée", "livrées"), "livrer"),
    **dict.fromkeys(("réserve", "réserves", "réservée", "réservées"), "reserver"),
    **dict.fromkeys(("jardinier", "jardiniers"), "jardinage"),
    "boé": "boé",
}
# Before these, "mais" is no maize, unless it is written so, or said to be: "culture de mais".
_OF = frozenset({"de", "du", "d", "le"})
_AFTER_BUT = STOP_WORDS | BEFORE_A_PLACE | DENYING | {"sans", "aussi", "non", "seulement"}
# "Troisième arrondissement", "3e": a town that has some is one place.
ORDINALS: Mapping[str, int] = {
    "premier": 1,
    **{
        f"{number}ieme": rank
        for rank, number in enumerate(
            (
                *("deux", "trois", "quatr", "cinqu", "six", "sept", "huit", "neuv", "dix"),
                *("onz", "douz", "treiz", "quatorz", "quinz", "seiz"),
            ),
            start=2,
        )
    },
    "vingtieme": 20,
}
ORDINAL_NUMBER = re.compile(r"(\d\d?)e(?:me|r)?")
TOWNS_OF_ARRONDISSEMENTS = frozenset({"paris", "lyon", "marseille"})
_ROMAN = re.compile(r"([IVX]+)(er?|[eè]me)?")  # "VIe", not "vie"
_NUMERALS = {
    numeral: number
    for number, numeral in enumerate(
        (
            *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
            *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
        ),
        start=1,
    )
}


Run = tuple[int, int]  # of words, the last excluded


@dataclass(frozen=True, slots=True)
class Word:
    """`form` is what is compared, `surface` the word without case nor accents, `typed` with them.

    `before` is what stands between it and the word before, what is left out shown there.
    `is_small`: it is a name elsewhere ("j’ai", "nous avons eu", "mais à Grenoble"). `is_capital`:
    it begins with a capital where another word has none, or has but capitals ("ESAT Mans").
    `is_shared`: the "communes" of "parties communes", which are no municipalities.
    `is_distance`: one of "moins de 30 km". `is_date`: one of "14/07"; `is_bare_date`: that may be
    two départements. `is_vague`: one of "près de chez moi", which no map holds. `is_of_a_lot`: one
    of "lot n° 2", which begins a thing of a list. `is_procedure`: one of "mise en concurrence",
    which is of how a contract is passed.
    """

    form: str
    surface: str
    typed: str
    span: Span
    before: str = ""
    is_small: bool = False
    is_capital: bool = False
    is_shared: bool = False
    is_distance: bool = False
    is_date: bool = False
    is_bare_date: bool = False
    is_vague: bool = False
    is_of_a_lot: bool = False
    is_procedure: bool = False

    @property
    def alone(self) -> str:
        """What it says beside no other word of its term: "livré" is of "livrer", not of "livre"."""
        return _BY_THEIR_LETTERS.get(self.typed.casefold(), self.form)

    @property
    def is_joined(self) -> bool:
        """To the one before, by a hyphen or an apostrophe."""
        return self.before in _JOINING

    @property
    def is_listed(self) -> bool:
        """Whether it stands between two things of a list, or after a sign that does."""
        is_signed = not LISTED.isdisjoint(self.before) or bool(_DASH.search(self.before))
        return is_signed or self.surface in LISTING or self.is_of_a_lot

    @property
    def follows_a_sign(self) -> bool:
        """A comma, a full stop, a parenthesis."""
        return not _SIGNS.isdisjoint(self.before)

    @property
    def is_apart(self) -> bool:
        """From the one before: words that are left out stand between."""
        return _LEFT_OUT in self.before

    @property
    def is_empty(self) -> bool:
        """A stop word, or one of those that asking takes."""
        return self.is_stop or self.is_procedure or self.surface in ASKING

    @property
    def says_nothing(self) -> bool:
        """Of a need, nor of who answers it."""
        return self.is_empty or self.introduces_a_place or self.surface in AND

    @property
    def is_money(self) -> bool:
        return self.typed.endswith("€") or self.surface in _MONEY

    @property
    def is_quantity(self) -> bool:
        is_grouped = self.surface.isdigit() and not self.typed.isdigit()
        is_said = is_grouped or self.is_money or self.surface in QUANTITIES
        return is_said or bool(_NUMBER.fullmatch(self.surface))

    @property
    def is_circumstance(self) -> bool:
        """How many, when, or vaguely where: beside a need, nothing of who answers it."""
        is_vague = self.is_vague or self.surface in _WIDE_SIDES
        return is_vague or self.is_quantity or self.is_date or self.surface in _DATES

    @property
    def introduces_a_place(self) -> bool:
        is_said = self.is_distance or (self.surface in AROUND_A_PLACE and not self.is_shared)
        return is_said or self.surface in ORDINALS or bool(ORDINAL_NUMBER.fullmatch(self.surface))

    @property
    def is_stop(self) -> bool:
        is_small = self.is_small or self.is_of_a_lot
        return is_small or self.surface in STOP_WORDS or self.form in STOP_WORDS


def words_of(text: str, left_out: Iterable[Span] = ()) -> list[Word]:
    """All words of the text, stop words too, but those `left_out`, quoted or excluded: these stay
    text.
    """
    text = blanked(text, (*left_out, *literal_parts(text)), _LEFT_OUT)
    numbered = _DECIMAL.sub(_in_one_word, _GROUPED.sub(_in_one_word, text))
    found = list(all_tokens(numbered.translate(_AS_A_LETTER)))
    telling = [text[t.start : t.end] for t in found if t.surface not in STOP_WORDS]
    has_small = any(word[0].islower() for word in telling)
    has_initials = any(word.isupper() and len(word) > 1 for word in telling)
    distances, dates = distances_in(text), list(dates_in(text))
    vague, lots = list(vague_in(text)), list(lots_in(text))
    meant = [_meant(text, found, at) for at in range(len(found))]
    forms = [_of_initials(text, token) for token in found]
    procedures = procedures_in(found)
    return [
        Word(
            meant[at] or forms[at] or token.text,
            meant[at] or token.surface,
            text[token.start : token.end],
            Span(token.start, token.end),
            before=text[found[at - 1].end : token.start] if at else "",
            is_small=_is_verb(text, found, at) or _is_but(text, found, at),
            is_capital=at > 0
            and text[token.start].isupper()
            and (has_small or (has_initials and not text[token.start : token.end].isupper())),
            is_shared=at > 0 and (found[at - 1].surface, token.surface) in _SHARED,
            is_distance=_is_in(token, distances),
            is_date=_is_in(token, (date.span for date in dates)),
            is_bare_date=_is_in(token, (date.span for date in dates if date.is_bare)),
            is_vague=_is_in(token, vague),
            is_of_a_lot=_is_in(token, lots),
            is_procedure=at in procedures,
        )
        for at, token in enumerate(found)
    ]


def _meant(text: str, found: Sequence[Token], at: int) -> str:
    """What a word is short for, or a number in Roman figures; "" for what is written in full."""
    typed = text[found[at].start : found[at].end]
    return _SHORTENED.get(typed) or _ordinal(text, found, at)


def _of_initials(text: str, token: Token) -> str:
    """ "ea" for "EAs"; "" for other words."""
    initials = _INITIALS.fullmatch(text, token.start, token.end)
    return initials[1].lower() if initials else ""


def _ordinal(text: str, found: Sequence[Token], at: int) -> str:
    """ "11e" for "XIe", and for the "XI" of "Paris XI"; "" for what is no such number."""
    numeral = _ROMAN.fullmatch(text[found[at].start : found[at].end])
    if not numeral or (numeral[2] == "er" and numeral[1] != "I"):  # "Ver-sur-Mer"
        return ""
    is_of_a_town = at > 0 and found[at - 1].surface in TOWNS_OF_ARRONDISSEMENTS
    number = _NUMERALS.get(numeral[1]) if numeral[2] or is_of_a_town else None
    return f"{number}e" if number else ""


def _is_in(token: Token, spans: Iterable[Span]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def blanked(text: str, spans: Iterable[tuple[int, int]], sign: str = " ") -> str:
    """As long, with `sign` there."""
    for start, end in spans:
        text = text[:start] + sign * (end - start) + text[end:]
    return text


def _in_one_word(number: re.Match[str]) -> str:
    """As long, so that offsets stay true: see search.french."""
    return re.sub(r"\D", "\u00ad", number.group())


def _is_but(text: str, found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if text[token.start : token.end].casefold() != "mais":
        return False
    is_of_something = at > 0 and found[at - 1].surface in _OF
    is_followed = any(after.surface in _AFTER_BUT for after in found[at + 1 : at + 2])
    is_before_a_refusal = text[token.end :].lstrip().startswith(_LEFT_OUT)
    return not is_of_something and (is_followed or is_before_a_refusal)


def _is_verb(text: str, found: Sequence[Token], at: int) -> bool:
    if found[at].surface in _NEVER_NAMES:
        return True
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
    """Without the small words that tell nothing more at its ends: "gravier" of "et gravier à".

    As it is when something in it is quoted or excluded.
    """
    found = words_of(text)
    nothing = BEFORE_A_PLACE | AND
    ends = [word for word in found if not (word.is_stop or word.surface in nothing)]
    if literal_parts(text) or not ends:
        return text
    first = next(word for word in found if word.surface not in _JOINED_TO_WHAT_PRECEDES)
    start = 0 if first is found[0] else first.span.start
    end = len(text) if ends[-1] is found[-1] else ends[-1].span.end
    return " ".join(_EMPTY.sub("", text[start:end]).split()).strip(_PARTING)


def says_nothing(text: str) -> bool:
    """Whether it has but small words and ways of asking: "qui pourrait nous"."""
    return not literal_parts(text) and all(word.says_nothing for word in words_of(text))
