"""Networks: the pages from which their managers look after their members."""
