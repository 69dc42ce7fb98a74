/** How many steps up or down are shown. */
export function Stepper({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const isAll = !Number.isFinite(value);
  return (
    <fieldset class="stepper">
      <legend>{label}</legend>
      <button
        type="button"
        disabled={value === 0}
        onClick={() => onChange(isAll ? 3 : value - 1)}
        aria-label={`fewer ${label}`}
      >
        −
      </button>
      <output aria-label={`steps ${label}`}>{isAll ? 'all' : value}</output>
      <button type="button" disabled={isAll} onClick={() => onChange(value + 1)} aria-label={`more ${label}`}>
        +
      </button>
      <button
        type="button"
        disabled={isAll}
        onClick={() => onChange(Number.POSITIVE_INFINITY)}
        aria-label={`all ${label}`}
      >
        all
      </button>
    </fieldset>
  );
}
