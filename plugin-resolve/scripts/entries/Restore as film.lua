framewright.tell("restore", "film", "--style")
