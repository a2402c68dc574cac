"""Model runtimes behind Protocols, without news logic."""
