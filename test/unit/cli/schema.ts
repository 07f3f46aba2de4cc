/** The JSON of a view against the schema that it names. */
import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** Fails with all that the data of a command has otherwise than `schemas/` says. */
export function expectSchema(data: { readonly schema: string }): void {
  const [, view, version] = data.schema.split('/');
  const file = path.resolve(import.meta.dirname, `../../../schemas/${view}.${version}.json`);
  const validate = ajv.getSchema(data.schema) ?? ajv.addSchema(read(file), data.schema).getSchema(data.schema)!;
  validate(data);
  expect(validate.errors ?? [], data.schema).toEqual([]);
}

function read(file: string): object {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
