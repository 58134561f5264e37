"""What a buyer types in the one box, understood."""

import pytest

from search.understanding import Mention, Understood, What, understand, well_written


def named(text: str) -> str | None:
    place = understand(text).place
    return place.label if place else None


def test_it_works() -> None:
    understood = understand("repassage limoges")

    assert understood.values(What.SERVICE) == ("repassage",)
    assert understood.place
    assert understood.place.label == "Limoges (87)"
    assert understood.text == ""


def test_nothing_is_forced_on_words_that_mean_nothing_known() -> None:
    assert understand("Tremplin") == Understood("Tremplin", text="Tremplin")


def test_words_left_over_stay_as_typed() -> None:
    assert understand("repassage Zibeline limoges").text == "Zibeline"


def test_a_long_text_is_read_to_its_end() -> None:
    place = named(
        "Bonjour, nous sommes une association de 30 salariés et nous cherchons un prestataire qui "
        "pourrait assurer le nettoyage de nos bureaux deux fois par semaine, le soir après 18h, "
        "ainsi que les vitres une fois par mois, dans nos locaux, à Villeurbanne"
    )

    assert place == "Villeurbanne (69)"


def test_beside_a_need_known_words_that_tell_nothing_of_it_are_not_left() -> None:
    assert understand("menuiserie à notre place").text == ""
    assert understand('menuiserie "à notre place"').text == '"à notre place"'


@pytest.mark.parametrize("text", ["", "   ", "-", '"', '-"', "’’", "x" * 300, "a " * 150, "\x00"])
def test_it_never_fails(text: str) -> None:
    assert understand(text).typed == text


@pytest.mark.parametrize(
    "text",
    [
        "traiteur 150 personnes Lyon",
        "location minibus samedi",
        "repassage pour trente personnes",
        "traiteur le 12 juin 2027 à 18h30",
        "nettoyage bureaux 500 m² demain",
        "traiteur 75000 Paris",  # no postcode
    ],
)
def test_how_many_and_when_say_nothing_of_who_answers_a_need(text: str) -> None:
    assert understand(text).text == ""


def test_without_a_need_they_are_words_as_others() -> None:
    assert understand("Le 106 Rouen").text == "106"
    assert understand("samedi").text == "samedi"


# Services


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("menuisiers à Clermont-Ferrand", "menuiserie-batiment"),
        ("archivage documents saint etienne", "numerisation-archivage"),
        ("vitres 44600", "nettoyage-vitres"),
        ("qui pourrait repeindre nos bureaux près d'Angers ?", "peinture-batiment"),
        ("90910000-9", "nettoyage-locaux"),
        ("repasage", "repassage"),  # a slip of the hand
        ("tretteur", "traiteur"),  # spelt by ear
        ("y a-t-il quelqu’un qui lave le linge ?", "blanchisserie"),
    ],
)
def test_a_service_is_told_by_its_name_by_everyday_words_or_by_its_code(
    text: str, service: str
) -> None:
    assert understand(text).values(What.SERVICE)[0] == service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Nettoyage de véhicules", "nettoyage-vehicules"),
        ("Travail du bois et découpe", "travail-bois"),
        ("location de mobilier angers", "location-mobilier"),
    ],
)
def test_the_name_of_a_service_is_that_service_with_its_small_words(
    text: str, service: str
) -> None:
    assert understand(text).values(What.SERVICE) == (service,)


def test_words_between_them_tell_what_none_tells_alone() -> None:
    assert understand("restauration").values(What.SERVICE) == ()
    assert understand("restauration de fauteuils").values(What.SERVICE)[0] == "restauration-meubles"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("ménage à domicile", "menage-domicile"),  # small words stand within terms
        ("vitres sales à laver", "nettoyage-vitres"),
        ("Nantes : vélo, réparateur", "reparation-velos"),  # "réparation de vélos"
        ("aide à domicile", "aide-domicile"),
    ],
)
def test_a_term_is_known_in_any_order_and_by_words_of_its_family(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE) == (service,)


def test_what_a_need_is_for_tells_less_than_what_is_needed() -> None:
    assert understand("photographe pour un restaurant").values(What.SERVICE) == ("audiovisuel",)


def test_so_do_customers_after_it() -> None:
    assert understand("collecte biodéchets restaurants").values(What.SERVICE) == ("biodechets",)
    assert understand("restaurants Lyon").values(What.SERVICE) == ("restaurant",)


def test_what_is_not_wanted_tells_no_service() -> None:
    assert understand("légumes sans pesticide").values(What.SERVICE) == ("maraichage",)


@pytest.mark.parametrize("text", ["dentiste", "notaire Nantes", "avocat en droit du travail"])
def test_what_none_of_ours_does_is_read_as_no_service(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ()


def test_it_may_be_what_another_service_is_done_to() -> None:
    assert understand("nettoyage d’ascenseur").values(What.SERVICE) == ("nettoyage-locaux",)


def test_what_words_may_tell_is_offered_and_not_forced() -> None:
    offered = [other.instead for other in understand("restauration").alternatives]

    assert all(other and other.what is What.SERVICE for other in offered)
    assert offered[0]
    assert offered[0].values == ("restauration-collective",)


@pytest.mark.parametrize(
    ("text", "surest", "less_sure"),
    [
        ("banderoles", ("signaletique",), ("impression",)),
        ("vieux papiers", ("collecte-bureau",), ("destruction-archives",)),
    ],
)
def test_what_words_may_also_mean_is_read_after_what_they_surely_mean(
    text: str, surest: tuple[str, ...], less_sure: tuple[str, ...]
) -> None:
    understood = understand(text)
    assert understood.values(What.SERVICE) == surest
    assert understood.less_sure == less_sure


def test_what_another_need_tells_is_not_said_twice() -> None:
    repassage, charpente = understand("repassage, lauze").mentions
    assert charpente.values == ("charpente-couverture",)
    assert "charpente-couverture" not in repassage.less_sure


def test_no_more_than_four_are_less_sure() -> None:
    assert len(understand("paramétrage du blog de la cousinade").less_sure) == 4


def test_each_of_them_is_offered_alone_the_surest_first() -> None:
    understood = understand("vieux meubles à repeindre")
    offered = [other.instead.values for other in understood.alternatives if other.instead]
    accepted = (*understood.values(What.SERVICE), *understood.less_sure)
    assert offered == [(service,) for service in accepted]


@pytest.mark.parametrize("text", ["vitres Sens", "Creuse", "repassage Vienne", "AI Nevers"])
def test_a_name_that_is_also_a_word_may_be_that_word(text: str) -> None:
    assert None in [other.instead for other in understand(text).alternatives]


def test_the_name_of_a_town_that_is_no_word_is_a_place() -> None:
    assert understand("repassage limoges").alternatives == ()


# Kinds, labels, networks, legal frames


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("ea imprimerie paca", What.KIND, "EA"),
        ("atelier chantier d'insertion menuiserie", What.KIND, "ACI"),
        ("EI Nevers", What.KIND, "EI"),
        ("peinture rge", What.LABEL, "rge"),
        ("jardins de cocagne", What.NETWORK, "reseau-cocagne"),
        ("agefiph sous-traitance câblage", What.LEGAL, "oeth"),
        ("marché réservé L2113-12 restauration", What.LEGAL, "l2113-12"),
        ("article L. 2113-13 nettoyage", What.LEGAL, "l2113-13"),
        ("article 2113-12 du code de la commande publique", What.LEGAL, "l2113-12"),
    ],
)
def test_the_words_of_public_purchases_are_known(text: str, what: What, value: str) -> None:
    assert understand(text).values(what) == (value,)


@pytest.mark.parametrize("text", ["L2113-12 et L2113-13", "L.2113-12, 2113-13", "L2113-12 et 13"])
def test_articles_may_be_several(text: str) -> None:
    assert understand(text).values(What.LEGAL) == ("l2113-12", "l2113-13")


@pytest.mark.parametrize(
    "text",
    [
        "J’ai besoin d’un traiteur",
        "j ai besoin de traiteur",
        "ai-je un traiteur ?",
        "je ne les ai plus",
    ],
)
def test_to_have_is_no_association_intermediaire(text: str) -> None:
    assert understand(text).values(What.KIND) == ()


@pytest.mark.parametrize("text", ["l’association Vestali", "association menuiserie Lyon"])
def test_association_is_a_way_of_speaking_beside_words_that_say_more(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.KIND) == ()
    assert "association" not in understood.text
    assert [other.instead.values for other in understood.alternatives if other.instead] == [
        ("ASSO",)
    ]


def test_so_it_is_beside_another_kind() -> None:
    assert understand("association ESAT").values(What.KIND) == ("ESAT",)


@pytest.mark.parametrize("text", ["association", "associations à Lyon"])
def test_alone_or_with_a_place_it_is_a_kind(text: str) -> None:
    assert understand(text).values(What.KIND) == ("ASSO",)


@pytest.mark.parametrize("text", ["AI Nevers", "l’AI de Nevers", "je cherche une AI à Nevers"])
def test_an_association_intermediaire_may_be_named_in_a_sentence(text: str) -> None:
    assert understand(text).values(What.KIND) == ("AI",)


@pytest.mark.parametrize(
    ("text", "what", "value", "written"),
    [
        ("imprimvert", What.LABEL, "imprimvert", "Imprim’Vert"),
        ("Emaus", What.NETWORK, "emmaus", "Emmaüs"),
        ("qualiopi", What.LABEL, "qualiopi", "qualiopi"),
    ],
)
def test_a_name_written_otherwise_is_looked_for_as_it_is_written(
    text: str, what: What, value: str, written: str
) -> None:
    (mention,) = understand(text).mentions

    assert (mention.what, mention.values) == (what, (value,))
    assert well_written(mention, text) == written


def test_insertion_is_any_kind_of_it_and_siae_those_of_the_law() -> None:
    assert "GEIQ" in understand("jardin d’insertion").values(What.KIND)
    assert understand("SIAE").values(What.KIND) == ("EI", "ETTI", "AI", "ACI", "EITI")
    assert understand("insertion professionnelle").values(What.KIND) == ()


def test_a_reserved_contract_may_be_asked_of_a_kind() -> None:
    assert understand("marché réservé ESAT").values(What.KIND) == ("ESAT",)


def test_what_one_does_is_no_network() -> None:
    assert understand("ressourcerie").values(What.SERVICE) == ("ressourcerie",)
    assert understand("réseau des ressourceries").values(What.NETWORK) == ("ressourceries",)


def test_a_reserved_contract_that_says_no_article_may_be_any() -> None:
    frames = understand("lot réservé peinture").values(What.LEGAL)

    assert {"l2113-12", "l2113-13", "l2113-15"} <= set(frames)
    assert "oeth" not in frames


# Places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("archivage saint etienne", "Saint-Étienne (42)"),
        ("vitres 44600", "44600"),
        ("vitres 44 600", "44600"),
        ("imprimerie paca", "Provence-Alpes-Côte d'Azur"),
        ("menuiserie lyon 8", "Lyon (69)"),
        ("espaces verts 67", "Bas-Rhin (67)"),
        ("traiteur au Havre", "Le Havre (76)"),
        ("palettes Boulogne-sur-Mer", "Boulogne-sur-Mer (62)"),
        ("palettes en Côte-d’Or, à Dijon", "Dijon (21)"),
        ("Brive", "Brive-la-Gaillarde (19)"),
        ("traiteur Notre-Dame-des-Landes", "Notre-Dame-des-Landes (44)"),
        ("menuiserie notre dame de gravenchon", "Port-Jérôme-sur-Seine (76)"),
        ("traiteur sarlat", "Sarlat-la-Canéda (24)"),
        ("menuiserie à Carhaix", "Carhaix-Plouguer (29)"),
        ("fournisseurs ardéchois", "Ardèche (07)"),
        ("paniers bio pays brestois", "Brest Métropole (29)"),
        ("structures normandes", "Normandie"),
        ("traiteur région parisienne", "Île-de-France"),
        ("traiteur alsacien", "Alsace"),
        ("légumes auvergnats", "Auvergne"),
        ("vitres Languedoc", "Languedoc-Roussillon"),
        ("traiteur Aquitaine", "Aquitaine"),
        ("structures néo-aquitaines", "Nouvelle-Aquitaine"),
        ("traiteur ancienne région Midi-Pyrénées", "Midi-Pyrénées"),
        ("palettes Boulogne (62)", "Boulogne-sur-Mer (62)"),
        ("62 ressourcerie", "Pas-de-Calais (62)"),
        ("île de la Réunion", "La Réunion (974)"),
        ("traiteur à Eu", "Eu (76)"),
        ("qui livre AURA", "Auvergne-Rhône-Alpes"),
        ("blanchisserie en AURA qui livre", "Auvergne-Rhône-Alpes"),
        ("En AURA, qui fait du repassage ?", "Auvergne-Rhône-Alpes"),
        ("Y a-t-il en AURA un traiteur ?", "Auvergne-Rhône-Alpes"),
        ("existe-t-il à Eu un menuisier ?", "Eu (76)"),
        ("menuisier Cher", "Cher (18)"),
        ("traiteur 10 000", "10000"),
        ("courriers à 10 000", "10000"),
        ("code postal 10000 courriers", "10000"),
        ("courriers 10 000 Troyes", "Troyes (10)"),
        ("50 000 plis Bretagne", "Bretagne"),
        ("traiteur à Quarante", "Quarante (34)"),
        ("Sens", "Sens (89)"),
        ("Creuse", "Creuse (23)"),
    ],
)
def test_a_place_is_read_wherever_it_stands(text: str, place: str) -> None:
    assert named(text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("vitres Chollet", "Cholet (49)"),
        ("nettoyage Clermnt-Ferrand", "Clermont-Ferrand (63)"),
        ("traiteur en Bretgane", "Bretagne"),
        ("vitres loire atlantque", "Loire-Atlantique (44)"),
    ],
)
def test_a_place_that_people_know_is_read_through_a_slip_of_the_hand(text: str, place: str) -> None:
    assert named(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "lot réservé peinture",
        "35 palettes",
        "repas à 30",
        'repassage "limoges"',
        "table en chêne",  # which was a commune
        "nids de poule dans la rue",  # and Rue is one
        "vanne bouchée",  # a word of its own, not Vannes
        "nous avons eu un dégât des eaux",  # and Eu is one
        "il y aura cent repas",  # nor the région that people call AURA
        "menuisier pas trop cher",
        "mise sous pli 10 000 courriers",
        "impression 10000 flyers",
        "nettoyage 10.000 m2",
        "traiteur pour douze personnes",  # La Douze is one
        "nettoyage au bois",  # no Bois-Colombes
        "lot 2 nettoyage",
        "marché public lot n° 3 menuiserie",
        "repassage sud",
        "Olonne-sur-Mer repassage",  # no Mer
    ],
)
def test_what_may_be_a_place_and_is_not_is_left(text: str) -> None:
    assert named(text) is None


def test_the_other_places_of_the_name_are_offered() -> None:
    offered = {a.instead.values[0] for a in understand("Vitry").alternatives if a.instead}

    assert "commune:51649" in offered  # Vitry-le-François


def test_a_larger_town_whose_name_goes_on_is_offered() -> None:
    offered = [a.instead.values for a in understand("Nogent").alternatives if a.instead]

    assert named("Nogent") == "Nogent (52)"
    assert offered[0] == ("commune:94052",)  # Nogent-sur-Marne


def test_a_name_that_only_looks_alike_is_not() -> None:
    assert understand("traiteur paca").alternatives == ()


def test_a_word_that_may_be_a_place_is_offered_as_a_word() -> None:
    assert None in [alternative.instead for alternative in understand("Sens").alternatives]


def test_a_count_that_is_also_a_postcode_is_offered_as_one() -> None:
    (offered,) = understand("mise sous pli 10 000 courriers").alternatives

    assert offered.of.what is What.TEXT
    assert offered.instead
    assert offered.instead.values == ("postcode:10000",)


@pytest.mark.parametrize("text", ["50 000 €", "50000€", "12 350 euros", "44300 € HT"])
def test_a_sum_is_no_postcode(text: str) -> None:
    assert named(f"nettoyage {text}") is None
    assert understand(f"nettoyage budget {text} à Lyon").text == ""
    assert understand(f"nettoyage budget {text}").alternatives == ()


@pytest.mark.parametrize("text", ["12 500 flyers", "12.500 flyers"])
def test_so_is_one_in_groups(text: str) -> None:
    assert named(text) is None
    assert named("flyers 12500") == "12500"


@pytest.mark.parametrize(
    "text", ["12 350 flyers", "75 015 bureaux à nettoyer", "nettoyage 12.350 m2"]
)
def test_how_many_is_not_looked_for(text: str) -> None:
    assert understand(text).text == ""
    assert understand(text).asides


@pytest.mark.parametrize("text", ["04 78 12 34 56 menuiserie", "menuiserie tel 06 12 34"])
def test_a_telephone_number_is_no_departement(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "traiteur 60 80 personnes",
        "traiteur 60 à 80 personnes",
        "35 et 40 palettes",
        "livraison 14 07 2026",
        "nettoyage le 14 mai",
    ],
)
def test_nor_are_counts_and_dates(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    ("text", "place", "other"),
    [
        ("traiteur Paris ou Lyon", "Paris (75)", "commune:69123"),
        ("traiteur à Paris et à Lyon", "Paris (75)", "commune:69123"),
        ("Quimper, Brest : repassage", "Quimper (29)", "commune:29019"),
        ("44 85 espaces verts", "Loire-Atlantique (44)", "departement:85"),
        ("44 et 85 espaces verts", "Loire-Atlantique (44)", "departement:85"),
        ("44 49 85 72 53", "Loire-Atlantique (44)", "departement:49"),
        ("menuiserie rue de Strasbourg à Nantes", "Nantes (44)", "commune:67482"),
        ("livraison de Paris à Lyon", "Lyon (69)", "commune:75056"),
        ("porcelaine de Limoges Paris", "Paris (75)", "commune:87085"),
        ("savon de Marseille Lille", "Lille (59)", "commune:13055"),
        ("quiche lorraine traiteur Paris", "Lorraine", "commune:75056"),
    ],
)
def test_a_second_place_is_offered(text: str, place: str, other: str) -> None:
    understood = understand(text)

    assert named(text) == place
    assert understood.text == ""
    assert understood.alternatives[0].of is understood.mention(What.PLACE)
    assert understood.alternatives[0].instead == Mention(
        What.PLACE, (other,), understood.alternatives[0].of.spans
    )


@pytest.mark.parametrize("text", ["Vitry ou Lyon", "Lyon, Vitry"])
def test_so_are_the_others_of_the_name_of_either(text: str) -> None:
    understood = understand(text)
    offered = {a.instead.values[0] for a in understood.alternatives if a.instead}

    assert {a.of for a in understood.alternatives} == {understood.mention(What.PLACE)}
    assert ("commune:51649" in offered) is text.startswith("Vitry")  # Vitry-le-François


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("nettoyage à moins de 30 km de Tours", 30),
        ("nettoyage Amiens 20km", 20),
        ("nettoyage 30 kilomètres autour de Tours", 30),
        ("nettoyage Tours 30 kms", 30),
        ("nettoyage à 2,5 km de Tours", 3),
        ("nettoyage Amiens", None),
        ("nettoyage km 4000", None),
        ("20km2 de bureaux", None),
        ("25 km/h Tours", None),
    ],
)
def test_a_distance_is_read(text: str, radius: int | None) -> None:
    assert understand(text).radius_km == radius


@pytest.mark.parametrize(
    "where",
    ["à 2,5 kilomètres de Tours", "à moins de 30 km de Tours", "Tours 30 km", "à Tours, 30km"],
)
def test_its_words_go_with_those_of_the_place(where: str) -> None:
    assert understand(f"nettoyage {where}").without_place() == "nettoyage"


@pytest.mark.parametrize(
    "text", ["nettoyage Saint-Denis 30 km", "traiteur Villeneuve 30 personnes"]
)
def test_a_number_that_counts_tells_no_place_from_its_namesakes(text: str) -> None:
    assert "(30)" not in str(named(text))


@pytest.mark.parametrize("text", ["traiteur Paris livraison Lyon", "Paris 90910000-9 Lyon"])
def test_a_place_that_stands_apart_is_no_second_one(text: str) -> None:
    assert understand(text).text in ("Paris", "Lyon")


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
        ("nettoyage à l’exception de la ville de Nantes", "exception de la ville de Nantes"),
        ("nettoyage, nous ne voulons pas d’ESAT", "pas d’ESAT"),
    ],
)
def test_what_is_refused_is_not_read(text: str, refused: str) -> None:
    understood = understand(text)

    assert [mention.what for mention in understood.mentions] == [What.SERVICE]
    assert [text[start:end] for start, end in understood.refused] == [refused]
    assert understood.text == ""


def test_alone_it_leaves_nothing_to_look_for() -> None:
    assert understand("pas d’ESAT").text == ""


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
        "entreprise de nettoyage ou non à Lyon",
        "nettoyage hors ESAT à Lyon",
        'sauf "ESAT" nettoyage Lyon',
        "on n’a pas trouvé d’ESAT à Lyon",
    ],
)
def test_the_place_that_is_asked_for_stays(text: str) -> None:
    assert named(text) == "Lyon (69)"


@pytest.mark.parametrize(
    "text", ["vous n’avez pas de traiteur", "traiteur uniquement", "il me faut un traiteur ici"]
)
def test_words_of_any_sentence_are_not_looked_for_beside_a_need(text: str) -> None:
    understood = understand(text)

    assert (understood.text, understood.values(What.SERVICE)) == ("", ("traiteur",))


def test_a_list_of_places_is_no_word() -> None:
    assert None not in [other.instead for other in understand("Loire et Cher").alternatives]


def test_a_cheese_is_no_village() -> None:
    assert named("fromage comté") is None


def test_what_is_refused_parts_the_words_around_it() -> None:
    understood = understand("on ne veut pas d’ESAT en Bretagne")

    assert understood.words_of(understood.mentions[0]) == "en Bretagne"


def test_the_lot_of_a_reserved_lot_is_offered() -> None:
    offered = [a.instead for a in understand("lot réservé peinture").alternatives if a.instead]

    assert "departement:46" in {value for mention in offered for value in mention.values}


# Codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("418 889 549 00071", "siret:41888954900071"),
        ("418.889.549.00071", "siret:41888954900071"),
        ("SIREN : 303 265 045", "siren:303265045"),
        ("FR 40 303 265 045", "siren:303265045"),
        ("56.21Z", "naf:56.21Z"),
        ("56 21 Z", "naf:56.21Z"),
    ],
)
def test_official_numbers_are_read_however_they_are_grouped(text: str, code: str) -> None:
    assert understand(text).values(What.CODE) == (code,)


def test_a_code_and_the_postcode_after_it_are_no_longer_number() -> None:
    for text in ("cpv 90910000-9 67000", "cpv 90910000-9 67 000"):
        understood = understand(text)

        assert "nettoyage-locaux" in understood.values(What.SERVICE)
        assert understood.values(What.PLACE) == ("postcode:67000",)


@pytest.mark.parametrize("text", ["50000000-5", "90000000-7"])
def test_a_division_of_the_cpv_that_holds_many_trades_offers_some(text: str) -> None:
    understood = understand(text)

    assert understood.mentions == ()
    assert [understood.words_of(other.of) for other in understood.alternatives] == [text] * 4


def test_each_service_of_a_code_is_offered() -> None:
    understood = understand("90910000-9")
    offered = [a.instead.values for a in understood.alternatives if a.instead]

    assert offered == [(service,) for service in understood.values(What.SERVICE)]


def test_the_services_of_that_very_code_are_offered_first() -> None:
    offered = [other.instead for other in understand("50000000-5").alternatives if other.instead]

    assert {offered[0].values, offered[1].values} == {("cordonnerie",), ("reparation-velos",)}


@pytest.mark.parametrize(("text", "count"), [("80000000-4", 4), ("20000000", 0), ("00000000", 0)])
def test_a_code_reads_no_service_of_other_trades(text: str, count: int) -> None:
    assert len(understand(text).values(What.SERVICE)) == count


def test_a_number_that_is_not_valid_is_a_word() -> None:
    assert understand("418 889 549 00072").mentions == ()


# What was read can be taken back


def test_a_mention_is_removed_with_the_words_that_say_it() -> None:
    understood = understand("repeindre nos bureaux près d’Angers")
    place = next(m for m in understood.mentions if m.what is What.PLACE)

    assert understood.without(place) == "repeindre nos bureaux"
    assert all(isinstance(mention, Mention) for mention in understood.mentions)
