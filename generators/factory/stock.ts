import type { Plant } from './plant.ts';

/** What lies between the machines: good units by product. Kept from day to day. */
export interface Stock {
  /** Takes what so many units of the product need, if all of it is there; otherwise takes nothing. */
  readonly take: (product: string, units: number) => boolean;
  readonly put: (product: string, units: number) => void;
}

/** Starts empty; raw materials never run out. */
export function emptyStock({ products }: Plant): Stock {
  const made = new Set(products.map(({ name }) => name));
  const needs = new Map(
    products.map(({ name, inputs }) => [name, Object.entries(inputs).filter(([input]) => made.has(input))]),
  );
  const amounts = new Map<string, number>();
  const amountOf = (product: string): number => amounts.get(product) ?? 0;
  return {
    take(product, units) {
      const wanted = needs.get(product) ?? [];
      if (wanted.some(([input, each]) => amountOf(input) < each * units)) return false;
      for (const [input, each] of wanted) amounts.set(input, amountOf(input) - each * units);
      return true;
    },
    put(product, units) {
      amounts.set(product, amountOf(product) + units);
    },
  };
}
