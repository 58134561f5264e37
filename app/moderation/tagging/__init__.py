"""Give services to many structures that say nothing: choose, preview, apply, undo."""
