"""What the pictures of the pages show, counted and made ready to be drawn by templates/components/chart_*.jinja."""
