// A worker module that takes its thread down while it loads.
process.exit(3);
