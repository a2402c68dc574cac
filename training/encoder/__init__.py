"""How the attribution and name encoder is made; run the modules with ``python -m training.encoder.MODULE``."""
