"""The commands of `reperess`, one file each."""
