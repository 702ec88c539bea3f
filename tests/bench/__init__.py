"""The bench: what pages cost against a static file and against Datasette. `make bench` runs it; pytest does not."""
