"""Speed and memory of the production code: ``make bench``."""
