"""The directory in its own format: from its tables to a file that another directory imports."""
