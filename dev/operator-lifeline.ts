// A thread of the operator's process: ends the process when the command that started it is gone, also while the operator
// keeps its own thread busy.
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

new Socket({ fd: workerData as number }).on('error', end).on('close', end).resume();

/** No time for a graceful end: the API server went with the command. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
