/** A web worker of a browser. */
import type { FromWorker, ToWorker } from '../protocol/worker.js';
import type { StartWorker } from './link.js';

/**
 * Starts the script of the bundle `dist/worker.cjs`, whose text `load` fetches: an extension host in a browser is of
 * another origin than the extension's files, and starts workers from blobs only. Messages wait until the text is there.
 */
export function browserWorker(load: () => Promise<string>): StartWorker {
  return (events) => {
    const waiting: ToWorker[] = [];
    let worker: Worker | undefined;
    let ended = false;
    const gone = (reason: string) => {
      if (ended) return;
      ended = true;
      worker?.terminate();
      events.gone(reason);
    };
    const begin = async () => {
      const url = URL.createObjectURL(new Blob([await load()], { type: 'text/javascript' }));
      if (ended) return;
      worker = new Worker(url, { name: 'arenascope-simulator' });
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        // Not before: VS Code wraps workers, and the wrapper loads our script later.
        URL.revokeObjectURL(url);
        events.message(data);
      };
      worker.onerror = (event) => gone(event.message || 'the worker failed');
      for (const message of waiting.splice(0)) worker.postMessage(message);
    };
    begin().catch((error: unknown) => gone(String(error)));
    return {
      post: (message) => (worker ? worker.postMessage(message) : waiting.push(message)),
      terminate: () => {
        ended = true;
        worker?.terminate();
      },
    };
  };
}
