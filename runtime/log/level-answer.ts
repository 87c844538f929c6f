// The levels of a running process, asked for and changed over HTTP.
import { type LogControl, logLevelsText, parseLogLevels } from './log-level.js';

/** What an endpoint for the levels answers. */
export interface LevelAnswer {
  readonly status: 200 | 400 | 405;
  readonly body: string;
}

/**
 * `GET` answers the levels as a flag would say them, such as `info,cache=debug`; `PUT` sets all of them to what the body says
 * in the same form. It is for a server that only the machine itself reaches.
 */
export function answerLevel(log: LogControl, method: string | undefined, body: string): LevelAnswer {
  if (method === 'PUT') {
    try {
      const { level, modules } = parseLogLevels(body);
      log.level = level;
      log.modules = modules;
    } catch (error) {
      return { status: 400, body: `${(error as RangeError).message}\n` };
    }
  } else if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'GET or PUT only\n' };
  return { status: 200, body: `${logLevelsText(log)}\n` };
}
