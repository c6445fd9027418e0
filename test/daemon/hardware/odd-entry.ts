// Runs the program in its argument, a data URL: drivers that crash and hang.
await import(process.argv[2]!);
