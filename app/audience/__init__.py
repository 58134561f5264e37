"""How often a structure is found, read and contacted: counts a day, and nothing of anybody."""
