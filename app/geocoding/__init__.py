"""Places suppliers by their address, which the Base Adresse Nationale is asked for.

Off unless GEOCODER=ban; why it is done so: docs/decisions/geocoding.md.
"""
