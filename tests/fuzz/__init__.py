"""Made-up input at every door: addresses, forms and files. It may be refused, and it may never break anything."""
