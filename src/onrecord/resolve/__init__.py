"""Stage 4: mentions to speakers, affiliations, dates and coordinates."""
