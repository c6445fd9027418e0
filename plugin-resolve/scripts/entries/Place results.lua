framewright.tell("place")
