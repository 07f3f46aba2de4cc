/** Python files are bundled as text. */
declare module '*.py' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how esbuild hands over a text.
  export default text;
}
