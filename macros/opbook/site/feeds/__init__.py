"""Files of the site that are no pages: what scripts fetch, and what readers take with them into other programs."""
