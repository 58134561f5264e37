"""A network's list of members: dropped, matched, looked at, applied in the background, undone."""
