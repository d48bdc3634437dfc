"""A page that shows a run as it happens."""
