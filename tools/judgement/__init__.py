"""Builds the models that zhtext ships from the texts in this folder and from COLD."""
