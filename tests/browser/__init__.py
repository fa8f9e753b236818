"""The product in a real browser: the whole journey, and every page at the width of a desk and of a hand."""
