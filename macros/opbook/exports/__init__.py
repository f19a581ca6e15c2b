"""The model and its findings in other tools' formats."""
