"""The demo directory: invented suppliers on real communes, the same at every run."""

SOURCE = "demo"
