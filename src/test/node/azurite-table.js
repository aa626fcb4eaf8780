// Runs Azurite's table service until the process that started it ends.
// When that process ends, even by kill -9, its pipe to standard input closes.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

require('azurite/dist/src/table/main.js');
