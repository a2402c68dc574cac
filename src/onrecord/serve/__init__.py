"""Stage 8: command line, Python API and web pages."""
