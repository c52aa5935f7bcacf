"""Operations on accounts, categories and transactions."""
