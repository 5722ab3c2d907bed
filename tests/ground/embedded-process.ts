import { startEmbedded } from '#database/embedded/supervisor.ts';

// Runs the embedded database of one data folder until it is asked to stop, as the application does. Prints one line
// when the database is ready.
const [dataDir = ''] = process.argv.slice(2);
const embedded = await startEmbedded({
  dataDir,
  fsync: false,
  log: (line) => process.stderr.write(`${line}\n`),
});
const stay = setInterval(() => {}, 60_000);
process.once('SIGTERM', () => {
  clearInterval(stay);
  void embedded.stop().then(() => process.stdout.write('stopped\n'));
});
process.stdout.write(`ready ${embedded.connectionString}\n`);
