framewright.tell("restore", "archive", "--style")
