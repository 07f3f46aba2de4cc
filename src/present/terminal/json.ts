/** Data of one view as text for other programs. */
import { JSON_VERSIONS, type JsonViews } from './jsonViews.js';

/** JSON whose first field is `schema`: `arenascope/VIEW/VERSION`, the name of a file in `schemas/`. */
export function jsonText<V extends keyof JsonViews>(view: V, data: JsonViews[V]): string {
  const { schema: _, ...rest } = data as { schema?: unknown };
  return `${JSON.stringify({ schema: `arenascope/${view}/${JSON_VERSIONS[view]}`, ...rest }, undefined, 2)}\n`;
}
