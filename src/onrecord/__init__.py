"""onrecord keeps a developing news story on the record."""

__version__ = "0.1.0"
