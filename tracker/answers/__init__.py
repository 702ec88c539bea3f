"""Kept answers: what Django answered once is given again without it, for as long as it is the same.

An answer that may be kept depends on the state of the record, the release, its address and its encoding, and on
nothing else. `wrapper` stands around Django; a view says through `visit` that its answer may be kept.
"""
