"""Structures that no list has: proposed by one of their own, unlisted until somebody accepts."""
