"""What the search, the importers and the site share. Knows no Flask."""
