"""Names that files write in capitals, made readable: "ESAT ENVOL TRANSITION" → "ESAT Envol
Transition". Accents are not guessed; the original is kept beside.
"""

import re

from domain.kinds import KINDS
from domain.taxonomy import taxonomy

ACRONYMS = """
    AAPEI ADAPEI ADAPEILA ADAPT ADIMCP ADMR ADPEP ADSEA AFAPEI AFDAIM AFIPH AFPA AGEFIPH ALEFPA
    ALGED ANAIS APAJH APEI APF APOGEI APPEI ARHM ARI ARSEA ASEI ATIMP AVSEA BTP CAPS CCAS CIAS
    CREPI ETAI EPLSMS ESATCO FFGEIQ GCSMS GEPSO GEIQ GIP HANDAS IDEFHI IME IPSIS
    ITEP LADAPT MFR MJC OVE PEP PETR SAT SAVS SESSAD SICAEI SIVOM SMICTOM SOS UDAF UDAPEI UGECAM
    UNAPEI UNISAT URAPEI VYV VYV3 AAPH AGAPEI ADEF ADIE AIEEFR CAE CDG CFA CIE CUMA EURL GE GIE
    EES IDF PACA SA SARL SAS SASU SCA SCIC SCM SCOP SIAE SNC TP ZA ZAC ZI DOM TOM RH VTC ETP TZCLD
    """
_ROMAN = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:E|EME|ÈME|ER|ERE)")
# Real words of two or three letters, and words cut short: others are taken for acronyms.
SHORT_WORDS = """
    AGE AIL AIR AME AMI ANS ART AXE BAC BAI BAL BAR BAS BEL BIO BLE BON BUT CAP CLE COQ CRI DIT DIX
    DON DOS DUC EAU ECO EPI ERE EST ETE EUX FER FEU FIL FIN FOI FOU GAY GUE GRE HUT ILE JET JEU JUS
    LAC LIN LIS LOI LYS MAI MAS MER MIL MOI MON MOT MUR NET NEZ NID NOM NON NOS NUE OIE ONU OSE PAR
    PAS PAU PEU PIN PLI PRE PRO PUY QUE QUI RAZ RIZ ROC ROI RUE SEL SIX SON SOI SUD TAN TER TIR TOI
    TON TRI VAL VAN VAR VER VIE VIF VIN VIS VUE AIN LOT OR OS UN ST STE NORD FEE LEO LEA GUY ZOE JOB
    ASS COM SYND OH RE KAN AR MOR AUX UNE DUO ARC CTRE CTRES ENTR SERV CPTE EMPL PROPR FIBR VOSG
    """
SMALL_WORDS = "A À AU AUX CHEZ DANS DE DES DU EN ET LA LE LES LÈS OU PAR POUR SOUS SUR UN UNE D L"
# Two consonants that French words begin with, or end with.
_BEGINNINGS = """
    BL BR CH CL CR DJ DR FL FR GL GN GR KH KL KN KR ML PF PH PL PN PR PS PT RH SC SH SK SL SM SN SP
    ST SV SW TH TR TS TZ VL VR WH WR
    """
_ENDINGS = """
    BS CH CK CQ CS CT DS DT FF FS FT GN GS GT HT KS LD LF LK LL LM LS LT LX LZ MB MM MP MS NC ND NG
    NK NN NR NS NT NZ PH PS PT RB RC RD RF RG RK RL RM RN RP RR RS RT RZ SH SK SM SS ST TH TS TT TZ
    """
_SHORT = frozenset(SHORT_WORDS.split())
_INSIDE = frozenset(SMALL_WORDS.split())
_ARTICLES = frozenset({"LA", "LE", "LES", "L", "UN", "UNE"})
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?")
_OVER = frozenset({"SUR", "SOUS"})
# Of a list within a cell. A name may begin with a sign, "-Emploi", or be between two: "*Élan*".
_BULLET = re.compile(r"^(?:[•▪●►▶→·‣◦✓✔➢]+|\*+(?!.*\*$)|[-–—]+(?=\s)(?!.*[-–—]$))\s*(?=[\w\"'«“])")
_LOST_APOSTROPHE = re.compile(r"\b([DL]) (?=[AEIOUYHÀÂÉÈÊËÎÏÔÛ]\w|MAIN\b)")
_CONSONANTS = "[BCDFGHJKLMNPQRSTVWXZ]{2}"
# Of five letters at most, what nobody can say is spelt.
_UNSAID = re.compile(
    rf"(?=.{{4,5}}$)(?:(?!{'|'.join(_BEGINNINGS.split())}){_CONSONANTS}.*"
    rf"|.*(?!(?:{'|'.join(_ENDINGS.split())})$){_CONSONANTS}|.*(?:AA|II).*)"
)
_ENDS_A_NAME = re.compile(r"\W*$|\s+[-–—,;:/(]")
_ONE_LETTER = re.compile(r"\s[^\W\d_]\b(?!['’])")
_OPENS_A_NAME = re.compile(r"""(?:^|["«“(:–—]|\s-)\s*$""")


def _acronyms() -> frozenset[str]:
    vocabulary = [*KINDS, *(network.id for network in taxonomy().networks.values())]
    return frozenset(ACRONYMS.split()) | {
        word.upper() for word in vocabulary if word.isalpha() and len(word) < 6
    }


_KEPT = _acronyms()
_KINDS = frozenset(KINDS)


def readable(name: str) -> str:
    """The name in mixed case when it is all in capitals; otherwise only its blanks are tidied.

    Without the bullet before it.
    """
    plain = without_bullet(name)
    if not plain.isupper():
        return plain
    plain = _LOST_APOSTROPHE.sub(r"\1'", plain)
    pieces: list[str] = []
    end, previous = 0, ""
    for found in _WORD.finditer(plain):
        between = plain[end : found.start()]
        begins = previous in _KINDS or bool(_OPENS_A_NAME.search(plain[: found.start()]))
        is_letter = _is_letter(found[0], previous, plain[found.end() :])
        cased = found[0] if is_letter else _cased(found[0], between, previous, begins=begins)
        pieces += [between, cased]
        end, previous = found.end(), found[0]
    return "".join([*pieces, plain[end:]])


def without_bullet(name: str) -> str:
    """ "• Zêta" by its words, on one line."""
    return _BULLET.sub("", " ".join(name.split()))


def _is_letter(word: str, previous: str, after: str) -> bool:
    """Whether a single letter is no small word: "SEP A", "C C A S", "INTERIM D CHAMBERY"."""
    if word not in {"A", "D", "L"} or after.startswith(("'", "’", "-")):
        return False
    is_spelt = len(previous) == 1 or bool(_ONE_LETTER.match(after))
    return is_spelt or word != "A" or bool(_ENDS_A_NAME.match(after))


def _cased(word: str, between: str, previous: str, *, begins: bool) -> str:
    if word in _INSIDE and previous and not (begins and word in _ARTICLES):
        return word.lower()
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return ordinal[1] + ("er" if ordinal[1] == "1" else "e")
    is_spelt = _looks_spelt(word) and not _is_of_a_place(word, between, previous)
    return word if word in _KEPT or is_spelt else word.capitalize()


def _is_of_a_place(word: str, between: str, previous: str) -> bool:
    """ "L'OR", "LA ROCHE-SUR-YON": no acronym, but for what has figures or full stops."""
    is_joined = between == "-" and previous in _INSIDE
    return between in {"'", "’"} or (word.isalpha() and (is_joined or previous in _OVER))


def _looks_spelt(word: str) -> bool:
    """Whether a word that nobody knows is an acronym by its shape."""
    if "." in word or any(letter.isdigit() for letter in word):
        return True
    if word in _SHORT or word in _INSIDE:
        return False
    if _ROMAN.fullmatch(word) or len(word) <= 3 or _UNSAID.fullmatch(word):
        return True
    return not re.search("[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ]", word)
