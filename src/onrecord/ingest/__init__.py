"""Stage 1: bytes, pages and feeds to a report with a frozen text version."""
