"""Kinds and labels that are only ways of speaking: offered, and not asked for."""

from dataclasses import replace

from domain.text import fold
from search.french import words as normalised
from search.understanding.values import Alternative, Mention, Span, Understood, What

# Beside words that say more, these say nothing: the statutes of most are not known.
OF_MOST = ("ASSO",)
# Labels by a name that is also a way of speaking: "la diversité des plantes".
_SAID_OTHERWISE = {tuple(normalised(name)) for name in ("achats responsables", "diversité")}
_SAID_OF_A_LABEL = ("label", "certifi")


def without_ways_of_speaking(understood: Understood, askers: set[Span]) -> Understood:
    """ "L’association Vestali" asks for no kind, "association ESAT" for one; it is offered, as is
    the kind of who asks.
    """
    vague = [
        mention
        for mention in understood.mentions
        if askers.issuperset(mention.spans) or _is_a_way_of_speaking(understood, mention)
    ]
    needs = [m for m in understood.mentions if m.what in {What.SERVICE, What.KIND}]
    if not vague or not (understood.text or any(need not in vague for need in needs)):
        return understood
    others = (other for other in understood.alternatives if other.of not in vague)
    offered = (Alternative(Mention(What.TEXT, (), one.spans), one) for one in vague)
    mentions = tuple(mention for mention in understood.mentions if mention not in vague)
    return replace(
        understood,
        mentions=mentions,
        left=understood.left if mentions else (),
        alternatives=(*others, *offered),
    )


def _is_a_way_of_speaking(understood: Understood, mention: Mention) -> bool:
    """ "Achats responsables" is the policy of who buys, "RFAR" a label."""
    if mention.what is What.LABEL:
        is_of_any = tuple(normalised(understood.words_of(mention))) in _SAID_OTHERWISE
        return is_of_any and not _is_said_to_be_a_label(understood, mention)
    return mention.what is What.KIND and mention.values == OF_MOST


def _is_said_to_be_a_label(understood: Understood, mention: Mention) -> bool:
    """ "Labellisé diversité", "certifiée diversité"."""
    before = understood.typed[: mention.spans[0].start].split()
    return bool(before) and fold(before[-1]).startswith(_SAID_OF_A_LABEL)
