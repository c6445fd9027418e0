framewright.tell("extend")
