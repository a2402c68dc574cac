"""The nouns: frozen, typed, no I/O; they import nothing of ours."""
