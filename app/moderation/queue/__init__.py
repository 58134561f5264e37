"""The queue: all that waits for a moderator, in one list."""
