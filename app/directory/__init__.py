"""Public pages: search, suppliers, and what explains them."""
