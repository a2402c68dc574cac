"""Quality measured on annotated data, with floors that may only rise: ``make eval``."""
