"""Stage 2: a text version to sections and paragraphs."""
