framewright.tell("restore")
