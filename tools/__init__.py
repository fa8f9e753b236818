"""What the house is made with, and what no installation needs."""
