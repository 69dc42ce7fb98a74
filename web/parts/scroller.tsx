import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  /** Where it changes, what is in focus is moved to the middle. */
  readonly centre?: string;
  readonly children: ComponentChildren;
}

/** A wide thing that scrolls by itself, with the keyboard too. */
export function Scroller({ label, centre, children }: Props) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const focus = box.current?.querySelector('.focus');
    if (!box.current || !focus) return;
    const [outer, inner] = [box.current.getBoundingClientRect(), focus.getBoundingClientRect()];
    box.current.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }, [centre]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
    <section ref={box} class="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
