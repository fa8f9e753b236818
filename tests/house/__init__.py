import os

# Texts that stand in data are read by the product, which wants to know its settings.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaoxin.config.settings")
