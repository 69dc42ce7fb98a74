import { FAULT_NAMES } from './faults/names.ts';

const rate = { type: 'number', minimum: 0, maximum: 1 } as const;
const name = { type: 'string', pattern: '\\S' } as const;
const clock = { type: 'string', pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' } as const;
const names = { type: 'array', items: name, uniqueItems: true } as const;

/** Both ends lie within the bounds; that the lower comes first is checked with what else needs two values. */
const range = (minimum: number, maximum: number, type: 'number' | 'integer' = 'number') => ({
  type: 'array',
  items: { type, minimum, maximum },
  minItems: 2,
  maxItems: 2,
});

function exactly<T extends Readonly<Record<string, object>>>(properties: T) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const sensor = (minimum: number, maximum: number) =>
  exactly({ idle: range(minimum, maximum), running: range(minimum, maximum) });

const kind = exactly({
  product: name,
  units_per_hour: range(1, 3000),
  power_kw: range(0, 100_000),
  standby_kw: { type: 'number', minimum: 0, maximum: 100_000 },
  batch_minutes: range(10, 1440),
  changeover_minutes: range(0, 1440),
  defect_rate: rate,
  temperature_c: sensor(-273.15, 5000),
  pressure_kpa: sensor(0, 100_000),
});

/** The shape of a plant's configuration, as JSON schema. */
export const plantSchema = exactly({
  hours: exactly({
    opens: clock,
    closes: clock,
    closed_on: {
      type: 'array',
      items: { enum: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] },
      uniqueItems: true,
    },
  }),
  local_time_offset_hours: { type: 'integer', minimum: -12, maximum: 14 },
  raw_materials: names,
  products: {
    type: 'array',
    minItems: 1,
    items: exactly({
      name,
      inputs: { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0, maximum: 1000 } },
    }),
  },
  kinds: { type: 'object', additionalProperties: kind, minProperties: 1 },
  machines: {
    type: 'array',
    minItems: 1,
    maxItems: 4096,
    items: exactly({ id: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9 _-]*$' }, kind: name }),
  },
  wear: {
    type: 'array',
    items: exactly({
      machine: name,
      days: { type: 'integer', minimum: 1, maximum: 3660 },
      every_days: { type: 'integer', minimum: 2, maximum: 3660 },
    }),
  },
  staff: exactly({
    shifts: { type: 'array', items: clock, minItems: 1, maxItems: 24, uniqueItems: true },
    spare_operators_per_machine: { type: 'integer', minimum: 0, maximum: 100 },
    inspectors_per_machine: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
  }),
  efficiency_noise_pct: { type: 'number', minimum: 0, maximum: 10 },
  quality: exactly({
    checks_per_batch: rate,
    delay_minutes: range(1, 359),
    sample_size: range(1, 10_000, 'integer'),
    allowed_defects: { type: 'integer', minimum: 0, maximum: 10_000 },
  }),
  notes: exactly({ notes_per_batch: range(0, 1), warning_rate: rate, error_rate: rate }),
  faults: exactly(Object.fromEntries(FAULT_NAMES.map((fault) => [fault, rate]))),
  clock_drift_seconds: { type: 'integer', minimum: 1, maximum: 899 },
  clock_ahead_seconds: { type: 'integer', minimum: 1, maximum: 899 },
});
