import fc from 'fast-check';

/**
 * fast-check with one seed for everybody, so that a run says the same twice; `MART_TEST_SEED=12` tries others.
 */
fc.configureGlobal({ seed: Number(process.env.MART_TEST_SEED ?? 20_251_201) });

/** Whether the long form was asked for: `npm run test:full`. */
export const isFull = process.env.MODE === 'full';

export default fc;
