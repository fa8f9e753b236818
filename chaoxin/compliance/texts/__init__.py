"""Texts that people bring to be checked, as a paste or a file: no rows, and no Django beyond its translations."""
