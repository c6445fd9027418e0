framewright.tell("restore", "animation", "--style")
