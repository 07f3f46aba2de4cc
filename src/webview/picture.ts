/** Pictures that leave the panel: SVG that stands alone, and PNG made from it. */

/** A picture as a document of its own. */
export interface Picture {
  readonly svg: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a style sheet may say of our SVG elements; a file has none, so each element is told. */
const INLINED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'display',
] as const;

/** A drawn SVG element as a document, with the theme's colours written into it and the panel's ground behind it. */
export function standalone(drawn: SVGElement): Picture {
  const copy = drawn.cloneNode(true) as SVGElement;
  const originals = [drawn, ...drawn.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const name of INLINED) copies[i]!.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'tabindex']) copies[i]!.removeAttribute(name);
  });
  const box = (drawn as SVGSVGElement).viewBox.baseVal;
  const rect = drawn.getBoundingClientRect();
  const width = Math.ceil(box?.width || rect.width);
  const height = Math.ceil(box?.height || rect.height);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('x', String(box?.x ?? 0));
  ground.setAttribute('y', String(box?.y ?? 0));
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return { svg: new XMLSerializer().serializeToString(copy), width, height };
}

/** Base64 of a PNG of the picture, twice as fine as the screen's pixels. */
export async function pngOf(picture: Picture): Promise<string> {
  const image = new Image();
  const loaded = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('The picture cannot be drawn.'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  await loaded;
  const canvas = document.createElement('canvas');
  canvas.width = picture.width * 2;
  canvas.height = picture.height * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
