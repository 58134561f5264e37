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
        "traiteur pr 50 pers",
        "traiteur ds une salle avc qq tables svp",
        "bonjour Madame, un traiteur s’il vous plaît, cordialement",
        "traiteur 50 pers maximum",
        *("bjr jai besoin de ts traiteurs", "traiteur 80p", "traiteur 12000ex", "traiteur 2,5 t"),
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


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("une boîte qui fait le ménage", "nettoyage-locaux"),
        ("boîte de nettoyage", "nettoyage-locaux"),
        ("boîte de com", "agence-communication"),
        ("boîte aux lettres", "distribution-prospectus"),
        ("distribution en boîte", "distribution-prospectus"),
    ],
)
def test_a_company_that_people_call_a_box_tells_no_service(text: str, service: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == (service,)
    assert (understood.text, understood.asides) == ("", ())


def test_words_between_them_tell_what_none_tells_alone() -> None:
    assert understand("recyclage").values(What.SERVICE) == ()
    assert understand("recyclage de palettes").values(What.SERVICE) == ("palettes-caisses",)
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


def test_whom_a_longer_term_names_is_looked_for_with_it() -> None:
    understood = understand("prestataire pour restaurant d’entreprise")

    assert understood.words_of(*understood.mentions) == "restaurant entreprise"


@pytest.mark.parametrize("text", ["repas pour une crèche", "repas pour les crèches"])
def test_whom_a_need_is_for_is_not_looked_for_with_it(text: str) -> None:
    understood = understand(text)
    (need,) = understood.mentions

    assert need.values == ("restauration-collective",)
    assert understood.words_of(need) == "repas"
    assert understood.text == ""


def test_when_tells_no_service() -> None:
    read = understand("nettoyage école pendant les vacances").values(What.SERVICE)
    assert read == ("nettoyage-locaux",)


@pytest.mark.parametrize(
    ("text", "service", "other"),
    [
        ("nettoyage de panneaux solaires", "nettoyage-vitres", "energie-citoyenne"),
        ("recyclage de mobilier de bureau", "mobilier-reemploi", "fabrication-mobilier"),
        ("travaux de mise en accessibilité ERP", "multiservices-batiment", "conseil-rse"),
    ],
)
def test_a_term_within_a_longer_one_tells_little(text: str, service: str, other: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == (service,)
    assert other not in understood.less_sure


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("La Poste", "impression"),
        ("reprise de PC", "couture-retouche"),
        ("tasse", "vrd-terrassement"),
    ],
)
def test_a_word_of_its_own_is_no_form_of_a_verb(text: str, service: str) -> None:
    """Of "poster", "repriser", "tasser"."""
    understood = understand(text)
    assert service not in (*understood.values(What.SERVICE), *understood.less_sure)


def test_a_meal_that_is_delivered_is_no_book() -> None:
    delivered = understand("repas chaud livré seniors")

    assert delivered.values(What.SERVICE) == ("portage-repas", "plateaux-repas")
    assert "livres" not in delivered.less_sure
    assert understand("livre d’occasion").values(What.SERVICE) == ("livres",)


def test_what_is_not_wanted_tells_no_service() -> None:
    assert understand("légumes sans pesticide").values(What.SERVICE) == ("maraichage",)


@pytest.mark.parametrize("text", ["dentiste", "notaire Nantes", "avocat en droit du travail"])
def test_what_none_of_ours_does_is_read_as_no_service(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ()


def test_it_may_be_what_another_service_is_done_to() -> None:
    assert understand("nettoyage d’ascenseur").values(What.SERVICE) == ("nettoyage-locaux",)


def test_what_words_may_tell_is_offered_and_not_forced() -> None:
    offered = [other.instead for other in understand("recyclage").alternatives]

    assert all(other and other.what is What.SERVICE for other in offered)
    assert offered[0]
    assert offered[0].values == ("collecte-bureau",)


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
        ("recrutement BOE", What.LEGAL, "oeth"),
        ("bénéficiaires de l’obligation d’emploi", What.LEGAL, "oeth"),
        ("marché réservé L2113-12 restauration", What.LEGAL, "l2113-12"),
        ("secteur adapté et protégé", What.LEGAL, "l2113-12"),
        ("établissements protégés", What.LEGAL, "l2113-12"),
        ("travail protégé", What.LEGAL, "l2113-12"),
        ("article L. 2113-13 nettoyage", What.LEGAL, "l2113-13"),
        ("article 2113-12 du code de la commande publique", What.LEGAL, "l2113-12"),
    ],
)
def test_the_words_of_public_purchases_are_known(text: str, what: What, value: str) -> None:
    assert understand(text).values(what) == (value,)


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


@pytest.mark.parametrize(
    "text",
    [
        "notre fondation cherche un traiteur",
        "notre mutuelle cherche un traiteur",
        "mon ESAT ne trouve plus de traiteur",
        "nous sommes une SCIC et cherchons un traiteur",
        "je suis directeur d’un ESAT et je cherche un traiteur",
        "je travaille dans une fondation, traiteur svp",
        "en tant que coopérative, on veut un traiteur",
        "traiteur pour notre entreprise adaptée (EA)",
        "une SCIC de Lyon a besoin d’un traiteur",
        *("ESAT cherche traiteur", "ESAT recherche traiteur", "nos ESAT cherchent un traiteur"),
        "en tant qu’ESAT nous cherchons un traiteur",
    ],
)
def test_the_kind_of_who_asks_is_offered(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.KIND) == ()
    assert understood.values(What.SERVICE) == ("traiteur",)
    assert understood.text == ""
    assert [a.instead.what for a in understood.alternatives if a.instead] == [What.KIND]


@pytest.mark.parametrize(
    "text",
    [
        "notre ESAT",
        "monter notre ESAT",
        "nous sommes à la recherche d’un ESAT en espaces verts",
        "je suis responsable achats, je cherche un ESAT en blanchisserie",
        "un ESAT, nous avons besoin de nettoyage",
        "un ESAT pour notre traiteur",
        "quel ESAT cherche du conditionnement",
        "notre ESAT cherche un ESAT en espaces verts",
        "nettoyage pour notre sous-traitance ESAT conditionnement",
        "notre sous-traitant ESAT espaces verts",
        "notre AO ESAT espaces verts",
        "notre CCTP : uniquement ESAT nettoyage",
        "mon ESAT préféré pour l’impression",
        "nos ESAT partenaires pour le traiteur",
        "notre ESAT le plus proche, impression",
        "personne qui travaille en ESAT pour mise sous pli",
        "une équipe qui travaille dans un ESAT pour les espaces verts",
        "on travaille en ESAT pour l’impression",
        "ESAT recherche et développement câblage",
        "ESAT recherche documentaire archives",
        "ESAT recherche de fuite",
        "recherche ESAT recherche blanchisserie",
        "recherche ESAT souhaite nettoyage",
    ],
)
def test_the_kind_of_who_is_to_answer_is_read(text: str) -> None:
    assert understand(text).values(What.KIND) == ("ESAT",)


def test_an_association_that_is_of_another_kind_asks_too() -> None:
    assert understand("notre association ESAT cherche un traiteur").values(What.KIND) == ()


def test_kinds_that_are_joined_are_of_the_same() -> None:
    text = "nettoyage, nous travaillons pour des ESAT et EA"

    assert understand(text).values(What.KIND) == ()
    for asked in ("tant en ESAT qu’en EA, nettoyage", "nos ESAT et EA partenaires, nettoyage"):
        assert understand(asked).values(What.KIND) == ("ESAT", "EA")


def test_a_clause_is_of_what_is_bought() -> None:
    assert "ACI" in understand("espaces verts avec notre clause d’insertion").values(What.KIND)


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


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("débarrasser d’un vieux photocopieur", "deee"),
        ("récupérer nos invendus alimentaires", "approvisionnement-bio"),
        ("assembler des stylos", "assemblage-montage"),
    ],
)
def test_a_verb_tells_what_is_done_with_the_thing(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE)[0] == service


def test_to_subcontract_to_the_disabled_asks_for_those_who_employ_them() -> None:
    understood = understand("sous-traitance handicap")

    assert understood.values(What.KIND) == ("ESAT", "EA", "EATT", "TIH")
    assert understood.values(What.SERVICE) == ()


@pytest.mark.parametrize("text", ["nettoyage bio Lyon", "plateaux repas bio", "traiteur bio"])
def test_bio_is_a_way_of_doing_what_is_needed(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.LABEL) == ()
    assert "bio" in understood.words_of(understood.mentions[0])


@pytest.mark.parametrize("text", ["bio", "ESAT bio", "traiteur certifié bio", "traiteur AB"])
def test_without_a_need_or_said_as_one_it_is_a_label(text: str) -> None:
    assert understand(text).values(What.LABEL) == ("agriculture-biologique",)


@pytest.mark.parametrize(
    "text",
    [
        *("envie de changer de traiteur", "on a envie d’un traiteur", "selon vos envies traiteur"),
        *("un traiteur qui fait envie", "la diversité culturelle, traiteur"),
        "un traiteur à l’envie",
    ],
)
def test_a_word_of_everyday_speech_is_no_name(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == ("traiteur",)
    assert understood.values(What.NETWORK) == understood.values(What.LABEL) == ()


@pytest.mark.parametrize("text", ["Envie", "Envie Nantes", "Envie traiteur", "chez Envie"])
def test_a_name_that_is_a_word_is_read_where_it_stands_as_one(text: str) -> None:
    assert understand(text).values(What.NETWORK) == ("reseau-envie",)


@pytest.mark.parametrize(
    "text", ["Diversité", "label diversité traiteur", "traiteur labellisé diversité"]
)
def test_so_is_a_label(text: str) -> None:
    assert understand(text).values(What.LABEL) == ("diversite",)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("fondations béton", "maconnerie"),
        ("fondations spéciales", "maconnerie"),
        ("fondations de la crèche", "maconnerie"),
        ("fondations de l’école", "maconnerie"),
        ("insertion d’une annonce", "agence-communication"),
        ("groupement d’employeurs", "groupement-employeurs"),
        ("groupement d’employeurs agricole", "groupement-employeurs"),
        ("coopératives d’activités et d’emploi", "accompagnement-projets"),
        ("CAE", "accompagnement-projets"),
    ],
)
def test_words_of_a_service_are_no_kind(text: str, service: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == (service,)
    assert understood.values(What.KIND) == ()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("CAE bâtiment", "maconnerie"),
        ("CAE informatique", "sites-web"),
        ("coopérative d’activité et d’emploi menuiserie", "menuiserie-batiment"),
    ],
)
def test_beside_a_trade_who_does_it_is_a_kind(text: str, service: str) -> None:
    understood = understand(text)

    assert understood.values(What.KIND) == ("SCOP", "SCIC", "COOP")
    assert service in understood.values(What.SERVICE)
    assert "accompagnement-projets" not in understood.values(What.SERVICE)


@pytest.mark.parametrize("service", ["traiteur", "maraichage"])
def test_insertion_is_a_kind_beside_a_trade(service: str) -> None:
    understood = understand(f"{service} d’insertion")

    assert understood.values(What.SERVICE) == (service,)
    assert "ACI" in understood.values(What.KIND)


def test_who_gardens_is_no_planter() -> None:
    assert understand("un jardinier").values(What.SERVICE) == ("entretien-espaces-verts",)
    assert "mobilier-exterieur" in understand("une jardinière").values(What.SERVICE)


def test_a_restaurant_d_insertion_is_one_whoever_runs_it() -> None:
    understood = understand("restaurant d’insertion")

    assert (understood.values(What.SERVICE), understood.values(What.KIND)) == (("restaurant",), ())


@pytest.mark.parametrize(
    "text",
    [
        *("fondations", "fondations de Bretagne", "fondation nettoyage"),
        *("fondation du Collège de France traiteur", "Fondation Pont-Neuf impression"),
    ],
)
def test_a_foundation_is_a_kind_elsewhere(text: str) -> None:
    assert understand(text).values(What.KIND) == ("FONDATION",)


def test_a_group_of_employers_for_insertion_is_a_geiq() -> None:
    assert understand("groupement d’employeurs pour l’insertion").values(What.KIND) == ("GEIQ",)


def test_several_of_one_kind_may_be_said_by_its_initials() -> None:
    assert understand("EAs et ACIs").values(What.KIND) == ("EA", "ACI")
    assert understand("10 PCs reconditionnés").place is None


@pytest.mark.parametrize("text", ["coopérative", "coopératives menuiserie", "société coopérative"])
def test_a_cooperative_is_of_any_kind_that_is_one(text: str) -> None:
    assert understand(text).values(What.KIND) == ("SCOP", "SCIC", "COOP")


def test_of_two_kinds_the_narrower_is_meant() -> None:
    understood = understand("coopératives du bâtiment (Scop)")

    assert understood.values(What.KIND) == ("SCOP",)


def test_a_reserved_contract_may_be_asked_of_a_kind() -> None:
    assert understand("marché réservé ESAT").values(What.KIND) == ("ESAT",)


def test_what_one_does_is_no_network() -> None:
    assert understand("ressourcerie").values(What.SERVICE) == ("ressourcerie",)
    assert understand("réseau des ressourceries").values(What.NETWORK) == ("ressourceries",)


def test_a_reserved_contract_that_says_no_article_may_be_any() -> None:
    frames = understand("lot réservé peinture").values(What.LEGAL)

    assert {"l2113-12", "l2113-13", "l2113-15"} <= set(frames)
    assert "oeth" not in frames


@pytest.mark.parametrize(
    "text",
    [
        "nettoyage de la réserve",
        "levée de réserves",
        "salle réservée",
        "parking réservé",
        "réserve",
    ],
)
def test_what_is_kept_for_somebody_is_no_contract(text: str) -> None:
    assert understand(text).values(What.LEGAL) == ()
    assert understand(f"{text}, clause réservée").values(What.LEGAL)


@pytest.mark.parametrize(
    "text",
    [
        *("vous n’avez pas de traiteur", "traiteur uniquement", "il me faut un traiteur ici"),
        *("traiteur sous-traitance", "siret traiteur", "celui-ci, traiteur"),
    ],
)
def test_words_of_any_sentence_are_not_looked_for_beside_a_need(text: str) -> None:
    understood = understand(text)

    assert (understood.text, understood.values(What.SERVICE)) == ("", ("traiteur",))


def test_a_word_that_is_joined_to_another_is_left_with_it() -> None:
    assert understand("tatouage avant-bras à Bordeaux").text == "tatouage avant bras"


# What was read can be taken back


def test_a_mention_is_removed_with_the_words_that_say_it() -> None:
    understood = understand("repeindre nos bureaux près d’Angers")
    place = next(m for m in understood.mentions if m.what is What.PLACE)

    assert understood.without(place) == "repeindre nos bureaux"
    assert all(isinstance(mention, Mention) for mention in understood.mentions)
