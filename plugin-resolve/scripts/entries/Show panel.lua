framewright.tell("open")
