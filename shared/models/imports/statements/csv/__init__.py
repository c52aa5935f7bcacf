"""Bank statements in CSV: detection of a file's layout, and parsing of its rows.

``csv_file.CsvFile`` holds a file; ``detection.detect_layout`` proposes its layout with a
confidence; ``reading.read_rows`` parses it in any layout. Every record of the file becomes either a
row or an invalid row with a reason.

Another bank's name of a column goes into ``words.header_phrases``, and the bank's header into
``tests/unit/imports/statements/csv/bank_words.py``.
"""
