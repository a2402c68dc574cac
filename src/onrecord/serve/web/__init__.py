"""The pages: the record to read in a browser, from this machine only."""
