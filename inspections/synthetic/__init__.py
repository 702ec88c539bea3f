"""A made-up record of any size that looks like the real one: for measuring speed, and for trying things out."""
