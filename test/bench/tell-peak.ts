// Required into a process that is measured: at its end it writes the most memory that it had, in kilobytes, to its file 3.
import { writeSync } from 'node:fs';

process.on('exit', () => void writeSync(3, String(process.resourceUsage().maxRSS)));
