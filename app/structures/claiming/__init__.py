"""A page is somebody's: how they say so, how they prove it, who decides when it is disputed."""
