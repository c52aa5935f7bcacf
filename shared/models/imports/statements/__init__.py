"""Bank statements in CSV: detection of a file's layout, and parsing of its rows.

``detection.detect_layout`` proposes a layout with a confidence; ``reading.read_rows`` parses a file
in any layout. Every record of the file becomes either a row or an invalid row with a reason. Code
that needs only the model of a layout imports ``layout`` alone.
"""
