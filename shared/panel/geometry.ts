// Where a picture lies in its window: whole, or pixel for pixel around a point. Lengths in CSS pixels.

export type Size = { readonly width: number; readonly height: number };
export type Place = Size & { readonly left: number; readonly top: number };
/** The point of the picture in the middle of the window, 0 to 1 of its width and height. */
export type Centre = { readonly x: number; readonly y: number };
export type Zoom = 'fit' | 'full';

export const middle: Centre = { x: 0.5, y: 0.5 };

/** `picture` in its own pixels, `ratio` of them to a CSS pixel. What is smaller than the window lies in its middle; what is larger leaves no gap. */
export function placePicture(window: Size, picture: Size, zoom: Zoom, centre: Centre, ratio = 1): Place {
  const fitting = Math.min(window.width / picture.width, window.height / picture.height);
  const scale = zoom === 'fit' ? fitting : 1 / ratio;
  const width = picture.width * scale, height = picture.height * scale;
  return { width, height, left: along(window.width, width, centre.x), top: along(window.height, height, centre.y) };
}

const along = (window: number, length: number, centre: number): number => (length <= window ? (window - length) / 2 : clamp(window / 2 - centre * length, window - length, 0));

/** The middle after the picture was dragged by `dx` and `dy`; never so far that a gap would show. */
export function dragPicture(centre: Centre, window: Size, place: Size, dx: number, dy: number): Centre {
  return { x: dragAlong(centre.x, window.width, place.width, dx), y: dragAlong(centre.y, window.height, place.height, dy) };
}

function dragAlong(centre: number, window: number, length: number, by: number): number {
  if (length <= window) return 0.5;
  const margin = window / 2 / length;
  return clamp(clamp(centre, margin, 1 - margin) - by / length, margin, 1 - margin);
}

export const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** As large as planned, in the shape of the picture that came: viewers may turn it. */
export function inShapeOf(picture: Size | null, planned: Size): Size {
  if (!picture) return planned;
  const scale = Math.max(planned.width, planned.height) / Math.max(picture.width, picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}
