framewright.tell("restore", "best", "--quality")
