"""What is different from the last report, and how an approved report is put right."""
