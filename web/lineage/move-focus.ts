const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** In a picture, arrow keys go to the nearest link on that side. */
export function moveFocus(event: KeyboardEvent): void {
  const arrow = arrows[event.key];
  const from = document.activeElement;
  const picture = event.currentTarget;
  if (!arrow || !from || !(picture instanceof Element) || !picture.contains(from)) return;
  const [x, y] = middle(from);
  let best: SVGAElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const link of picture.querySelectorAll<SVGAElement>('a.node')) {
    if (link === from) continue;
    const [toX, toY] = middle(link);
    const along = (toX - x) * arrow[0] + (toY - y) * arrow[1];
    const across = Math.abs((toX - x) * arrow[1]) + Math.abs((toY - y) * arrow[0]);
    if (along < 4) continue;
    const far = along + 2 * across;
    if (far < least) {
      least = far;
      best = link;
    }
  }
  event.preventDefault();
  best?.focus();
  best?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function middle(element: Element): readonly [number, number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
