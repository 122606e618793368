"""From script to notebook to release, and the lint that keeps the style guide true."""
