"""Those who keep a page together: invited, accepted, gone, and who owns it."""
