"""How the shipped attribution and name encoder is made; run the modules with ``python -m training.encoder.<module>``."""
