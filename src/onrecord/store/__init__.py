"""Stage 7: the case, an embedded store, and its verification."""
