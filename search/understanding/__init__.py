"""What a buyer types, and what a supplier says of itself, understood: no engine, no database."""

from search.understanding.arrondissements import arrondissement_called
from search.understanding.begun import Begun, is_term, terms_begun
from search.understanding.big_towns import place_heard, towns_sounding
from search.understanding.called import Called, is_meant, service_listed, services_called
from search.understanding.codes import CPV_DIGITS, cpv_said
from search.understanding.distances import distances_in
from search.understanding.lexicon import known_words
from search.understanding.needs import CUSTOMER_FORMS
from search.understanding.parts import part_called
from search.understanding.places import place_at
from search.understanding.precise import is_precise
from search.understanding.reading import understand, understand_given
from search.understanding.readings import form_of
from search.understanding.said import services_named, services_only_said, services_said
from search.understanding.telling import told
from search.understanding.terms import well_written
from search.understanding.trades import same_trade, whole_family
from search.understanding.unread import unread_words
from search.understanding.vague import around_us_in, is_around_us
from search.understanding.values import Alternative, Mention, Span, Understood, What
from search.understanding.words import says_nothing, trimmed

__all__ = [
    "CPV_DIGITS",
    "CUSTOMER_FORMS",
    "Alternative",
    "Begun",
    "Called",
    "Mention",
    "Span",
    "Understood",
    "What",
    "around_us_in",
    "arrondissement_called",
    "cpv_said",
    "distances_in",
    "form_of",
    "is_around_us",
    "is_meant",
    "is_precise",
    "is_term",
    "known_words",
    "part_called",
    "place_at",
    "place_heard",
    "same_trade",
    "says_nothing",
    "service_listed",
    "services_called",
    "services_named",
    "services_only_said",
    "services_said",
    "terms_begun",
    "told",
    "towns_sounding",
    "trimmed",
    "understand",
    "understand_given",
    "unread_words",
    "well_written",
    "whole_family",
]
