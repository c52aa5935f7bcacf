"""Bank statements: from a file's bytes to the rows of an import.

Each format is a package of its own, ``csv`` for one. Here are the parts that formats share: the
decoding of a file, amounts, dates, the model of a layout, and the results of reading. Code that
needs only the model of a layout imports ``layout`` alone.

Another date format goes into ``day_formats``. Another format of files is a new package beside
``csv``, whose reader has the same results as ``csv.reading.read_rows``.
"""
