framewright.tell("restore", "fast", "--quality")
