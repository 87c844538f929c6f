// The texts of Events, within the limits of the API server.

/** What events.k8s.io allows for a note, in bytes; core/v1 Events are served there too. */
const LONGEST = 1024;
const CUT = '...';

/** The message, cut at a character's end to 1024 bytes of UTF-8; a message that was cut ends with `...`. */
export function cappedMessage(message: string): string {
  if (Buffer.byteLength(message) <= LONGEST) return message;
  const room = LONGEST - CUT.length;
  let end = 0;
  let bytes = 0;
  for (const character of message) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    end += character.length;
  }
  return message.slice(0, end) + CUT;
}
