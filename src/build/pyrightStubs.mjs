/*
 * An esbuild plugin that cuts the Pyright parser out of its package: without it a bundle would carry fifteen languages,
 * the file system and an LSP client. What is left needs neither Node nor a DOM, so it runs in a worker and a browser.
 */

/** Messages are the names of Pyright's own: the front words every error itself and never shows them. */
const localizeStub = `
const message = (name) => () => Object.assign(new String(name), { format: () => name });
exports.LocMessage = new Proxy({}, { get: (_, name) => message(String(name)) });
exports.LocAddendum = exports.LocMessage;
`;

/** Only \`fromJsonObj\` is called at all, and never by the parser. */
const uriStub = 'exports.Uri = { fromJsonObj: (value) => value };';

/** Detaching a string from its text through Buffer only saves memory in long-lived language servers. */
const coreStub = `
exports.Comparison = { LessThan: -1, EqualTo: 0, GreaterThan: 1 };
exports.cloneStr = (text) => text;
exports.isDebugMode = () => false;
exports.isArray = Array.isArray;
exports.isString = (value) => typeof value === 'string';
exports.isDefined = (value) => value !== undefined;
exports.identity = (value) => value;
exports.returnFalse = () => false;
exports.returnTrue = () => true;
exports.returnUndefined = () => undefined;
exports.toLowerCase = (value) => value.toLowerCase();
exports.equateValues = (a, b) => a === b;
exports.compareComparableValues = (a, b) => (a === b ? 0 : a === undefined ? -1 : b === undefined ? 1 : a < b ? -1 : 1);
exports.compareValues = exports.compareComparableValues;
exports.getEnumNames = (type) => Object.keys(type).filter((key) => Number.isNaN(Number(key)));
exports.containsOnlyWhitespace = (text, start, end) => /^\\s*$/.test(start === undefined ? text : text.slice(start, end));
exports.isMap = (value) => value instanceof Map;
exports.hasProperty = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
exports.toBoolean = (value) => value === true || value === 'true';
`;

const stubs = [
  [/pyright-internal[\\/]dist[\\/]localization[\\/]localize\.js$/, localizeStub],
  [/pyright-internal[\\/]dist[\\/]common[\\/]uri[\\/]uri\.js$/, uriStub],
  [/pyright-internal[\\/]dist[\\/]common[\\/]core\.js$/, coreStub],
];

/** @returns {import('esbuild').Plugin} */
export function pyrightStubs() {
  return {
    name: 'pyright-stubs',
    setup(build) {
      for (const [filter, contents] of stubs) {
        build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
      }
      // Imported by files of `common` that are left, for functions that the parser never calls.
      build.onResolve({ filter: /^(node:)?(path|fs|os|crypto)$/ }, (args) =>
        /pyright-internal/.test(args.importer) ? { path: args.path, namespace: 'pyright-empty' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'pyright-empty' }, () => ({ contents: '', loader: 'js' }));
    },
  };
}
