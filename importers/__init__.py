"""Reads and judges files. Never writes a database."""
