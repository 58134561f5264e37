"""The site itself: its people, networks, texts and words."""
