"""What waits for a person's decision, what was decided, and the way back."""
