"""Contractions of French, for texts put together from parts."""


def de(name: str) -> str:
    """ "le Verger" → "du Verger", "les Charmes" → "des Charmes", "l’Orme" → "de l’Orme"."""
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"de {name}"


def at(commune: str) -> str:
    """ "Angers" → "à Angers", "Le Mans" → "au Mans", "Les Ulis" → "aux Ulis"."""
    name = commune.replace("'", "’")
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def without_article(name: str) -> str:
    """ "le Verger" → "Verger", "l’Orme" → "Orme"."""
    return name.removeprefix("l’") if name.startswith("l’") else name.split(" ", 1)[1]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
