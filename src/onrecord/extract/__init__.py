"""Stage 3: sections to attributions, acts, figures, times and places as written."""
