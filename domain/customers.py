"""Those who buy, in the plural: "la blanchisserie des hôtels", "nettoyage (mairies)"."""

# Whose own work is a service that suppliers offer.
CUSTOMERS = (
    *("boulangeries", "cantines", "crèches", "écoles", "épiceries", "garages", "hôtels"),
    "restaurants",
)
# Those who offer none under this name; behind a need, they may be what it is about.
OTHER_CUSTOMERS = (
    *("administrations", "artisans", "associations", "bailleurs", "bailleurs sociaux", "CCAS"),
    *("cliniques", "collectivités", "collectivités locales", "collectivités territoriales"),
    *("collèges", "commerçants", "commerces", "communes", "copropriétés", "Ehpad", "entreprises"),
    *("établissements de santé", "établissements publics", "établissements scolaires", "familles"),
    *("grand public", "hôpitaux", "industriels", "intercommunalités", "lycées", "mairies"),
    *("maisons de retraite", "particuliers", "PME", "professionnels", "seniors", "syndics"),
    *("TPE", "universités"),
)
