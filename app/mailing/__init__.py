"""Letters: written with the change that they tell, sent by the worker."""
