"""Bank statements in CSV as they come: what layout a file has, and its rows in that layout.

``detection.detect_layout`` proposes a layout, with how sure it is; ``reading.read_rows`` reads a
file in a layout, whoever made it. Every record of the file becomes either a row or an invalid row
with a reason. Who needs to know only what a layout is loads ``layout`` alone.
"""
