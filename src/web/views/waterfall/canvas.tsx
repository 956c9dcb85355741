import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Size, useSize } from '../../components/use-size.ts';
import { type Colours, coloursOf, useThemeName } from './colours.ts';

export type Paint = (brush: CanvasRenderingContext2D, size: Size, colours: Colours) => void;

/** A picture as large as what it stands in, as sharp as the screen; painted anew when `paint` is another. What it shows is told elsewhere too. */
export function Canvas({ paint, class: className }: { readonly paint: Paint; readonly class: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const themeName = useThemeName();
  const { widthPx, heightPx } = useSize(frame);
  useLayoutEffect(() => {
    const { current } = canvas;
    const brush = current?.getContext('2d');
    if (!current || !brush) return;
    const sharpness = devicePixelRatio;
    const [width, height] = [Math.round(widthPx * sharpness), Math.round(heightPx * sharpness)];
    if (current.width !== width || current.height !== height) Object.assign(current, { width, height });
    brush.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    brush.clearRect(0, 0, widthPx, heightPx);
    paint(brush, { widthPx, heightPx }, coloursOf(themeName, current));
  }, [paint, widthPx, heightPx, themeName]);
  return (
    <div ref={frame} class={className} aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}
