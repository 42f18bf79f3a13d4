"""Money applied for, granted and used: from application to closing, with goals and decisions."""
