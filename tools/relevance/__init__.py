"""How right the answers are, measured on the judged set of tests/relevance (docs/ranking.md)."""
