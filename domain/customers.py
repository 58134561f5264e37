"""Those who buy, in the plural: "la blanchisserie des hôtels", "biodéchets restaurants"."""

CUSTOMERS = (
    *("boulangeries", "cantines", "crèches", "écoles", "épiceries", "garages", "hôtels"),
    "restaurants",
)
