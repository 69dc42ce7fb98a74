/** A deliberate bug: a text of one of the factory's files, which occurs in it once, and what it becomes. */
export interface Mutation {
  readonly bug: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const macro = (name: string) => `macros/${name}.sql`;
const rows = (name: string) => `models/intermediate/rows/${name}.sql`;
const times = (name: string) => `models/intermediate/times/${name}.sql`;
const values = (name: string) => `models/intermediate/values/${name}.sql`;
const silver = (name: string) => `models/silver/${name}.sql`;
const gold = (name: string) => `models/gold/${name}.sql`;

export const mutations: readonly Mutation[] = [
  {
    bug: 'local time is taken to be ahead of UTC',
    file: macro('zones'),
    from: `to_hours({{var "local_hours_behind"}})`,
    to: `to_hours(-{{var "local_hours_behind"}})`,
  },
  { bug: 'copies are kept', file: macro('kept_rows'), from: `then 'copy'`, to: `then 'kept'` },
  {
    bug: 'the last copy survives instead of the first',
    file: macro('kept_rows'),
    from: 'order by delivered_on, source_row rows',
    to: 'order by delivered_on desc, source_row desc rows',
  },
  { bug: 'day and month are exchanged', file: macro('landing_time'), from: '%Y-%m-%d', to: '%Y-%d-%m' },
  { bug: 'the delivery day is a day late', file: macro('delivered_on'), from: 'as date)', to: 'as date) + 1' },
  {
    bug: 'late rows are expected before their day',
    file: macro('outside_delivery'),
    from: `between delivered_on - {{var "late_days"}} and delivered_on`,
    to: `between delivered_on and delivered_on + {{var "late_days"}}`,
  },
  {
    bug: 'a reading belongs to the half hour before it instead of the nearest',
    file: macro('nearest_reading'),
    from: `{{time}} + to_seconds({{var "reading_minutes"}} * 60 // 2)`,
    to: '{{time}}',
  },
  { bug: 'typos are not tolerated', file: macro('is_near'), from: '<= greatest(1, ', to: '<= least(0, ' },
  {
    bug: 'machine 1 may be machine 2',
    file: macro('spelled_names'),
    from: 'inner join name_parts using (numbers)',
    to: 'cross join name_parts',
  },
  {
    bug: 'checks come before the end of their batch',
    file: times('check_zones'),
    from: 'checked_at <= batch_times.ended_at',
    to: 'checked_at >= batch_times.ended_at',
  },
  {
    bug: 'notes are written by whoever is not at work',
    file: times('note_zones'),
    from: 'and placements.logged_at between',
    to: 'and placements.logged_at not between',
  },
  {
    bug: 'rows of a file stand in the reverse order of their events',
    file: times('batch_zones'),
    from: 'started_at < not_before or started_at > not_after',
    to: 'started_at > not_before or started_at < not_after',
  },
  {
    bug: 'the zone that is excluded is taken',
    file: times('reading_times'),
    from: 'from ranked\nwhere ruled_out_by is null',
    to: 'from ranked\nwhere ruled_out_by is not null',
  },
  {
    bug: 'energy is matched with the half hour after the batch',
    file: times('batch_placement_readings'),
    from: 'least(ended_at, read_at)',
    to: `least(ended_at, read_at + to_minutes({{var "reading_minutes"}}))`,
  },
  {
    bug: 'standing still draws nothing',
    file: times('expected_energy'),
    from: 'coalesce(any_value(machine_standby.standby_kwh), 0)',
    to: '0',
  },
  {
    bug: 'good batches are rejected for their defects',
    file: rows('batch_rows'),
    from: 'units_defective > units_produced',
    to: 'units_defective < units_produced',
  },
  {
    bug: 'rows of unknown machines are let in',
    file: rows('reading_rows'),
    from: 'machine_id is null then',
    to: 'machine_id is null and false then',
  },
  {
    bug: 'notes are forgotten among the delivered rows',
    file: rows('landing_rows'),
    from: '{{ref "note_rows"}}',
    to: '{{ref "note_rows"}} where false',
  },
  { bug: 'nothing is quarantined', file: silver('quarantine'), from: `outcome = 'rejected'`, to: 'false' },
  { bug: 'copies are not reported', file: silver('duplicates'), from: `copies.outcome = 'copy'`, to: 'false' },
  {
    bug: 'missing energy becomes 0',
    file: silver('sensor_logs'),
    from: `round(readings.expected_energy_kwh, {{var "imputed_decimals"}})`,
    to: '0',
  },
  {
    bug: 'a filled gap is not flagged',
    file: silver('sensor_logs'),
    from: 'readings.pressure_kpa is null as pressure_is_imputed',
    to: 'false as pressure_is_imputed',
  },
  {
    bug: 'measured efficiency is replaced by that of the day',
    file: silver('sensor_logs'),
    from: 'coalesce(readings.efficiency_pct, daily_efficiency.efficiency_pct)',
    to: 'coalesce(daily_efficiency.efficiency_pct, readings.efficiency_pct)',
  },
  {
    bug: 'the hours of local time count as drift',
    file: silver('sensor_logs'),
    from: `then {{var "local_hours_behind"}} * 3600`,
    to: `then -{{var "local_hours_behind"}} * 3600`,
  },
  {
    bug: 'what came on its day is late',
    file: silver('qc_checks'),
    from: '< check_rows.delivered_on',
    to: '<= check_rows.delivered_on',
  },
  {
    bug: 'production falls on the day of its written time',
    file: silver('production_batches'),
    from: 'cast(batch_times.started_at as date) as production_date',
    to: 'cast(batch_rows.written_start as date) as production_date',
  },
  {
    bug: 'production falls on the day after',
    file: silver('production_batches'),
    from: 'as date) as production_date',
    to: 'as date) + 1 as production_date',
  },
  { bug: '°F are converted without their zero', file: values('reading_temperatures'), from: ' - 32)', to: ' - 0)' },
  {
    bug: '°F are not seen',
    file: values('temperature_units'),
    from: 'usual_level * 1.8 + 32)) <=',
    to: 'usual_level * 2.8 + 32)) <=',
  },
  {
    bug: 'every day is a degraded day',
    file: values('degraded_days'),
    from: 'best_pct - {{var "efficiency_step"}}',
    to: 'best_pct + {{var "efficiency_step"}}',
  },
  {
    bug: 'wear makes no versions of a machine',
    file: values('efficiency_steps'),
    from: 'where step_pct <> 0 or day_number = 1',
    to: 'where day_number = 1',
  },
  {
    bug: 'a version ends where the one before began',
    file: gold('dim_machine'),
    from: 'lead(changes.valid_from)',
    to: 'lag(changes.valid_from)',
  },
  {
    bug: 'a reading at midnight belongs to two versions of its machine',
    file: 'models/gold/fact_energy.ts',
    from: "'versions.valid_to', '>', column",
    to: "'versions.valid_to', '>=', column",
  },
  {
    bug: 'batches join every version of their machine',
    file: gold('fact_production'),
    from: 'batches.started_at >= dim_machine.valid_from',
    to: 'true',
  },
  {
    bug: 'batches that are gone from silver stay, the others go',
    file: gold('fact_production'),
    from: 'where batch_id not in',
    to: 'where batch_id in',
  },
  {
    bug: 'a day without production has no row',
    file: gold('daily_production'),
    from: 'left join made',
    to: 'inner join made',
  },
  {
    bug: 'where nothing was made, no unit was defective',
    file: gold('daily_production'),
    from: 'made.units_defective / nullif(made.units_produced, 0)',
    to: 'coalesce(made.units_defective / nullif(made.units_produced, 0), 0)',
  },
  {
    bug: 'the largest batch of a day is the day',
    file: gold('daily_production'),
    from: 'sum(facts.units_produced)',
    to: 'max(facts.units_produced)',
  },
  {
    bug: 'the last day is missing',
    file: gold('dim_date'),
    from: 'max(seen_on)::timestamp',
    to: 'max(seen_on)::timestamp - interval 1 day',
  },
  {
    bug: 'right spellings are counted as faults',
    file: gold('daily_data_quality'),
    from: 'where machine_spelling <> machine_id',
    to: 'where machine_spelling = machine_id',
  },
];
