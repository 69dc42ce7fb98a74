import { model } from 'duckmart';

/** Each reading belongs to the version of its machine that was valid when it was read. */
export default model({}, ({ ref, db }) =>
  db
    .selectFrom(ref('sensor_logs').as('readings'))
    .innerJoin(ref('dim_machine').as('versions'), (join) =>
      join
        .onRef('versions.machine_id', '=', 'readings.machine_id')
        .onRef('versions.valid_from', '<=', 'readings.read_at')
        .on(({ eb, or, ref: column }) =>
          or([eb('versions.valid_to', '>', column('readings.read_at')), eb('versions.valid_to', 'is', null)]),
        ),
    )
    .select([
      'readings.reading_id',
      'versions.machine_key',
      'readings.read_at',
      'readings.energy_kwh',
      'readings.energy_is_imputed',
    ]),
);
