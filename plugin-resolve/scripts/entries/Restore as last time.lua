framewright.tell("same-as-last")
