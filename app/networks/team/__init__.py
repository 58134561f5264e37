"""Those who manage a network together: given it, invited, gone."""
