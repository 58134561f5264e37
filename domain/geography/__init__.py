"""The places of France, offline: communes, postcodes, EPCI, départements, régions, distances."""

from domain.geography.distance import distance_km, haversine_km
from domain.geography.finding import (
    FAR_MORE,
    LARGE_TOWN,
    TOWN,
    is_called,
    is_whole_country,
    others_meant,
)
from domain.geography.former_regions import FORMER_REGIONS
from domain.geography.gazetteer import Gazetteer, gazetteer
from domain.geography.names import ARTICLES
from domain.geography.values import Box, Commune, Level, Place, Point

__all__ = [
    "ARTICLES",
    "FAR_MORE",
    "FORMER_REGIONS",
    "LARGE_TOWN",
    "TOWN",
    "Box",
    "Commune",
    "Gazetteer",
    "Level",
    "Place",
    "Point",
    "distance_km",
    "gazetteer",
    "haversine_km",
    "is_called",
    "is_whole_country",
    "others_meant",
]
