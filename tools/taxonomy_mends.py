"""What build_taxonomy adds to the reference, or mends in it (docs/decisions/taxonomy.md)."""

# Words with several meanings beyond those the reference declares: services (lower case),
# kinds (capitals) and labels share them.
AMBIGUOUS = {
    "intérim d'insertion": ["interim-insertion", "ETTI"],
    "ETTI": ["interim-insertion", "ETTI"],
    "GEIQ": ["groupement-employeurs", "GEIQ"],
    "groupement d'employeurs": ["groupement-employeurs", "GEIQ"],
    "EITI": ["travail-independant", "EITI"],
    "TIH": ["travail-independant", "TIH"],
    "CAE": ["accompagnement-projets", "COOP"],
    "mutuelle": ["mutuelle-prevoyance", "MUTUELLE"],
    "commerce équitable": ["cafe-the-equitable", "fairtrade-max-havelaar"],
    "achats responsables": ["conseil-rse", "rfar"],
}

# Synonyms that find a service when a buyer types them, but prove nothing when a supplier writes
# them about itself: "personnes en situation de handicap" is no offer of awareness training.
BROAD_WORDS = [
    *("handicap", "diversité", "inclusion", "environnement", "réemploi", "occasion", "table"),
    *("réseaux", "auto", "régie", "intégration", "recette", "évaluation", "classement", "guide"),
    *("compagnie", "serveur", "jardins", "pierre", "marais", "littoral", "placement", "concession"),
    *("concessions", "commerce équitable", "développement durable", "remplacement", "archives"),
    *("réception", "accueil physique", "dépannage", "copies", "recrutement", "alternance"),
    *("apprentissage", "mutuelle", "ETTI", "GEIQ", "EITI", "TIH", "CAE", "groupement d'employeurs"),
    *("intérim d'insertion", "achats responsables", "RSE", "sorties", "café", "table"),
]

CAUTION = (
    "Information d’aide, pas un conseil juridique. Vérifiez les textes en vigueur et les "
    "justificatifs de la structure avant de réserver un marché ou de déclarer une déduction."
)

RULE_OF = {
    "l2113-12": "L2113_12",
    "l2113-13": "L2113_13",
    "l2113-13-1": "L2113_13_1",
    "l2113-14": "L2113_14",
    "l2113-15": "L2113_15",
    "oeth": "OETH",
}

FRAMES = {
    "l2113-12": {
        "label": "Marché réservé au handicap (L2113-12)",
        "article": "article L2113-12 du code de la commande publique",
    },
    "l2113-13": {
        "label": "Marché réservé à l’insertion (L2113-13)",
        "article": "article L2113-13 du code de la commande publique",
    },
    "l2113-13-1": {
        "label": "Marché réservé au travail pénitentiaire (L2113-13-1)",
        "article": "article L2113-13-1 du code de la commande publique",
    },
    "l2113-14": {
        "label": "Marché réservé au handicap et à l’insertion (L2113-14)",
        "article": "article L2113-14 du code de la commande publique",
    },
    "l2113-15": {
        "label": "Marché réservé à l’ESS (L2113-15)",
        "article": "article L2113-15 du code de la commande publique",
    },
    "oeth": {
        "label": "Déduction OETH",
        "article": "obligation d’emploi des travailleurs handicapés (code du travail)",
    },
}

# The reference's answers, weakest first, and ours.
ANSWERS = {
    "non": "non",
    "selon_type": "conditionnel",
    "a_verifier": "conditionnel",
    "prudence": "conditionnel",
    "conditionnel": "conditionnel",
    # What the contract must be about is the buyer's side; on the supplier's side the kind is enough.
    "oui_services_listes": "oui",
    "oui": "oui",
}

CONDITIONS = {
    "selon_type": "Ce statut seul ne suffit pas : il faut aussi être une structure du handicap ou "
    "de l'insertion, ou une structure équivalente.",
    "a_verifier": "À vérifier au cas par cas : demandez l'attestation de la structure avant toute "
    "déduction.",
    "prudence": "Catégorie expérimentale : par prudence, vérifiez la convention en cours.",
    "conditionnel": "Si la structure, ou l'organisme qui la gère, relève de l'économie sociale et "
    "solidaire, et pour les seuls services listés par l'article.",
}

KIND_LABELS = {
    "ESAT": "Établissement et service d'accompagnement par le travail",
    "ASSO": "Association",
    "COOP": "Coopérative",
    "MUTUELLE": "Mutuelle",
}

KIND_SHORTS = {
    "SEP": "Travail en prison",
    "ASSO": "Association",
    "SCOP": "Scop",
    "SCIC": "Scic",
    "COOP": "Coopérative",
    "MUTUELLE": "Mutuelle",
    "FONDATION": "Fondation",
    "SOC_ESS": "Société de l’ESS",
}

KIND_SYNONYMS = {
    "ESAT": [
        "établissement et service d'aide par le travail (ESAT)",
        "centre d'aide par le travail",
    ],
    "EA": ["entreprise adaptée en milieu pénitentiaire", "EAMP"],
    "EATT": ["entreprise adaptée d'intérim", "entreprise adaptée de travail temporaire (EATT)"],
    "TIH": ["travailleur indépendant en situation de handicap"],
    "ETTI": ["entreprise de travail temporaire d'insertion (ETTI)", "ETT insertion"],
    "ACI": ["atelier chantier d'insertion", "atelier ou chantier d'insertion"],
    "SEP": ["services et produits en prison", "services et produits réalisés en prison"],
    "ASSO": ["asso", "association de droit local", "association (loi 1901 ou droit local)"],
    "SCOP": ["société coopérative ouvrière de production", "société coopérative de production"],
    "COOP": ["société coopérative", "coopérative d'activités et d'emploi", "autre coopérative"],
    "MUTUELLE": ["société d'assurance mutuelle", "union de mutuelles"],
    "FONDATION": ["fondation reconnue d'utilité publique", "fonds de dotation"],
    "SOC_ESS": ["entreprise de l'ESS", "société de l'ESS", "entreprise sociale et solidaire"],
}

# The experiment of law 2018-771, article 83, is announced to end then.
KIND_UNTIL = {"EITI": "2026-12-22"}

LABEL_SYNONYMS = {
    "esus": ["agrément ESUS", "entreprise solidaire d'utilité sociale"],
    "rsei": ["RSEi"],
    "rfar": ["label RFAR", "label relations fournisseurs et achats responsables"],
    "agriculture-biologique": ["agriculture biologique", "label AB", "certifié bio"],
    "lucie-26000": ["label lucie", "ISO 26000"],
    "rge": ["RGE", "reconnu garant de l'environnement"],
    "epv": ["label EPV"],
    "iso-45001": ["iso45001"],
    "fsc-pefc": ["FSC/PEFC"],
    "plante-bleue": ["plante bleue"],
    "qualirepar": ["label QualiRépar"],
    "reparacteurs": ["réparacteur"],
    "numerique-responsable": ["label NR", "label numérique responsable"],
    "diversite": ["label diversité", "diversité", "égalité professionnelle", "label égalité"],
    "regie-de-quartier": ["régie de quartier", "régie de territoire"],
    "geiq-label": ["GEIQ labellisé"],
}

# "NR" in a list of labels means "non renseigné" far more often than "numérique responsable".
LABEL_WORDS_REMOVED = {"NR"}

NETWORK_SYNONYMS = {
    "unea": ["UNEA"],
    "unai": ["UNAI"],
    "reseau-envie": ["Envie", "Fédération Envie"],
    "reseau-cocagne": ["Cocagne", "Jardins de Cocagne"],
    "ffgeiq": ["FFGEIQ", "Fédération GEIQ"],
    "fei": ["FEI", "fédération des entreprises d'insertion", "Les entreprises d'insertion"],
    "fas": ["FAS", "FNARS"],
    "cnlrq": ["CNLRQ", "mouvement des régies", "comité national de liaison des régies de quartier"],
    "chantier-ecole": ["réseau chantier école"],
    "hosmoz": ["Hosmoz", "Gesat", "réseau Gesat", "Handeco"],
    "cress": ["CRESS", "chambre régionale de l'économie sociale et solidaire"],
    "les-scop": ["CG Scop", "Les Scop", "Les Scop et Scic", "confédération générale des Scop"],
    "emmaus": ["Emmaüs France"],
    "ressourceries": ["réseau des ressourceries", "RNRR", "Ressourceries"],
    "apes": ["Apes"],
    "garie": ["GARIE"],
}
