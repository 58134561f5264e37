"""The places of France, offline: communes, postcodes, EPCI, départements, régions, distances."""

from domain.geography.distance import distance_km, haversine_km
from domain.geography.values import Commune, Place, Point

__all__ = ["Commune", "Place", "Point", "distance_km", "haversine_km"]
