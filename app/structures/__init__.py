"""A structure claims its page, and keeps it."""
