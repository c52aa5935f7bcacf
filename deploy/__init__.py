"""Puts the whole backend on Google Cloud: ``python -m deploy --project P --region R``.

``plan`` says what is to be done as a list of values, ``runner`` does it, ``__main__`` reads the
options. Nothing but the standard library is needed here.
"""
