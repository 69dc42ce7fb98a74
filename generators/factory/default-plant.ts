import type { Plant } from './plant.ts';

/** Three machines, two products: iron ore → iron plates → gear wheels. */
export const defaultPlant: Plant = {
  hours: { opens: '06:00', closes: '22:00', closed_on: [] },
  local_time_offset_hours: -7,
  raw_materials: ['Iron Ore'],
  products: [
    { name: 'Iron Plate', inputs: { 'Iron Ore': 1 } },
    { name: 'Gear Wheel', inputs: { 'Iron Plate': 2 } },
  ],
  kinds: {
    smelter: {
      product: 'Iron Plate',
      units_per_hour: [57, 65],
      power_kw: [7.0, 7.8],
      standby_kw: 0.12,
      batch_minutes: [50, 88],
      changeover_minutes: [6, 34],
      defect_rate: 0.0125,
      temperature_c: { idle: [300, 325], running: [1405, 1455] },
      pressure_kpa: { idle: [114, 118], running: [139, 146] },
    },
    assembler: {
      product: 'Gear Wheel',
      units_per_hour: [44, 51],
      power_kw: [3.5, 4.0],
      standby_kw: 0.05,
      batch_minutes: [50, 88],
      changeover_minutes: [6, 34],
      defect_rate: 0.0125,
      temperature_c: { idle: [20, 29], running: [58, 67] },
      pressure_kpa: { idle: [276, 283], running: [604, 616] },
    },
  },
  machines: [
    { id: 'SMELTER-01', kind: 'smelter' },
    { id: 'SMELTER-02', kind: 'smelter' },
    { id: 'ASSEMBLER-01', kind: 'assembler' },
  ],
  wear: [{ machine: 'SMELTER-02', days: 7, every_days: 30 }],
  staff: { shifts: ['06:00', '11:00', '16:30'], spare_operators_per_machine: 1, inspectors_per_machine: 1 },
  efficiency_noise_pct: 0.4,
  quality: { checks_per_batch: 0.43, delay_minutes: [5, 110], sample_size: [5, 20], allowed_defects: 1 },
  notes: { notes_per_batch: [0.15, 0.27], warning_rate: 0.22, error_rate: 0.08 },
  faults: {
    product_spelling: 0.15,
    machine_spelling: 0.12,
    null_value: 0.075,
    clock_drift: 0.35,
    duplicate: 0.03,
    late_arrival: 0.1,
    local_time: 0.3,
    degradation: 0.02,
  },
  clock_drift_seconds: 300,
};
