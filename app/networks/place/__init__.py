"""A network's place: its public page, the search of its members, and what it vouches for."""
