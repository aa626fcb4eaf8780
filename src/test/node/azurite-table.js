// Azurite's table service, for as long as the process that started it lives: when that one ends,
// even by kill -9, this pipe closes.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

require('azurite/dist/src/table/main.js');
