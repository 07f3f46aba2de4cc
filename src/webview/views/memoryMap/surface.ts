/** What the map is drawn on: a canvas, or a list of SVG elements for a picture in a file. */
import type { Rgb } from './palette.js';
import { css } from './palette.js';

export interface Surface {
  fill(x: number, y: number, width: number, height: number, color: Rgb): void;
  outline(x: number, y: number, width: number, height: number, color: Rgb, thickness: number): void;
  line(points: readonly number[], color: Rgb, thickness: number): void;
  text(text: string, x: number, y: number, size: number, color: Rgb, options: TextOptions): void;
  image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number, smooth: boolean): void;
}

export interface TextOptions {
  readonly mono?: boolean;
  readonly bold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
  /** The text is cut to so many pixels. */
  readonly width: number;
}

/** Roughly the width of a character, in parts of the font's size. */
const CHARACTER = 0.58;

export function fitted(text: string, size: number, { width, mono }: TextOptions): string {
  const most = Math.floor(width / (size * (mono ? 0.61 : CHARACTER)));
  if (text.length <= most) return text;
  return most < 3 ? '' : `${text.slice(0, most - 1)}…`;
}

export class CanvasSurface implements Surface {
  private last = '';

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly fonts: { readonly font: string; readonly mono: string },
  ) {}

  private color(rgb: Rgb): void {
    const color = css(rgb);
    if (color === this.last) return;
    this.context.fillStyle = color;
    this.last = color;
  }

  fill(x: number, y: number, width: number, height: number, color: Rgb): void {
    this.color(color);
    this.context.fillRect(x, y, width, height);
  }

  outline(x: number, y: number, width: number, height: number, color: Rgb, thickness: number): void {
    this.context.strokeStyle = css(color);
    this.context.lineWidth = thickness;
    this.context.strokeRect(x, y, width, height);
  }

  line(points: readonly number[], color: Rgb, thickness: number): void {
    const { context } = this;
    context.strokeStyle = css(color);
    context.lineWidth = thickness;
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
    context.stroke();
  }

  text(text: string, x: number, y: number, size: number, color: Rgb, options: TextOptions): void {
    const shown = fitted(text, size, options);
    if (shown === '') return;
    const { context } = this;
    context.font = `${options.bold ? '600 ' : ''}${size}px ${options.mono ? this.fonts.mono : this.fonts.font}`;
    context.textAlign = options.align ?? 'left';
    context.textBaseline = 'middle';
    this.color(color);
    context.fillText(shown, x, y);
  }

  image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number, smooth: boolean): void {
    this.context.imageSmoothingEnabled = smooth;
    this.context.drawImage(canvas, x, y, width, height);
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (c) => escapes[c]!);
const n = (value: number) => String(Math.round(value * 100) / 100);

/** Collects SVG. */
export class SvgSurface implements Surface {
  private readonly parts: string[] = [];

  constructor(private readonly fonts: { readonly font: string; readonly mono: string }) {}

  fill(x: number, y: number, width: number, height: number, color: Rgb): void {
    this.parts.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${css(color)}"/>`);
  }

  outline(x: number, y: number, width: number, height: number, color: Rgb, thickness: number): void {
    this.parts.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="none" stroke="${css(color)}" stroke-width="${n(thickness)}"/>`,
    );
  }

  line(points: readonly number[], color: Rgb, thickness: number): void {
    this.parts.push(
      `<polyline points="${points.map(n).join(' ')}" fill="none" stroke="${css(color)}" stroke-width="${n(thickness)}"/>`,
    );
  }

  text(text: string, x: number, y: number, size: number, color: Rgb, options: TextOptions): void {
    const anchor = { left: 'start', center: 'middle', right: 'end' }[options.align ?? 'left'];
    const family = escapeXml(options.mono ? this.fonts.mono : this.fonts.font);
    const weight = options.bold ? ' font-weight="600"' : '';
    this.parts.push(
      `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}" font-family="${family}"${weight} fill="${css(color)}" text-anchor="${anchor}" dominant-baseline="central">${escapeXml(fitted(text, size, options))}</text>`,
    );
  }

  image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    this.parts.push(
      `<image x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" href="${canvas.toDataURL('image/png')}"/>`,
    );
  }

  document(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}">${this.parts.join('')}</svg>`;
  }
}
