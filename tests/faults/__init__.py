"""What goes wrong with machines: a server is killed, a disk is full, a database goes away, a clock is set back.

Each test starts the real server on a database of its own, on both engines, and does it. `make faults` runs them with
more updates and writes docs/faults.md.
"""
