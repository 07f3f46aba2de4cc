// What `--json` prints, as JSON schemas: `node src/build/schemas.mjs` writes schemas/VIEW.VERSION.json from the types
// of src/present/terminal/jsonViews.ts. test/invariants/schemas.test.ts fails while one of them is not as it would be.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { root } from './bundle.mjs';

export const folder = path.join(root, 'schemas');
const file = path.join(root, 'src/present/terminal/jsonViews.ts');

/** Texts by file name. */
export function schemas() {
  const generator = createGenerator({
    path: file,
    tsconfig: path.join(root, 'tsconfig.json'),
    // New fields may come at any time.
    additionalProperties: true,
    skipTypeCheck: true,
    topRef: false,
  });
  const { definitions, properties } = generator.createSchema('JsonViews');
  const versions = /JSON_VERSIONS[^{]*\{([^}]*)\}/.exec(fs.readFileSync(file, 'utf8'))[1];
  const texts = new Map();
  for (const [, view, version] of versions.matchAll(/(\w+): (\d+)/g)) {
    const id = `arenascope/${view}/${version}`;
    const { $ref, ...shape } = properties[view];
    const {
      properties: fields,
      required = [],
      ...rest
    } = $ref ? definitions[decodeURIComponent($ref.split('/').at(-1))] : shape;
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: `arenascope ${view} --json`,
      ...rest,
      properties: { schema: { const: id }, ...fields },
      required: ['schema', ...required],
      definitions: needed({ fields }, definitions),
    };
    texts.set(`${view}.${version}.json`, `${JSON.stringify(schema, undefined, 2)}\n`);
  }
  return texts;
}

/** The definitions that a schema leads to. */
function needed(from, definitions) {
  const found = {};
  const follow = (value) => {
    for (const [, ref] of JSON.stringify(value).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) {
      const name = decodeURIComponent(ref);
      if (name in found) continue;
      found[name] = definitions[name];
      follow(definitions[name]);
    }
  };
  follow(from);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of schemas()) fs.writeFileSync(path.join(folder, name), text);
}
