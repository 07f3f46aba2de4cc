/** The theme's colours for the map, as numbers. */
import type { Category, Hue } from '../../../present/panel/map/colouring.js';

/** Red, green, blue, from 0 to 255. */
export type Rgb = readonly [number, number, number];

export interface MapPalette {
  readonly ground: Rgb;
  readonly text: Rgb;
  readonly quiet: Rgb;
  readonly line: Rgb;
  readonly focus: Rgb;
  readonly header: Rgb;
  readonly tail: Rgb;
  readonly font: string;
  readonly mono: string;
  /** The colour of a category. */
  of(category: Category): Rgb;
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r},${g},${b})`;

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [at(0), at(1), at(2)];
}

/** Whichever of the two texts is easier to read on a ground. */
export function readable(ground: Rgb): Rgb {
  const light = ([r, g, b]: Rgb) => 0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2;
  return light(ground) > 0.32 ? [0, 0, 0] : [255, 255, 255];
}

/** Read again when the theme changes. */
export function readMapPalette(): MapPalette {
  const style = getComputedStyle(document.body);
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const solid = (value: string, under: Rgb): Rgb => {
    pixel.fillStyle = css(under);
    pixel.fillRect(0, 0, 1, 1);
    pixel.fillStyle = value || '#888';
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = pixel.getImageData(0, 0, 1, 1).data;
    return [r!, g!, b!];
  };
  const read = (name: string, under: Rgb) => solid(style.getPropertyValue(name).trim(), under);
  const ground = read('--ground', [128, 128, 128]);
  const color = (name: string) => read(name, ground);
  const scale = [color('--map-scale-low'), color('--map-scale-middle'), color('--map-scale-high')] as const;
  const cache = new Map<string, Rgb>();
  const find = (hue: Hue): Rgb => {
    switch (hue.kind) {
      case 'state':
        return color(`--block-${hue.state}`);
      case 'distinct':
        return color(`--map-${hue.index + 1}`);
      case 'other':
        return color('--map-other');
      case 'scale':
        return hue.value < 0.5
          ? mix(scale[0], scale[1], hue.value * 2)
          : mix(scale[1], scale[2], (hue.value - 0.5) * 2);
    }
  };
  return {
    ground,
    text: color('--text'),
    quiet: color('--quiet'),
    line: color('--line'),
    focus: color('--focus'),
    header: color('--block-header'),
    tail: color('--block-tail'),
    font: style.getPropertyValue('--vscode-font-family') || 'sans-serif',
    mono: style.getPropertyValue('--vscode-editor-font-family') || 'monospace',
    of(category) {
      const key = JSON.stringify(category.hue);
      let found = cache.get(key);
      if (!found) {
        found = find(category.hue);
        cache.set(key, found);
      }
      return found;
    },
  };
}
