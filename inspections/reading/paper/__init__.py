"""The paper for a committee: one body, one period, one to four sheets; the page and the Word document show the same."""
