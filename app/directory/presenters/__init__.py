"""Domain values turned into what templates show; templates only loop and choose."""
