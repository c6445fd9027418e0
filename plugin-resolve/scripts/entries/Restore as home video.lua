framewright.tell("restore", "home-video", "--style")
