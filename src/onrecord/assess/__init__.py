"""Stage 6: what the record shows across reports."""
