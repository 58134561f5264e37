"""Names of persons where a structure's is expected: told, for the person alone knows.

A structure may bear somebody's name ("Jean Moulin"), hence a remark and never a refusal.
"""

import re

from domain.geography import gazetteer
from domain.kinds import KINDS, words_of
from domain.taxonomy import derived, taxonomy
from domain.text import fold
from importers.territories import LANDS

PERSON = "ce nom est peut-être celui d’une personne, et il serait public"

_CIVILITIES = frozenset(
    {"m", "mr", "mrs", "mm", "mme", "mmes", "mlle", "melle", "madame", "monsieur", "mademoiselle"}
    | {"dr", "docteur", "me", "maitre", "pr", "professeur"}
)
# The commonest of those living in France, folded; none that is also a common word of a name of
# a structure ("espérance", "aurore", "florian" for a village, "rose").
FIRST_NAMES = frozenset(
    """
    adele adrien agathe agnes alain alban albert alexandra alexandre alexis alice aline amandine
    amelie anais andre andree ange angelique anne annick annie anthony antoine antoinette arlette
    armand arnaud arthur astrid audrey aurelie aurelien axel baptiste bastien beatrice benedicte
    benjamin benoit bernadette bernard bertrand brigitte bruno camille carine carole caroline
    catherine cecile cedric celia celine chantal charles charlotte christelle christian christiane
    christine christophe claire claude claudette claudine clement colette coralie corinne cyril
    damien daniel daniele danielle david delphine denis denise diane didier dimitri dominique
    dorothee edith edouard elena eliane elisabeth elise elodie eloise emilie emma emmanuel
    emmanuelle eric estelle etienne eugenie evelyne fabien fabienne fabrice fanny fatima felix
    fernand florence francine francis franck francois francoise frederic frederique gabriel
    gabrielle gaelle genevieve geoffrey georges gerald geraldine gerard germain ghislaine gilbert
    gilles ginette gregory guillaume guy gwenaelle helene henri herve hubert hugo hugues ines
    irene isabelle jacqueline jacques jean jeanine jeanne jeannine jennifer jeremie jeremy jerome
    joel joelle jonathan joseph josette josiane julie julien juliette justine karim karine kevin
    laetitia laura laure laurence laurent laurie lea leila leon liliane lionel lisa loic louis
    louise luc lucas lucette lucie lucien lucienne ludovic lydie lydia madeleine magali marc marcel
    marcelle margaux marguerite marie marine marion marjorie marlene marthe martine maryse
    mathieu mathilde matthieu maurice maxime melanie melissa michel micheline michele mickael
    mireille mohamed monique morgane muriel myriam nadege nadia nadine nathalie nicolas nicole
    noemie noel odette odile olivia olivier pascal pascale patrice patricia patrick paul paulette
    pauline philippe pierre pierrette quentin rachel rachid raphael raymond raymonde regine
    remi remy renaud rene renee richard robert roger roland romain sabine sabrina samuel samira
    sandra sandrine sarah sebastien serge severine simon simone solange sonia sophie stephane
    stephanie suzanne sylvain sylvie tanguy theo therese thibault thierry thomas tristan valentin
    valerie vanessa veronique victor vincent virginie viviane xavier yann yannick yolande yves
    yvette yvon yvonne zoe
    ahmed aissatou ali amina antonio chloe clara enzo erwan fatiha fatoumata hassan ibrahim jade
    jocelyne jose jules kader khadija leo lina luis malika mamadou manon manuel maria mathis mehdi
    moussa mustapha nassima nathan omar pierrick quentin rosa ronan roselyne said salima sofia
    solene yacine yasmina yasmine youssef
    """.split()  # noqa: SIM905 reads better than three hundred quoted words
)
# The commonest in France, folded; none that is also a common word ("petit", "blanc", "berger").
SURNAMES = frozenset(
    """
    andre aubert aubry benard benoit bernard bertin bertrand besson blanchard bonnet bouchet
    bouvier boyer briand brunet caron carlier carpentier chauvin chevallier clement colin collet
    collin cordier delaunay denis deschamps diallo diop dubois dufour dumas dumont dupont dupuis
    dupuy durand duval etienne faure fabre fernandez ferreira fleury fournier gaillard garcia
    garnier gaudin gautier gauthier gerard germain gilbert gillet girard giraud gomez gonzalez
    grondin guerin guichard guillot guyot hamon hoarau huet humbert jacob jacquet joly klein
    lacroix lambert lamy langlois laporte lebrun leclerc leclercq lecomte lefebvre lefevre
    legrand lejeune lemaire lemaitre lemoine leroux leroy leveque lopez maillard mallet marchal
    martin martinez marty masson mathieu menard meyer michaud michel millet monnier moreau morel
    morin muller nguyen olivier pasquier payet pelletier pereira perez perret perrier perrin
    perrot philippe pichon picard poulain prevost remy renard renaud renault reynaud richard
    rivet robert robin rodriguez roger rolland rousseau roussel roux royer sanchez santos
    schmitt schneider silva simon tessier thomas traore vasseur vidal weber
    alves balde benali camara carvalho cisse coulibaly demir diaby diarra fernandes gomes
    goncalves gueye haddad huynh keita khan konate kone lopes martins ndiaye nunes
    oliveira ozturk pham rodrigues sissoko soares sylla teixeira toure tran yilmaz
    """.split()  # noqa: SIM905 the same
)
# Beside the words of the taxonomy.
STRUCTURE_WORDS = frozenset(
    """
    action agence aide alliance amis asso association associes ateliers atelier avenir cabinet
    camping centre chantier chantiers chez cie clinique coiffure collectif college comite compagnie
    conseil coop cooperative ecole ecurie editions domaine elec emploi energies entraide entreprise
    espace esperance ets etablissement etablissements et evenements familles ferme fils fondation
    foyer france freres groupe industries institut insertion interim jardin jardins laboratoire les
    lycee maison mairie mission mutuelle partage pepinieres pharmacie plateforme pole recyclerie
    regie relais reseau residence ressourcerie restaurant saint sainte salon sarl sas scic scop
    service services societe solidaire solidarite solidarites solutions studio terre travail union
    village ville
    """.split()  # noqa: SIM905 the same
)
# Family names that are also words of a trade or of the taxonomy, among the commonest.
FAMILY_NAMES = frozenset(
    {"bois", "boulanger", "charpentier", "cordonnier", "couturier", "gros", "jardin", "jardinier"}
    | {"macon", "menuisier", "page", "pain", "peintre", "petit", "port", "salle"}
)
_TRADE = re.compile(r".{3,}(?:erie|tion)s?")  # "bijouterie", "rénovation": nobody's name
_PARTICLES = frozenset({"de", "du", "le", "la", "d", "van", "von", "ben", "el", "da", "dos"})
# How those who work alone, under their own name, say so around it.
_ALONE = re.compile(
    r"\b(?:auto[- ]?entrepreneu(?:r|se)|micro[- ]?entrepr(?:eneu(?:r|se)|ise)|artisane?|tih|eirl|ei"
    r"|entreprise individuelle|entrepreneu(?:r|se) individuel(?:le)?|ind[ée]pendante?)\b",
    re.IGNORECASE,
)
_LEFT_AROUND = re.compile(r"\(\s*\)|(?<!\S)[-–—,:;/]+(?!\S)|[,:;](?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_MOST_WORDS = 4
# "de la Fontaine" is a family's name, though also a small town's.
_TOWN = 50_000  # inhabitants
_OF_A_LAND = re.compile(r".+ (?:du|des?|d|de la|de l) (.+)")


def may_name_a_person(text: str) -> bool:
    """Whether a civility, a first name or a common surname is anywhere in it.

    Its other words may then be the rest of a name.
    """
    return not (_CIVILITIES | FIRST_NAMES | SURNAMES).isdisjoint(fold(text).split())


def is_person(name: str) -> bool:
    """A first name or a common surname with others and nothing else, in any order: "DUPONT Jeanne".

    After a civility, any name that no word says a structure's: "M. et Mme Petit". That they work
    alone does not count: "LE GALL Yann (auto-entrepreneur)".
    """
    words = _without_status(name).replace("&", " et ").split()
    named = _without_civilities(words)
    if not 1 <= len(named) <= _MOST_WORDS or not all(map(_is_name, named)):
        return False
    if len(named) < len(words):
        return not _says_structure(named)
    rest = [word for word in words if fold(word) not in _PARTICLES]
    if len(rest) not in {2, 3} or _says_structure(rest):
        return False
    is_named = any(_is_first_name(word) or fold(word) in SURNAMES for word in (rest[0], rest[-1]))
    return is_named and not _is_of_a_land(name)


def _without_status(name: str) -> str:
    return _LEFT_AROUND.sub(" ", _ALONE.sub(" ", name)) if _ALONE.search(name) else name


def _is_of_a_land(name: str) -> bool:
    """ "Ecopôle du Léon": nobody bears the name of a land, or of a town, after such a word."""
    found = _OF_A_LAND.fullmatch(fold(name))
    return found is not None and _is_land(found[1])


def _is_land(folded: str) -> bool:
    places = gazetteer()
    if folded in LANDS or places.region(folded) or places.departement(folded):
        return True
    return any(commune.population >= _TOWN for commune in places.communes_named(folded))


def _without_civilities(words: list[str]) -> list[str]:
    """ "M. et Mme Petit" by the name alone."""
    for rank, word in enumerate(words):
        if fold(word) not in (_CIVILITIES if rank == 0 else _CIVILITIES | {"et"}):
            return words[rank:]
    return []


def _is_name(word: str) -> bool:
    return bool(_WORD.fullmatch(word))


def _is_first_name(word: str) -> bool:
    """ "Jean-Pierre" by its first part."""
    return next(iter(fold(word).split()), "") in FIRST_NAMES


def _says_structure(words: list[str]) -> bool:
    """Whether any word is one that structures use of themselves, in any form."""
    parts = {part for word in words for part in fold(word).split()} - FAMILY_NAMES - _PARTICLES
    return any(map(_is_of_structures, parts))


def _is_of_structures(word: str) -> bool:
    known = _structure_words()
    return word in known or f"{word}s" in known or _TRADE.fullmatch(word) is not None


@derived()
def _structure_words() -> frozenset[str]:
    known = taxonomy()
    wordings = [words_of(kind) for kind in KINDS.values()]
    wordings += [(s.label, *s.synonyms) for s in known.services.values()]
    wordings += [(n.id, n.label, *n.synonyms) for n in known.networks.values()]
    said = {part for words in wordings for one in words for part in fold(one).split()}
    return STRUCTURE_WORDS | {part for part in said - FIRST_NAMES if len(part) > 2}
