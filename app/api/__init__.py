"""What a network's own programs may ask, with a key that its managers made."""
