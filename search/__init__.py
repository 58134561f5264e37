"""Finds suppliers. Knows no Flask and no session of a user."""
