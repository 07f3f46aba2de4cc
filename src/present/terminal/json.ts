/** Data of one view as text for other programs. */

/**
 * JSON whose first field is `schema`: `arenascope/VIEW/VERSION`. The version is raised when a field changes its
 * meaning or goes away; new fields may come at any time.
 */
export function jsonText(view: string, version: number, data: object): string {
  const { schema: _, ...rest } = data as { schema?: unknown };
  return `${JSON.stringify({ schema: `arenascope/${view}/${version}`, ...rest }, undefined, 2)}\n`;
}
