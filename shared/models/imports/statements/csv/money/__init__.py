"""Money in the columns of a CSV file: amounts, signs, fees, and their currencies."""
