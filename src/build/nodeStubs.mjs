// What the debug adapter library takes of Node's `events` and `url`, for an extension host in a browser.

/** Only for the streams of an adapter in a process of its own: in the extension nothing is ever emitted. */
export class EventEmitter {
  on() {
    return this;
  }
  emit() {
    return false;
  }
}

/** Only for clients that name files by URIs; ours names them by paths. */
export const URL = globalThis.URL;
