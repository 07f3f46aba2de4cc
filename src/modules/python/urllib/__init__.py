"""Only `urllib.parse` is simulated."""
