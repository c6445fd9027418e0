framewright.tell("preview")
