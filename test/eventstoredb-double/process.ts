// A process of its own with a double of EventStoreDB: tells where it is, and ends with its parent.
import { startDouble } from './double';

startDouble().then(
  ({ directUrl }) => process.send?.(directUrl),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
process.on('disconnect', () => process.exit(0));
