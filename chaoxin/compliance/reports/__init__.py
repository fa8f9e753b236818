"""What was said of many texts, for a page and for files to take along."""
