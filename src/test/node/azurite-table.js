// Runs Azurite's table service until the process that started it ends.
// When that process ends, even by kill -9, its pipe to standard input closes.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

// Azurite writes its database to disk every five seconds. Here a change is written before it is
// confirmed, so that no end of the process loses a row that the endpoint relies on.
if (process.argv.includes('--location')) {
  const { default: Store } = require('azurite/dist/src/table/persistence/LokiTableMetadataStore.js');
  const changes = {
    createTable: false,
    deleteTable: false,
    setTableACL: false,
    setServiceProperties: false,
    insertTableEntity: 4,
    insertOrUpdateTableEntity: 5,
    insertOrMergeTableEntity: 5,
    deleteTableEntity: 6,
    endBatchTransaction: false,
  };
  for (const [name, batchId] of Object.entries(changes)) {
    const change = Store.prototype[name];
    Store.prototype[name] = async function (...parameters) {
      const result = await change.apply(this, parameters);
      // The changes of a batch are written together at its end.
      if (batchId === false || !parameters[batchId]) {
        await this.saveDBState();
      }
      return result;
    };
  }
}

require('azurite/dist/src/table/main.js');
