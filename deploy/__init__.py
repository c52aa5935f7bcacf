"""Deployment of the whole backend to Google Cloud: ``python -m deploy --project P --region R``.

``plan`` lists the steps as values, ``runner`` runs them, ``__main__`` parses the options. It needs
only the standard library.
"""
