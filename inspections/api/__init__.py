"""The public API: read-only JSON, by Django REST framework."""
