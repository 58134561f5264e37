"""What a need says not to want is not read."""

from collections.abc import Collection, Sequence

import pytest

from search.understanding import What, refused, understand
from search.understanding.choosing import candidates_in
from search.understanding.needs import Need, needs_of
from search.understanding.words import Word, words_of


def named(text: str) -> str | None:
    place = understand(text).place
    return place.label if place else None


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("nettoyage pas d’ESAT", "pas d’ESAT"),
        ("nettoyage sauf ESAT", "sauf ESAT"),
        ("nettoyage sans label RGE", "sans label RGE"),
        ("nettoyage hors Paris", "hors Paris"),
        ("nettoyage hors Île-de-France", "hors Île-de-France"),
        ("nettoyage sauf Paris et Lyon", "sauf Paris et Lyon"),
        ("nettoyage mais pas ESAT", "pas ESAT"),
        ("nettoyage sans OETH", "sans OETH"),
        ("nettoyage hors élagage", "hors élagage"),
        ("nettoyage hors 44 et 85", "hors 44 et 85"),
        ("nettoyage ni Paris ni Lyon", "ni Paris ni Lyon"),
        ("nettoyage hors agglomération de Bordeaux", "hors agglomération de Bordeaux"),
        ("nettoyage sauf les départements 44 et 85", "sauf les départements 44 et 85"),
        ("nettoyage sauf Rennes, Brest et Vannes", "sauf Rennes, Brest et Vannes"),
        ("nettoyage sauf : Rennes", "sauf : Rennes"),
        ("nettoyage sauf autour de Lyon", "sauf autour de Lyon"),
        ("nettoyage en dehors de Lyon", "dehors de Lyon"),
        ("nettoyage sauf les structures ESAT", "sauf les structures ESAT"),
        ("nettoyage pas par un ESAT", "pas par un ESAT"),
        ("nettoyage sans certification RGE", "sans certification RGE"),
        ("nettoyage, on n’a pas besoin d’ESAT", "pas besoin d’ESAT"),
        ("nettoyage, je ne cherche pas d’ESAT", "pas d’ESAT"),
        ("nettoyage n’importe où mais pas Paris", "pas Paris"),
        ("nettoyage sauf bureaux", "sauf bureaux"),
        ("nettoyage à l’exception de la ville de Nantes", "exception de la ville de Nantes"),
        ("nettoyage, nous ne voulons pas d’ESAT", "pas d’ESAT"),
        ("nettoyage autre qu’ESAT", "autre qu’ESAT"),
        ("nettoyage autre que l’insertion", "autre que l’insertion"),
        ("nettoyage, autre chose qu’un ESAT", "autre chose qu’un ESAT"),
        ("nettoyage par un autre prestataire qu’un ESAT", "autre prestataire qu’un ESAT"),
        ("nettoyage ailleurs qu’à Paris", "ailleurs qu’à Paris"),
        ("nettoyage plutôt qu’un ESAT", "plutôt qu’un ESAT"),
        ("nettoyage à part les ESAT", "part les ESAT"),
        ("nettoyage sans intérim", "sans intérim"),
        ("nettoyage sans passer par l’intérim", "sans passer par l’intérim"),
        ("nettoyage surtout pas d’intérim", "surtout pas d’intérim"),
        ("nettoyage surtout pas d’élagage", "surtout pas d’élagage"),
        ("nettoyage de bureaux mais pas de vitres", "pas de vitres"),
        ("nettoyage de bureaux, pas besoin de vitres", "pas besoin de vitres"),
        ("nettoyage de bureaux sans vitres", "sans vitres"),
        ("nettoyage, pas de vitres ni de moquettes", "pas de vitres ni de moquettes"),
        ("nettoyage mais pas de vitres et de sols", "pas de vitres et de sols"),
        ("entretien espaces verts sans élagage", "sans élagage"),
        ("espaces verts mais pas d’élagage des arbres", "pas d’élagage des arbres"),
        ("traiteur à l’exception des cocktails", "exception des cocktails"),
        ("traiteur en dehors des cocktails", "dehors des cocktails"),
        ("blanchisserie, pas de location de linge", "pas de location de linge"),
        ("nettoyage sauf vitres de bureaux", "sauf vitres de bureaux"),
        ("impression sans mise sous pli", "sans mise sous pli"),
        ("entretien des locaux, vitrerie exclue", "vitrerie exclue"),
        ("nettoyage, vitres et moquettes exclues", "vitres et moquettes exclues"),
        ("entretien des locaux, vitres non comprises", "vitres non comprises"),
        ("espaces verts, élagage et désherbage exclus", "élagage et désherbage exclus"),
        ("nettoyage de bureaux, vitres et sols non inclus", "vitres et sols non inclus"),
        ("les vitres sont exclues, nettoyage de bureaux", "vitres sont exclues"),
        ("nettoyage, les vitres ne sont pas comprises", "vitres ne sont pas comprises"),
        ("nettoyage, vitres (exclues)", "vitres (exclues"),
        ("traiteur, ESAT exclus", "ESAT exclus"),
        ("traiteur, les ESAT et les EA étant exclus", "ESAT et les EA étant exclus"),
        ("nettoyage, réseau Gesat non compris", "réseau Gesat non compris"),
    ],
)
def test_what_is_refused_is_not_read(text: str, refused: str) -> None:
    understood = understand(text)

    assert [mention.what for mention in understood.mentions] == [What.SERVICE]
    assert [text[start:end] for start, end in understood.refused] == [refused]
    assert understood.text == ""


@pytest.mark.parametrize("text", ["pas d’ESAT", "pas d’ESAT svp", "surtout pas d’ESAT, merci"])
def test_alone_it_leaves_nothing_to_look_for(text: str) -> None:
    assert understand(text).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "traiteur sans gluten",
        "paiement sans contact",
        "élagage sans nacelle",
        "désherbage sans pesticides",
        "légumes hors sol",
        "épicerie sans emballage",
        "repas sans viande",
        "traiteur, vaisselle comprise",
        "traiteur pas cher",
        "tonte à faire, on n’a pas de jardinier",
    ],
)
def test_what_a_service_is_done_without_is_no_refusal(text: str) -> None:
    assert understand(text).refused == ()


@pytest.mark.parametrize(
    "text",
    [
        "ESAT pas trop cher",
        "ESAT sans rendez-vous",
        "ESAT sans tutelle",
        "on ne trouve pas d’ESAT",
        "pourquoi pas un ESAT",
        "pas que des ESAT",
        "ESAT hors sol",
        "ESAT hors les murs",
        "plutôt un ESAT",
        "un autre ESAT que celui-ci",
    ],
)
def test_how_it_is_to_be_refuses_nobody(text: str) -> None:
    assert understand(text).values(What.KIND) == ("ESAT",)
    assert understand(text).refused == ()


@pytest.mark.parametrize(
    "text",
    [
        "nettoyage pas loin de Lyon",
        "nettoyage sans contact Lyon",
        "aucun fournisseur de nettoyage à Lyon",
        "aucune structure à Lyon",
        "lutte contre l’exclusion à Lyon",
        "travaux dehors à Lyon",
        "traiteur sauf ESAT, Lyon",
        "entreprise de nettoyage ou non à Lyon",
        "nettoyage hors ESAT à Lyon",
        'sauf "ESAT" nettoyage Lyon',
        "on n’a pas trouvé d’ESAT à Lyon",
    ],
)
def test_the_place_that_is_asked_for_stays(text: str) -> None:
    assert named(text) == "Lyon (69)"


@pytest.mark.parametrize(
    ("text", "refused", "place"),
    [
        ("nettoyage hors Paris Île-de-France", "hors Paris", "Île-de-France"),
        ("nettoyage hors Paris, Île-de-France", "hors Paris", "Île-de-France"),
        ("nettoyage sauf Lyon Rhône-Alpes", "sauf Lyon", "Rhône-Alpes"),
        ("nettoyage sauf Brest, Rennes, Bretagne", "sauf Brest, Rennes", "Bretagne"),
        ("nettoyage Île-de-France, Paris exclu", "Paris exclu", "Île-de-France"),
        ("nettoyage Île-de-France, Paris non inclus", "Paris non inclus", "Île-de-France"),
        ("nettoyage en Bretagne, Rennes n’est pas incluse", "Rennes n’est pas incluse", "Bretagne"),
        ("nettoyage Bretagne, Rennes, Brest exclus", "Rennes, Brest exclus", "Bretagne"),
        ("Rhône, Lyon non compris", "Lyon non compris", "Rhône (69)"),
        ("Lyon exclu, nettoyage Rhône", "Lyon exclu", "Rhône (69)"),
    ],
)
def test_the_wider_place_around_it_is_asked_for(text: str, refused: str, place: str) -> None:
    understood = understand(text)

    assert [text[start:end] for start, end in understood.refused] == [refused]
    assert named(text) == place


@pytest.mark.parametrize("text", ["compris", "exclu", "nettoyage Lyon, exclues : vitres"])
def test_what_is_said_of_nothing_before_leaves_nothing_out(text: str) -> None:
    assert understand(text).refused == ()


@pytest.mark.parametrize("text", ["ni " * 100, "nettoyage " + "sans vitres, " * 20])
def test_what_is_asked_for_before_is_read_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(words: Sequence[Word], taken: Collection[int]) -> list[Need]:
        read.append(len(words))
        return needs_of(words, taken)

    monkeypatch.setattr(refused, "needs_of", counted)
    words = words_of(text)
    list(refused.refused_in(words, candidates_in(words)))

    assert sum(read) <= len(words)


def test_what_is_refused_parts_the_words_around_it() -> None:
    understood = understand("on ne veut pas d’ESAT en Bretagne")

    assert understood.words_of(understood.mentions[0]) == "en Bretagne"


@pytest.mark.parametrize(
    ("text", "refused", "service"),
    [
        ("pas d’intérim, nettoyage", "pas d’intérim", "nettoyage-locaux"),
        ("pas d’intérim mais nettoyage", "pas d’intérim", "nettoyage-locaux"),
        ("sauf intérim, nettoyage", "sauf intérim", "nettoyage-locaux"),
        ("pas de traiteur, plateaux repas", "pas de traiteur", "plateaux-repas"),
        (
            "pas de nettoyage industriel, nettoyage de bureaux",
            "pas de nettoyage industriel",
            "nettoyage-locaux",
        ),
        (
            "pas de nettoyage industriel et plutôt du nettoyage de bureaux",
            "pas de nettoyage industriel",
            "nettoyage-locaux",
        ),
        ("nettoyage sauf bureaux, écoles", "sauf bureaux, écoles", "nettoyage-locaux"),
        ("pas de vitres, nettoyage de bureaux", "pas de vitres", "nettoyage-locaux"),
    ],
)
def test_what_is_asked_for_after_a_refusal_is_read(text: str, refused: str, service: str) -> None:
    understood = understand(text)

    assert [text[start:end] for start, end in understood.refused] == [refused]
    assert understood.values(What.SERVICE) == (service,)


def test_what_is_done_without_is_not_asked_for() -> None:
    understood = understand("nettoyage sans produits chimiques sauf lundi")

    assert understood.values(What.SERVICE) == ("nettoyage-locaux",)
    assert understood.text == ""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("informatique, pas de site web", "pas de site web"),
        ("informatique sauf développement web", "sauf développement web"),
    ],
)
def test_beside_a_whole_family_a_service_of_it_is_refused(text: str, refused: str) -> None:
    understood = understand(text)
    offered = {
        service for a in understood.alternatives if a.instead for service in a.instead.values
    }

    assert [text[start:end] for start, end in understood.refused] == [refused]
    assert "maintenance-informatique" in offered
    assert "sites-web" not in offered | set(understood.values(What.SERVICE))


def test_who_has_nobody_looks_for_one() -> None:
    understood = understand("on n’a pas de jardinier, tonte à faire")

    assert understood.refused == ()
    assert understood.values(What.SERVICE) == ("entretien-espaces-verts",)
