"""What the worker does once a day."""
