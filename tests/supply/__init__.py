"""What we take from others: its known vulnerabilities and its licences. `make check` asks; nothing of it is served."""
