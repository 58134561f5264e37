"""What a structure does and where: the fields of the form, and what it offers to tap."""
