"""What a person types as a place is found, the best reading first."""

import pytest

from domain.geography import Gazetteer, Place, gazetteer
from domain.geography.names import canonical
from domain.geography.tables import COMMUNES_OTHERWISE


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def labels(found: list[Place]) -> list[str]:
    return [place.label for place in found]


def first(places: Gazetteer, text: str) -> tuple[str, str]:
    best = places.find(text)[0]
    return best.level, best.label


def test_it_finds_a_commune(places: Gazetteer) -> None:
    angers = places.find("Angers")[0]

    assert (angers.level, angers.code, angers.label) == ("commune", "49007", "Angers (49)")
    assert angers.communes == ("49007",)
    assert angers.departements == ("49",)
    assert angers.regions == ("52",)


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("st etienne", "Saint-Étienne (42)"),
        ("SAINT ETIENNE", "Saint-Étienne (42)"),
        ("Villeneuve d’Ascq", "Villeneuve-d'Ascq (59)"),
        ("chalon s/ saone", "Chalon-sur-Saône (71)"),
        ("aulnay ss bois", "Aulnay-sous-Bois (93)"),
        ("Angers Cedex 9", "Angers (49)"),
        ("rochelle", "La Rochelle (17)"),
        ("Nouméa", "Nouméa (988)"),
    ],
)
def test_a_name_is_found_however_it_is_written(places: Gazetteer, typed: str, commune: str) -> None:
    assert first(places, typed) == ("commune", commune)


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("Anger", "Angers (49)"),
        ("Clermont Ferand", "Clermont-Ferrand (63)"),
        ("marseile", "Marseille (13)"),
        ("lhay les roses", "L'Haÿ-les-Roses (94)"),
        ("Grenobel", "Grenoble (38)"),
    ],
)
def test_typos_are_forgiven(places: Gazetteer, typed: str, commune: str) -> None:
    assert first(places, typed) == ("commune", commune)


def test_an_exact_name_comes_before_more_populous_beginnings(places: Gazetteer) -> None:
    found = labels(places.find("Bagnols"))

    assert found[0] == "Bagnols (69)"
    assert "Bagnols-sur-Cèze (30)" in found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Clermont", ["Clermont-Ferrand (63)", "Clermont (60)"]),
        ("Saint-Ouen", ["Saint-Ouen-sur-Seine (93)", "Saint-Ouen (41)"]),
        ("Bourg", ["Bourg-en-Bresse (01)"]),
        ("Villefranche", ["Villefranche-sur-Saône (69)"]),  # one joined another commune
        ("La Chapelle", ["La Chapelle-sur-Erdre (44)"]),
        ("Neuilly", ["Neuilly-sur-Seine (92)"]),
    ],
)
def test_a_large_town_comes_before_villages_that_bear_the_beginning_of_its_name(
    places: Gazetteer, typed: str, found: list[str]
) -> None:
    assert labels(places.find(typed, limit=len(found))) == found


def test_a_word_that_begins_many_names_names_none(places: Gazetteer) -> None:
    assert places.named("petit") == []
    assert "Saint-Étienne (42)" not in labels(places.named("saint"))


def test_an_exact_name_leaves_typos_out(places: Gazetteer) -> None:
    assert "Lyons-la-Forêt (27)" in labels(places.find("Lyon"))
    assert "Loon-Plage (59)" not in labels(places.find("Lyon", limit=100))
    assert not [label for label in labels(places.find("Évry", limit=100)) if "vry" not in label]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Évry", ["Évry-Courcouronnes (91)", "Évry (89)"]),  # once Évry itself
        ("Montaigu", ["Montaigu-Vendée (85)", "Montaigu (02)"]),
        ("Pringy", ["Pringy (77)", "Annecy (74)"]),  # another Pringy joined Annecy
        ("Épinay", ["Épinay-sur-Seine (93)", "Mesnil-en-Ouche (27)"]),  # none is just Épinay
        ("Bagnols", ["Bagnols (69)", "Bagnols-sur-Cèze (30)"]),
    ],
)
def test_far_more_populous_communes_are_offered_beside_an_exact_name(
    places: Gazetteer, typed: str, found: list[str]
) -> None:
    assert labels(places.find(typed, limit=len(found))) == found


def test_homonyms_all_come_most_populous_first(places: Gazetteer) -> None:
    found = [p for p in places.find("Saint-Martin", limit=50) if p.name == "Saint-Martin"]

    assert {p.departements[0] for p in found} == {"978", "65", "32", "67", "54"}
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


def test_a_limit_is_kept(places: Gazetteer) -> None:
    assert len(places.find("saint", limit=3)) == 3


@pytest.mark.parametrize("nonsense", ["", "  ", "?", "zzzzzzzz", "999", "99999", "Angers " * 1000])
def test_what_is_no_place_finds_nothing(places: Gazetteer, nonsense: str) -> None:
    assert places.find(nonsense) == []


def test_a_postcode_gives_its_communes(places: Gazetteer) -> None:
    postcode, biggest, *_ = places.find("49400")

    assert (postcode.level, postcode.label) == ("postcode", "49400")
    assert biggest.label == "Saumur (49)"
    assert biggest.code in postcode.communes
    assert len(postcode.communes) > 5


def test_a_region_code_is_read_after_the_departement_s(places: Gazetteer) -> None:
    assert [place.label for place in places.find("52")] == ["Haute-Marne (52)", "Pays de la Loire"]
    assert [place.label for place in places.find("R52")] == ["Pays de la Loire"]


def test_an_insee_code_is_read(places: Gazetteer) -> None:
    assert first(places, "35238") == ("commune", "Rennes (35)")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("49", "Maine-et-Loire (49)"),
        ("maine et loire", "Maine-et-Loire (49)"),
        ("2a", "Corse-du-Sud (2A)"),
        ("974", "La Réunion (974)"),
        ("1", "Ain (01)"),
        ("réunion", "La Réunion (974)"),
    ],
)
def test_a_departement_is_read_by_number_or_name(places: Gazetteer, typed: str, label: str) -> None:
    assert first(places, typed) == ("departement", label)


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("pays de la loire", "Pays de la Loire"),
        ("ile-de-france", "Île-de-France"),
        ("PACA", "Provence-Alpes-Côte d'Azur"),
        ("idf", "Île-de-France"),
    ],
)
def test_a_region_is_read_by_its_names(places: Gazetteer, typed: str, region: str) -> None:
    assert first(places, typed) == ("region", region)


@pytest.mark.parametrize("typed", ["midi pyrenees", "Rhône-Alpes", "Nord Pas-de-Calais"])
def test_a_former_region_is_itself_and_no_larger(places: Gazetteer, typed: str) -> None:
    former, *others = places.find(typed)

    assert former.level == "former_region"
    (region,) = former.regions
    assert places.region(typed) in others
    today = places.region(region)
    assert today
    assert set(former.communes) < set(today.communes)


@pytest.mark.parametrize(
    ("typed", "epci"),
    [
        ("Nantes Métropole", "Nantes Métropole (44)"),
        ("angers loire métropole", "CU Angers Loire Métropole (49)"),
        ("communauté de communes Faucigny Glières", "CC Faucigny - Glières (74)"),
    ],
)
def test_an_epci_is_read_with_or_without_its_type(places: Gazetteer, typed: str, epci: str) -> None:
    assert first(places, typed) == ("epci", epci)


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("Angers (49)", "Angers (49)"),
        ("49000 Angers", "Angers (49)"),
        ("Saint-Denis, La Réunion", "Saint-Denis (974)"),
        ("saint denis 93", "Saint-Denis (93)"),
        ("Saint-Martin (Gers)", "Saint-Martin (32)"),
        ("anger 49", "Angers (49)"),
    ],
)
def test_a_departement_or_a_postcode_tells_homonyms_apart(
    places: Gazetteer, typed: str, commune: str
) -> None:
    assert first(places, typed) == ("commune", commune)


def test_what_is_shown_can_be_typed_back(places: Gazetteer) -> None:
    for code in places.codes[::150]:
        place = places.place("commune", code)

        assert place is not None
        assert place in places.find(place.label, limit=2)


@pytest.mark.parametrize(
    "typed",
    ["Paris 13", "Paris 13e", "PARIS 13EME ARRONDISSEMENT", "75013", "75113", "paris"],
)
def test_arrondissements_lead_to_their_commune(places: Gazetteer, typed: str) -> None:
    assert places.find(typed)[0].communes == ("75056",)


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("Saint-Pierre-sur-Dives", "Saint-Pierre-en-Auge (14)"),
        ("Champtoceaux", "Orée d'Anjou (49)"),
        ("Châlons-sur-Marne", "Châlons-en-Champagne (51)"),
        ("Courcouronnes", "Évry-Courcouronnes (91)"),
        ("49069", "Orée d'Anjou (49)"),
    ],
)
def test_former_communes_lead_to_todays(places: Gazetteer, typed: str, today: str) -> None:
    assert first(places, typed) == ("commune", today)


def test_communes_called_otherwise_exist_and_are_called_so(places: Gazetteer) -> None:
    for code, names in COMMUNES_OTHERWISE.items():
        for name in names:
            assert canonical(name) == name
            assert places.find(name)[0].code == code


def test_a_word_that_is_a_departement_and_a_commune_offers_both(places: Gazetteer) -> None:
    found = [(p.level, p.label) for p in places.find("Creuse")]

    assert found[:2] == [("departement", "Creuse (23)"), ("commune", "Creuse (80)")]


def test_readings_of_the_same_communes_are_offered_once(places: Gazetteer) -> None:
    territories = [place.communes for place in places.find("Mayotte")]

    assert len(territories) == len(set(territories))


# As one types


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ang", "Angers (49)"),
        ("nant", "Nantes (44)"),  # not yet the village of Nant
        ("nant 12", None),  # nothing is read within another
        ("vitre", "Vitré (35)"),
        ("44", "Loire-Atlantique (44)"),
        ("angrs", None),  # nothing is mended
        ("", None),
    ],
)
def test_a_name_begun_is_found_and_nothing_is_mended(typed: str, first: str | None) -> None:
    assert [place.label for place in gazetteer().begun(typed, 1)] == ([first] if first else [])
