"""Meetings that networks hold: who comes, who meets whom and when, what followed."""
