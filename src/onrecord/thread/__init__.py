"""Stage 5: statements to threads and origins."""
