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
    "diversité": ["sensibilisation-handicap", "diversite"],
    "entretien de jardins": ["entretien-espaces-verts", "jardinage-domicile"],
}

# Synonyms that find a service when a buyer types them, but prove nothing when a supplier writes
# them about itself: "personnes en situation de handicap" is no offer of awareness training, and,
# once folded, "nous savons" names soaps, "repas livrés" books, "objets déposés" a dismantling.
BROAD_WORDS = [
    *("savons", "livres", "conserves", "consigne", "dépose", "loge", "massifs"),
    *("handicap", "diversité", "inclusion", "environnement", "réemploi", "occasion", "table"),
    *("réseaux", "auto", "régie", "intégration", "recette", "évaluation", "classement", "guide"),
    *(
        "compagnie",
        "serveur",
        "jardins",
        "pierre",
        "marais",
        "littoral",
        "placement",
        "concessions",
    ),
    *("commerce équitable", "développement durable", "remplacement", "archives"),
    *("réception", "accueil physique", "dépannage", "copies", "recrutement", "alternance"),
    *("apprentissage", "mutuelle", "ETTI", "GEIQ", "EITI", "TIH", "CAE", "groupement d'employeurs"),
    *("intérim d'insertion", "achats responsables", "RSE", "sorties", "café"),
    *("électronique", "communication", "animation", "hébergement", "visites", "jeux", "études"),
    *("couverture", "interprétation", "chauffage", "boissons", "livraison", "mise à disposition"),
    *(
        "gestion de parc",
        "abattage",
        "enquêtes",
        "photo",
        "banque",
        "sport",
        "bien-être",
        "élevage",
    ),
]

# A label made of two trades ("Menuiserie et agencement") is found by each of them.
SERVICE_SYNONYMS = {
    "entretien-espaces-verts": [
        "parcs et jardins",
        "entretien de parcs et jardins",
        "entretien de jardins",
    ],
    "amenagement-paysager": ["aménagement paysager", "aménagement d'espaces verts"],
    "elagage": ["élagage", "abattage"],
    "travaux-forestiers": ["travaux forestiers"],
    "espaces-naturels": ["espaces naturels", "entretien de sentiers"],
    "genie-ecologique": ["génie écologique"],
    "deneigement": ["déneigement"],
    "plantes-interieur": ["location de plantes", "entretien de plantes", "plantes d'intérieur"],
    "nettoyage-locaux": ["nettoyage de locaux", "entretien de locaux", "nettoyage de bureau"],
    "bionettoyage": ["bionettoyage"],
    "nettoyage-industriel": ["nettoyage industriel", "décapage"],
    "nettoyage-chantier": ["nettoyage de fin de chantier", "nettoyage de chantier"],
    "nettoyage-urbain": ["nettoyage urbain"],
    "enlevement-graffitis": ["enlèvement de graffitis", "effacement de graffitis"],
    "remise-etat-logement": ["remise en état de logements", "débarras de logements"],
    "lutte-nuisibles": ["désinsectisation et dératisation"],
    "gestion-conteneurs": ["sortie de conteneurs", "lavage de conteneurs"],
    "produits-entretien": ["produits d'entretien", "produits d'hygiène"],
    "blanchisserie": ["blanchisserie", "entretien du linge", "blanchisseur"],
    "pressing": ["pressing"],
    "location-linge": ["location de vêtements de travail", "entretien de vêtements de travail"],
    "couture-retouche": ["couture", "couturière", "couturier"],
    "confection": ["confection", "confection textile"],
    "marquage-textile": ["marquage textile", "sérigraphie"],
    "traiteur": ["traiteur"],
    "plateaux-repas": ["plateaux-repas", "paniers déjeuner"],
    "portage-repas": ["portage de repas"],
    "vaisselle-reemployable": ["vaisselle réemployable", "location de vaisselle"],
    "maraichage": ["maraîchage", "paniers de légumes"],
    "legumerie-conserverie": ["légumerie", "conserverie", "transformation alimentaire"],
    "boulangerie-patisserie": ["boulangerie", "pâtisserie", "boulanger", "pâtissier"],
    "horticulture": ["horticulture", "pépinière", "horticulteur"],
    "elevage": ["élevage", "produits laitiers"],
    "viticulture-brasserie": ["vins", "bières", "boissons", "viticulture"],
    "travaux-agricoles": ["travaux agricoles", "travaux viticoles"],
    "coffrets-gourmands": ["coffrets gourmands", "paniers gourmands"],
    "approvisionnement-bio": ["approvisionnement local", "produits bio"],
    "conditionnement": ["conditionnement", "conditionnement à façon"],
    "mise-sous-pli": ["mise sous pli", "mise sous enveloppe"],
    "logistique-stockage": ["logistique", "préparation de commande"],
    "controle-tri-pieces": ["contrôle qualité"],
    "palettes-caisses": ["caisses bois", "emballages bois"],
    "assemblage-montage": ["assemblage"],
    "cablage-electronique": ["câblage", "électronique"],
    "metallerie-soudure": ["métallerie", "métallier", "soudeur"],
    "usinage": ["usinage", "mécanique générale"],
    "traitement-surface": ["traitement de surface", "peinture industrielle"],
    "plasturgie": ["plasturgie", "caoutchouc"],
    "demontage-demantelement": ["démontage"],
    "cosmetique-savonnerie": ["savonnerie", "cosmétique"],
    "maintenance-materiels": ["maintenance de machines", "maintenance de matériels"],
    "saisie-donnees": ["saisie de données", "traitement de données"],
    "numerisation-archivage": ["numérisation", "archivage"],
    "secretariat": ["secrétariat", "assistance administrative"],
    "accueil-standard": ["standard téléphonique", "accueil téléphonique"],
    "centre-appels": ["centre d'appels", "relation client"],
    "gestion-courrier": ["gestion de courrier"],
    "fournitures-bureau": ["fournitures de bureau"],
    "conciergerie-entreprise": ["conciergerie"],
    "comptabilite-paie": ["comptabilité", "paie"],
    "sites-web": ["site web", "création de sites internet"],
    "maintenance-informatique": ["support informatique", "maintenance de parc informatique"],
    "hebergement-donnees": ["hébergement de données", "hébergement de sites"],
    "annotation-donnees": ["annotation de données"],
    "mediation-numerique": ["médiation numérique"],
    "deee": ["DEEE", "collecte de DEEE", "déchets d'équipements électriques et électroniques"],
    "informatique-reconditionnee": ["matériel informatique reconditionné"],
    "collecte-bureau": ["déchets de bureau", "collecte de papiers"],
    "destruction-archives": ["destruction d'archives"],
    "biodechets": ["biodéchets", "collecte de biodéchets"],
    "collecte-textile": ["collecte textile", "recyclage textile"],
    "ressourcerie": ["ressourcerie"],
    "decheterie-tri": ["déchèterie", "gestion de déchèterie"],
    "verre-consigne": ["collecte du verre"],
    "petits-dechets-specifiques": [
        "collecte de mégots",
        "collecte de piles",
        "collecte de bouchons",
    ],
    "peinture-batiment": ["peinture", "revêtements muraux", "peinture en bâtiment"],
    "platrerie-isolation": ["plâtrerie", "plâtrier", "cloisons", "plaquiste"],
    "carrelage-sols": ["carrelage", "revêtements de sols"],
    "maconnerie": ["maçonnerie", "gros œuvre"],
    "electricite-batiment": ["électricité générale", "électricité du bâtiment"],
    "plomberie-chauffage": ["plomberie", "chauffage"],
    "menuiserie-batiment": ["menuiserie", "pose de menuiseries"],
    "charpente-couverture": ["charpente", "couverture"],
    "renovation-energetique": ["rénovation thermique"],
    "restauration-patrimoine": ["restauration de bâti ancien", "patrimoine bâti"],
    "vrd-terrassement": ["VRD"],
    "clotures": ["clôtures", "pose de clôture"],
    "gardiennage": ["gardiennage", "sécurité privée"],
    "mediation-sociale": ["médiation sociale", "médiation urbaine"],
    "securite-incendie": ["sécurité incendie", "matériel incendie"],
    "livraison-colis": ["livraison", "livraison de colis"],
    "demenagement": ["déménagement"],
    "location-velos": ["location de vélos", "vente de vélos"],
    "reparation-velos": ["réparation de vélos", "entretien de vélos"],
    "garage": ["garage", "mécanique automobile"],
    "impression": ["imprimerie", "impression"],
    "reliure-faconnage": ["relieur"],
    "graphisme": ["graphisme"],
    "agence-communication": ["communication"],
    "objets-publicitaires": ["objets publicitaires"],
    "signaletique": ["signalétique", "enseignes"],
    "evenementiel": ["organisation d'événement"],
    "audiovisuel": ["production audiovisuelle", "photographie", "photo"],
    "traduction-falc": ["traduction", "interprétation", "interprétariat"],
    "distribution-prospectus": ["distribution de prospectus"],
    "fabrication-mobilier": ["fabrication de meubles", "ameublement"],
    "mobilier-exterieur": ["mobilier extérieur", "mobilier de jardin"],
    "travail-bois": ["travail du bois"],
    "restauration-meubles": ["restauration de meubles", "tapisserie", "ébéniste"],
    "artisanat-art": ["artisanat d'art"],
    "jeux-jouets": ["jeux", "jouets"],
    "mise-a-disposition": ["mise à disposition"],
    "sensibilisation-handicap": ["sensibilisation au handicap"],
    "conseil-rse": ["conseil RSE"],
    "etudes-enquetes": ["études", "enquêtes"],
    "menage-domicile": ["aide ménagère à domicile"],
    "aide-domicile": ["aide à domicile"],
    "garde-enfants": ["garde d'enfants", "crèches"],
    "jardinage-domicile": ["petit jardinage", "petit bricolage", "entretien de jardins"],
    "cordonnerie": ["cordonnerie", "cordonnier"],
    "hebergement": ["hébergement", "hébergement touristique"],
    "location-salles": ["location de salles", "tiers-lieux"],
    "spectacle": ["spectacle", "spectacle vivant", "action culturelle"],
    "livres": ["livres", "librairie solidaire"],
    "animation-loisirs": ["animation", "éducation populaire"],
    "sport": ["sport", "bien-être"],
    "tourisme-visites": ["tourisme solidaire", "visites"],
    "energie-citoyenne": ["énergie renouvelable", "énergie citoyenne"],
    "telecom-cooperatif": ["internet coopératif"],
    "finance-solidaire": ["finance solidaire", "banque"],
    "mutuelle-prevoyance": ["prévoyance"],
    "aides-techniques": ["aides techniques", "matériel médical reconditionné", "matériel médical"],
}

CAUTION = (
    "Information d’aide, pas un conseil juridique. Vérifiez les textes en vigueur et les "
    "justificatifs de la structure avant de réserver un marché ou de déclarer une déduction."
)

FRAMES = {
    "l2113-12": {
        "label": "Marché réservé au handicap (L2113-12)",
        "rule": "L'acheteur peut réserver un marché, ou un lot, aux entreprises adaptées, aux ESAT "
        "et aux structures équivalentes dont au moins 50 % des travailleurs sont handicapés et ne "
        "peuvent exercer dans des conditions normales (articles L2113-12 et R2113-7 du code de la "
        "commande publique).",
    },
    "l2113-13": {
        "label": "Marché réservé à l'insertion (L2113-13)",
        "rule": "L'acheteur peut réserver un marché, ou un lot, aux structures d'insertion par "
        "l'activité économique (EI, ETTI, AI, ACI) et aux structures équivalentes dont au moins "
        "50 % des travailleurs sont défavorisés (articles L2113-13 et R2113-7 du code de la "
        "commande publique).",
    },
    "l2113-13-1": {
        "label": "Marché réservé au travail pénitentiaire (L2113-13-1)",
        "rule": "L'acheteur peut réserver un marché, ou un lot, aux opérateurs qui font travailler "
        "des personnes détenues (article L2113-13-1 du code de la commande publique, issu de "
        "l'ordonnance 2022-1336 du 19 octobre 2022).",
    },
    "l2113-14": {
        "label": "Marché réservé au handicap et à l'insertion (L2113-14)",
        "rule": "Depuis la loi ASAP de 2020, un même marché, ou un même lot, peut être ouvert à la "
        "fois aux structures du handicap (L2113-12) et aux structures d'insertion (L2113-13) ; il "
        "suffit de relever de l'un des deux articles.",
    },
    "l2113-15": {
        "label": "Marché réservé à l'ESS (L2113-15)",
        "rule": "L'acheteur peut réserver aux entreprises de l'économie sociale et solidaire "
        "(article 1er de la loi 2014-856) des marchés de services de santé, sociaux ou culturels "
        "figurant sur une liste. Le marché dure trois ans au plus, et son titulaire ne doit pas "
        "avoir obtenu de marché réservé pour ces mêmes services dans les trois années précédentes "
        "(articles L2113-15 et L2113-16 du code de la commande publique).",
    },
    "oeth": {
        "label": "Déduction OETH",
        "rule": "Un employeur de 20 salariés et plus peut déduire de sa contribution 30 % du coût "
        "de la main-d'œuvre (prix hors taxes moins matières, sous-traitance, consommations "
        "intermédiaires et frais de vente) de ses achats aux ESAT, aux entreprises adaptées et aux "
        "travailleurs indépendants handicapés. La déduction est plafonnée à 50 % de la "
        "contribution brute si le taux d'emploi est inférieur à 3 %, à 75 % sinon. Le fournisseur "
        "remet une attestation annuelle. Les SIAE et les GEIQ n'ouvrent pas cette déduction.",
    },
}

# The reference's answers, weakest first, and ours.
ANSWERS = {
    "non": "non",
    "selon_type": "conditionnel",
    "a_verifier": "conditionnel",
    "prudence": "conditionnel",
    "conditionnel": "conditionnel",
    # What the contract is about is the buyer's side; on the supplier's side the kind is enough.
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
    "ASSO": [
        *("asso", "assoc", "assoc loi 1901", "association de droit local"),
        "association (loi 1901 ou droit local)",
    ],
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

# What a label attests that a responsible buyer looks for. Those left out attest quality, skill or
# heritage: they are shown, and order nothing.
SOCIAL_LABELS = {
    *("esus", "rsei", "rfar", "cap-handeo", "fairtrade-max-havelaar", "wfto", "biopartenaire"),
    *("lucie-26000", "engage-rse", "b-corp", "entreprise-mission", "ecovadis", "iso-45001", "mase"),
    *("numerique-responsable", "diversite", "regie-de-quartier", "geiq-label", "emplitude"),
}
ENVIRONMENTAL_LABELS = {
    *("rsei", "ecocert", "agriculture-biologique", "fairtrade-max-havelaar", "wfto"),
    *("biopartenaire", "lucie-26000", "engage-rse", "b-corp", "entreprise-mission", "ecovadis"),
    *("rge", "iso-14001", "emas", "imprimvert", "fsc-pefc", "ecolabel-europeen"),
    *("nf-environnement", "plante-bleue", "qualirepar", "reparacteurs", "numerique-responsable"),
}

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
