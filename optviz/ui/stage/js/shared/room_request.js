// One request to a class's room: what the server says no to is told apart from a fault of the line.

const PATIENCE = 8000;
const PASSING = [502, 503, 504];

/** What the server refuses, in its own sentence. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} sentence
   */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/**
 * The JSON at an address. Throws Refused for what the server says no to; what is busy or broken on the way is a fault
 * of the line for who waits for it to pass, and is refused to who does not.
 * @type {(url: string, options: RequestInit, waits: boolean) => Promise<any>}
 */
export async function json(url, options, waits) {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: aborter.signal });
    const reply = await response.json();
    if (response.ok) return reply;
    const passing = waits && PASSING.includes(response.status);
    if (typeof reply.error === "string" && !passing) throw new Refused(response.status, reply.error);
    throw new Error(`${response.status}`);
  } finally {
    clearTimeout(timer);
  }
}
